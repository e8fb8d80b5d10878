package dev.sallyport.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.sql.StatementAnalyzer.Limits;
import org.junit.jupiter.api.Test;

class AnalysisLimitsTest {
    // SELECT, output column, operation, constant
    private static final String FOUR_DEEP_AND_FIVE_NODES = "SELECT 1 + 2";

    @Test
    void aStatementAtTheLimitOfDepthIsReadAndOnePastItRefused() {
        try (Grammar at = new Grammar(new Limits(4, 100));
                Grammar past = new Grammar(new Limits(3, 100))) {
            assertThat(at.analyze(FOUR_DEEP_AND_FIVE_NODES)).isInstanceOf(Analysis.Understood.class);
            assertThat(past.analyze(FOUR_DEEP_AND_FIVE_NODES))
                    .isEqualTo(new Analysis.Refused("the statement is nested more than 3 levels deep"));
        }
    }

    @Test
    void aStatementAtTheLimitOfNodesIsReadAndOnePastItRefused() {
        try (Grammar at = new Grammar(new Limits(100, 5));
                Grammar past = new Grammar(new Limits(100, 4))) {
            assertThat(at.analyze(FOUR_DEEP_AND_FIVE_NODES)).isInstanceOf(Analysis.Understood.class);
            assertThat(past.analyze(FOUR_DEEP_AND_FIVE_NODES))
                    .isEqualTo(new Analysis.Refused("the statement has more than 4 parts"));
        }
    }

    @Test
    void theDeepestTreeTheParserGivesIsAnsweredOnAMegabyteOfStack() throws InterruptedException {
        try (Grammar grammar = new Grammar()) {
            Analysis[] answer = new Analysis[1];
            String sql = "SELECT " + "(- ".repeat(450) + "a" + ")".repeat(450);
            Thread thread = new Thread(null, () -> answer[0] = grammar.analyze(sql), "one megabyte", 1 << 20);
            thread.start();
            thread.join();

            assertThat(answer[0]).isInstanceOf(Analysis.Understood.class);
        }
    }

    @Test
    void aLimitOfNothingIsNoLimit() {
        assertThatThrownBy(() -> new Limits(0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Limits(1, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
