package dev.sallyport.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.policy.AnswerColumn.Masking;
import dev.sallyport.sql.flow.ColumnId;
import dev.sallyport.sql.flow.Dependencies;
import dev.sallyport.sql.flow.Flow;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AnswerColumnTest {
    private static final ColumnId SSN = new ColumnId(20_000, (short) 2);
    private static final ColumnId NAME = new ColumnId(20_000, (short) 3);
    private static final MaskRule RULE = new MaskRule(
            "pii", "public.customers.ssn", new MaskFunction.Redact(), MaskSetting.Nulls.CONSTANT, List.of());
    private static final Map<ColumnId, MaskRule> MASKS = Map.of(SSN, RULE);

    @Test
    void aColumnThatIsSensitiveItselfIsMasked() {
        assertThat(masking(Dependencies.of(SSN), SSN, MASKS)).isEqualTo(new Masking.Masked(RULE));
    }

    @Test
    void aColumnWithoutASensitiveValueInItIsClear() {
        assertThat(masking(Dependencies.of(NAME), NAME, MASKS)).isEqualTo(new Masking.Clear());
        assertThat(masking(Dependencies.of(SSN).asCondition(), null, MASKS)).isEqualTo(new Masking.Clear());
        assertThat(masking(Dependencies.of(SSN), SSN, Map.of())).isEqualTo(new Masking.Clear());
        assertThat(masking(Dependencies.unknown("why"), null, Map.of())).isEqualTo(new Masking.Clear());
    }

    @Test
    void whatIsMadeOfASensitiveColumnOrOfTheUnknownIsUnsure() {
        assertThat(masking(Dependencies.of(NAME).and(Dependencies.of(SSN)), null, MASKS))
                .isInstanceOfSatisfying(
                        Masking.Unsure.class,
                        unsure -> assertThat(unsure.reason()).contains("public.customers.ssn"));
        assertThat(masking(Dependencies.unknown("it is written in C"), null, MASKS))
                .isEqualTo(new Masking.Unsure("it is written in C"));
    }

    private static Masking masking(Dependencies dependsOn, @Nullable ColumnId plain, Map<ColumnId, MaskRule> masks) {
        Flow flow = new Flow(
                List.of(new Flow.Output("c", dependsOn, plain, Flow.Length.SHORT)),
                Dependencies.NONE,
                Dependencies.NONE,
                false,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                true,
                null);
        AnswerColumn column = AnswerColumn.of(flow, masks, Outputs.UNTOLD).getFirst();
        assertThat(column.name()).isEqualTo("c");
        return column.masking();
    }
}
