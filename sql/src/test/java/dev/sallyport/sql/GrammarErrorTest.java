package dev.sallyport.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.sql.parser.ParseResult;
import dev.sallyport.sql.parser.ParserSettings;
import dev.sallyport.sql.parser.SqlParser;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrammarErrorTest {

    /** What PostgreSQL 18.3 answers to each. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        SELECT 1 LIMIT 1, 2                                 | 42601 | | Use separate LIMIT and OFFSET clauses.
        CREATE PUBLICATION p FOR a                          | 42601 | One of TABLE or TABLES IN SCHEMA must be specified before a standalone table or schema name. |
        CREATE POLICY p ON t AS UGLY                        | 42601 | | Only PERMISSIVE or RESTRICTIVE policies are supported currently.
        DROP OPERATOR + (int4)                              | 42601 | | Use NONE to denote the missing argument of a unary operator.
        CREATE ROLE "none"                                  | 42939 | |
        CREATE ROLE current_user                            | 42939 | |
        SELECT 1::float(54)                                 | 22023 | |
        CREATE TABLE t (a int, CHECK (a > 1) DEFERRABLE)    | 0A000 | |
        CREATE TABLE t (a int) PARTITION BY magic (a)       | 22023 | |
        SELECT sum(1) OVER (ROWS UNBOUNDED FOLLOWING)       | 42P20 | |
        SELECT FROM FROM                                    | 42601 | |
        """)
    void anErrorHasTheStateAndTheExplanationOfTheServer(String sql, String sqlState, String detail, String hint) {
        try (SqlParser parser = new SqlParser(ParserSettings.withThreads(1).withWarmUpStatements(0))) {
            byte[] bytes = sql.getBytes(StandardCharsets.UTF_8);
            ParseResult result = parser.submit(bytes, (parsed, texts) -> parsed)
                    .toCompletableFuture()
                    .join();
            assertThat(result)
                    .isInstanceOfSatisfying(
                            ParseResult.SyntaxError.class,
                            error -> assertThat(GrammarError.of(error.message()))
                                    .isEqualTo(new GrammarError(
                                            sqlState, detail == null ? "" : detail, hint == null ? "" : hint)));
        }
    }

    @Test
    void aMessageThatOnlyBeginsAsOneWithAHintHasNone() {
        assertThat(GrammarError.of("missing argument at or near \"x\"")).isEqualTo(new GrammarError("42601", "", ""));
    }
}
