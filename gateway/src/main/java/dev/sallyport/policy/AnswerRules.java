package dev.sallyport.policy;

import dev.sallyport.catalog.ValueType;
import dev.sallyport.policy.MaskSetting.Nulls;
import dev.sallyport.sql.flow.ColumnId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an allowed statement's answer must be subjected to on its way to the client.
 *
 * @param masks the columns that are masked wherever a RowDescription names them; empty for a database without masks
 * @param outputs how the columns of the answer are masked, whatever a RowDescription says of them
 * @param types how values of types that are not built in stand in messages, by pg_type.oid
 * @param copy how the rows of COPY are masked; null if it is no such statement, or none of its columns is
 * @param hiding which free texts of the server, the fields of ErrorResponse and NoticeResponse, may carry masked values and are to be replaced;
 *     the SQLSTATE stays
 * @param tells whether the server's own answer, its rows and texts before anything is masked, may be made of masked values
 */
public record AnswerRules(
        Map<ColumnId, MaskRule> masks,
        Outputs outputs,
        Map<Integer, ValueType> types,
        @Nullable CopyRules copy,
        Hiding hiding,
        boolean tells) {

    /** Nothing is masked: the answer is the server's, byte for byte. */
    public static final AnswerRules UNCHANGED =
            new AnswerRules(Map.of(), Outputs.UNTOLD, Map.of(), null, Hiding.NOTHING, false);

    /** What comes from a table that the statement did not mean when it was decided. */
    private static final MaskRule UNEXPECTED =
            new MaskRule("builtin/answer", "another table", new MaskFunction.Redact(), Nulls.CONSTANT, List.of());

    public AnswerRules {
        masks = Map.copyOf(masks);
        types = Map.copyOf(types);
    }

    /** Rules by which the description alone says what is masked, with all texts replaced, or none. */
    public AnswerRules(Map<ColumnId, MaskRule> masks, boolean hidesTexts) {
        this(masks, Outputs.UNTOLD, Map.of(), null, hidesTexts ? Hiding.EVERYTHING : Hiding.NOTHING);
    }

    /** Rules for an answer that may be made of masked values if there are any. */
    public AnswerRules(
            Map<ColumnId, MaskRule> masks,
            Outputs outputs,
            Map<Integer, ValueType> types,
            @Nullable CopyRules copy,
            Hiding hiding) {
        this(masks, outputs, types, copy, hiding, !masks.isEmpty() || outputs.mask() || copy != null || hiding.hides());
    }

    /** Whether any text of the server is replaced. */
    public boolean hidesTexts() {
        return hiding.hides();
    }

    /**
     * How a column of the answer is masked, if either the statement or the description says so; where they say different things, or the
     * description names a table that the statement does not read, by a constant.
     *
     * @param index of the column, from 0
     * @param table pg_class.oid of the table that it comes from, unsigned in an int; 0 for what is no table's column
     * @param attribute pg_attribute.attnum
     * @return null if it is not
     */
    public @Nullable MaskRule maskOf(int index, int table, short attribute) {
        MaskRule described = masks.get(new ColumnId(table, attribute));
        if (outputs.count() == 0) {
            return described;
        }
        if (table != 0 && !outputs.relations().contains(table)) {
            return described == null ? UNEXPECTED : described.ofComputed();
        }
        MaskRule made = outputs.masks().get(index).orElse(null);
        if (described == null || made == null) {
            return made == null ? described : made;
        }
        return described.equals(made) ? made : made.ofComputed();
    }
}
