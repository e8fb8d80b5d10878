package dev.sallyport.policy;

import dev.sallyport.sql.flow.ColumnId;
import dev.sallyport.sql.flow.Dependencies;
import dev.sallyport.sql.flow.Dependencies.Manner;
import dev.sallyport.sql.flow.Flow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A column of a statement's answer, as its flow tells it before there is an answer.
 *
 * @param name as the server will name it
 * @param dependsOn the base columns it depends on
 * @param masking whether it will be masked if the statement may run
 */
public record AnswerColumn(String name, Dependencies dependsOn, Masking masking) {

    /** Whether a column will be masked. */
    public sealed interface Masking {

        /** It will be. */
        record Masked(MaskRule rule) implements Masking {}

        /** It will not be. */
        record Clear() implements Masking {}

        /**
         * It can't be told before the answer is there.
         *
         * @param reason a clause
         */
        record Unsure(String reason) implements Masking {}
    }

    /**
     * The columns of a statement's answer.
     *
     * @param masks the masks that apply, by column
     * @param outputs how each is masked, if that could be told
     */
    static List<AnswerColumn> of(Flow flow, Map<ColumnId, MaskRule> masks, Outputs outputs) {
        List<AnswerColumn> columns = new ArrayList<>();
        for (Flow.Output output : flow.outputs()) {
            Masking masking = outputs.count() == 0
                    ? masking(output, masks)
                    : outputs.masks()
                            .get(columns.size())
                            .<Masking>map(Masking.Masked::new)
                            .orElseGet(Masking.Clear::new);
            columns.add(new AnswerColumn(output.name(), output.dependsOn(), masking));
        }
        return columns;
    }

    /** What is masked is what RowDescription will name: the column that an output is exactly. */
    private static Masking masking(Flow.Output output, Map<ColumnId, MaskRule> masks) {
        if (masks.isEmpty()) {
            return new Masking.Clear();
        }
        MaskRule rule = output.plain() == null ? null : masks.get(output.plain());
        if (rule != null) {
            return new Masking.Masked(rule);
        }
        for (var dependency : output.dependsOn().columns().entrySet()) {
            MaskRule made = masks.get(dependency.getKey());
            if (made != null && dependency.getValue() == Manner.VALUE) {
                return new Masking.Unsure("it is made of " + made.column() + ", and is not that column by itself");
            }
        }
        return output.dependsOn().isUnknown()
                ? new Masking.Unsure(output.dependsOn().unknown().getFirst())
                : new Masking.Clear();
    }
}
