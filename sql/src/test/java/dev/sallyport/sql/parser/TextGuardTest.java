package dev.sallyport.sql.parser;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.sql.parser.ParseResult.Reason;
import dev.sallyport.sql.parser.ParseResult.Refused;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextGuardTest {
    private static final int MAXIMUM = 10_000;
    private static final String OPERATORS = "+".repeat(ParserSettings.MAXIMUM_OPERATOR_LENGTH);

    @Test
    void aTextMayBeAsLongAsTheLimitAndNoLonger() {
        assertThat(check(" ".repeat(MAXIMUM))).isEmpty();
        assertThat(check(" ".repeat(MAXIMUM + 1))).contains(Reason.TEXT_TOO_LONG);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0", "SELECT 1\0", "SELECT '\0'", "SELECT 1\0; DROP TABLE x"})
    void aNulByteIsRefusedWhereverItStands(String sql) {
        assertThat(check(sql)).contains(Reason.NUL_BYTE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u00e4",
                "\u00c0\u00af",
                "\u00ed\u00a0\u0080",
                "\u00f5\u0080\u0080\u0080",
                "'\u00e2\u0082'",
                "\u0080"
            })
    void bytesThatAreNotUtf8AreRefused(String bytesAsCharacters) {
        Optional<Refused> refused = new TextGuard(MAXIMUM).check(bytesAsCharacters.getBytes(ISO_8859_1));
        assertThat(refused.map(Refused::reason)).contains(Reason.INVALID_ENCODING);
    }

    @Test
    void commentsNestAsDeepAsTheLimitAndNoDeeper() {
        assertThat(check("/* x ".repeat(32) + "*/".repeat(32))).isEmpty();
        assertThat(check("/* x ".repeat(33) + "*/".repeat(33))).contains(Reason.TOO_MANY_COMMENTS);
        assertThat(check("/* x ".repeat(33))).contains(Reason.TOO_MANY_COMMENTS);
    }

    @Test
    void commentsFollowEachOtherWithoutSpaceAsOftenAsTheLimitAndNoMore() {
        assertThat(check("/**/".repeat(32))).isEmpty();
        assertThat(check("/**/".repeat(33))).contains(Reason.TOO_MANY_COMMENTS);
        assertThat(check("/**/ ".repeat(1000))).isEmpty();
    }

    @Test
    void anOperatorMayBeAsLongAsANameAndNoLonger() {
        assertThat(check("SELECT 1 " + OPERATORS + " 1")).isEmpty();
        assertThat(check("SELECT 1 " + OPERATORS + "+ 1")).contains(Reason.OPERATOR_TOO_LONG);
        assertThat(check((OPERATORS + " ").repeat(100))).isEmpty();
    }

    @Test
    void aCommentWithinARowOfOperatorCharactersDoesNotHideItsLength() {
        assertThat(check("SELECT 1 +/*" + OPERATORS + "*/ 1")).contains(Reason.OPERATOR_TOO_LONG);
        assertThat(check("SELECT 1 +/* " + OPERATORS + OPERATORS + " */ 1")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-- %s%s\nSELECT 1",
                "--%s%s\rSELECT 1",
                "/*%s%s*/ SELECT 1",
                "/* /* */ %s%s */ SELECT 1",
                "SELECT '%s%s'",
                "SELECT 'it''s %s%s'",
                "SELECT '\\', '%s%s'",
                "SELECT E'\\'%s%s'",
                "SELECT e'a'\n  '\\'%s%s'",
                "SELECT \"%s%s\"",
                "SELECT $$%s%s$$",
                "SELECT $a_1$ $a$ ' %s%s $a_1$",
                "SELECT E'%s%s",
                "SELECT $$%s%s"
            })
    void rulersInCommentsAndStringsAreOrdinary(String sql) {
        assertThat(check(sql.formatted(OPERATORS, OPERATORS))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT '\\' %s%s",
                "SELECT E'\\\\' %s%s",
                "SELECT nameE'\\' %s%s",
                "SELECT a$b$ %s%s",
                "SELECT $1$ %s%s",
                "SELECT $1 %s%s",
                "SELECT $$ $$ %s%s",
                "SELECT \"a\"\"b\" %s%s",
                "-- x\n%s%s",
                "/* /* */ */ %s%s",
                "SELECT \u00e4 %s%s"
            })
    void whatIsOutsideOfThemIsNot(String sql) {
        assertThat(check(sql.formatted(OPERATORS, OPERATORS))).contains(Reason.OPERATOR_TOO_LONG);
    }

    private static Optional<Reason> check(String sql) {
        return new TextGuard(MAXIMUM).check(sql.getBytes(UTF_8)).map(Refused::reason);
    }
}
