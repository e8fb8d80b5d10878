package dev.sallyport.sql.parser;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.sql.parser.ParseResult.Reason;
import dev.sallyport.sql.parser.ParseResult.Refused;
import dev.sallyport.sql.parser.ParseResult.SyntaxError;
import dev.sallyport.sql.parser.ParseResult.Tree;
import java.time.Duration;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class EmbeddedTextsTest {
    private static final ParserSettings PATIENT =
            ParserSettings.withThreads(1).withWarmUpStatements(0).withTimeLimit(Duration.ofSeconds(60));

    @Test
    void soManyTextsWithinOneAreParsedAndNoMore() {
        ParseResult[] last = new ParseResult[2];
        within(PATIENT, texts -> {
            for (int i = 0; i < EmbeddedTexts.MAXIMUM_TEXTS; i++) {
                last[0] = texts.sql(utf8("SELECT 1"));
            }
            last[1] = texts.sql(utf8("SELECT 1"));
            return last[1];
        });
        assertThat(last[0]).isInstanceOf(Tree.class);
        assertThat(reason(last[1])).isEqualTo(Reason.TREE_TOO_LARGE);
    }

    @Test
    void theTextsWithinOneMayBeSoLongTogetherAndNoLonger() {
        String quarter = "--" + "x".repeat(EmbeddedTexts.MAXIMUM_BYTES / 4 - 2);
        ParseResult[] last = new ParseResult[2];
        within(PATIENT.withMaximumTextBytes(EmbeddedTexts.MAXIMUM_BYTES), texts -> {
            for (int i = 0; i < 4; i++) {
                last[0] = texts.sql(utf8(quarter));
            }
            last[1] = texts.sql(utf8("x"));
            return last[1];
        });
        assertThat(last[0]).isInstanceOf(Tree.class);
        assertThat(reason(last[1])).isEqualTo(Reason.TEXT_TOO_LONG);
    }

    @Test
    void theTextsWithinOneShareATimeLimit() {
        ParseResult refused = within(PATIENT.withTimeLimit(Duration.ofMillis(200)), texts -> {
            byte[] slow = utf8("SELECT " + "(1, 2, 3, 4, 5, 6, 7, 8),".repeat(200) + "1");
            ParseResult result = texts.sql(slow);
            for (int i = 1; i < EmbeddedTexts.MAXIMUM_TEXTS && result instanceof Tree; i++) {
                result = texts.sql(slow);
            }
            return result;
        });
        assertThat(reason(refused)).isEqualTo(Reason.TIME_LIMIT);
    }

    @Test
    void aBodyWithoutWhichTheGrammarTrapsIsARefusalAndTheNextTextIsAnswered() {
        within(PATIENT, texts -> {
            byte[] none = utf8("CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql");
            assertThat(reason(texts.plpgsql(none, none))).isEqualTo(Reason.PARSER_FAILED);
            assertThat(texts.sql(utf8("SELECT 1"))).isInstanceOf(Tree.class);
            return plpgsql(texts, "BEGIN NULL; END");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"BEGIN", "BEGIN SELEC 1; END", "BEGIN x := 1; END"})
    void aBodyThatThePlpgsqlParserRejectsIsASyntaxError(String body) {
        assertThat(within(PATIENT, texts -> plpgsql(texts, body))).isInstanceOf(SyntaxError.class);
    }

    @Test
    void aBodyIsGuardedAsATextOfItsOwnIs() {
        String operators = "BEGIN PERFORM 1 " + "+".repeat(ParserSettings.MAXIMUM_OPERATOR_LENGTH + 1) + "1; END";
        String comments = "BEGIN " + "/*".repeat(ParserSettings.MAXIMUM_COMMENT_DEPTH + 1)
                + "*/".repeat(ParserSettings.MAXIMUM_COMMENT_DEPTH + 1) + " NULL; END";

        assertThat(reason(within(PATIENT, texts -> plpgsql(texts, operators)))).isEqualTo(Reason.OPERATOR_TOO_LONG);
        assertThat(reason(within(PATIENT, texts -> plpgsql(texts, comments)))).isEqualTo(Reason.TOO_MANY_COMMENTS);
    }

    @Test
    void aBodyThatIsNestedTooDeeplyIsRefusedAndTheNextOneIsAnswered() {
        String deep = "BEGIN ".repeat(5_000) + "NULL; " + "END; ".repeat(4_999) + "END";

        assertThat(within(PATIENT, texts -> {
                    assertThat(plpgsql(texts, deep)).isNotInstanceOf(Tree.class);
                    return plpgsql(texts, "BEGIN NULL; END");
                }))
                .isInstanceOf(Tree.class);
    }

    @Test
    void nothingIsParsedForATextThatCouldNotWait() {
        assertThat(EmbeddedTexts.NONE.sql(utf8("SELECT 1"))).isInstanceOf(Refused.class);
        assertThat(EmbeddedTexts.NONE.plpgsql(new byte[0], new byte[0])).isInstanceOf(Refused.class);
    }

    private static ParseResult within(ParserSettings settings, Function<EmbeddedTexts, ParseResult> work) {
        try (SqlParser parser = new SqlParser(settings)) {
            return parser.submit(utf8("SELECT 1"), (result, texts) -> work.apply(texts))
                    .toCompletableFuture()
                    .join();
        }
    }

    private static ParseResult plpgsql(EmbeddedTexts texts, String body) {
        return texts.plpgsql(utf8("DO '" + body + "'"), utf8(body));
    }

    private static Reason reason(ParseResult result) {
        return result instanceof Refused refused ? refused.reason() : Reason.CLOSED;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }
}
