package dev.sallyport.sql.body;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.sql.parser.ParseResult;
import dev.sallyport.sql.parser.ParserSettings;
import dev.sallyport.sql.parser.SqlParser;
import dev.sallyport.sql.parser.TreeNode;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class PlpgsqlBodyLimitsTest {

    @Test
    void blocksMayStandSoDeepWithinOneAnotherAndNoDeeper() {
        // What stands around the outermost block counts, too.
        assertThat(nested(PlpgsqlBody.DEPTH - 1)).isInstanceOf(RoutineBody.Read.class);
        assertThat(nested(PlpgsqlBody.DEPTH))
                .isEqualTo(new RoutineBody.Unreadable(
                        "the body is nested more than " + PlpgsqlBody.DEPTH + " levels deep"));
    }

    private static RoutineBody nested(int blocks) {
        byte[] text = ("DO $$" + "BEGIN ".repeat(blocks) + "NULL;" + "END;".repeat(blocks) + "$$").getBytes(UTF_8);
        try (SqlParser parser = new SqlParser(
                ParserSettings.withThreads(1).withWarmUpStatements(0).withTimeLimit(Duration.ofSeconds(20)))) {
            return parser.submit(text, (parsed, texts) -> {
                        JsonNode root = ((ParseResult.Tree) parsed).root();
                        TreeNode block = RawStatement.listOf(root, text.length)
                                .getFirst()
                                .node();
                        return new RoutineBodies().read(Objects.requireNonNull(block), text, texts);
                    })
                    .toCompletableFuture()
                    .join();
        }
    }
}
