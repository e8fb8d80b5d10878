package dev.sallyport.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ValueExpressionTest {

    private static final Variables VARIABLES =
            new Variables(Map.of("claims", new ValueType.MapOf(ValueType.Scalar.ANY)));

    private static ValueExpression.Outcome evaluate(String source, Map<String, ?> claims) {
        return switch (ValueExpression.compile(source, VARIABLES)) {
            case ValueExpression.Compilation.Compiled compiled ->
                compiled.expression().evaluate(Map.of("claims", claims));
            case ValueExpression.Compilation.Invalid invalid ->
                throw new AssertionError(source + ": " + invalid.problems());
        };
    }

    private static List<Problem> problems(String source) {
        return switch (ValueExpression.compile(source, VARIABLES)) {
            case ValueExpression.Compilation.Invalid invalid -> invalid.problems();
            case ValueExpression.Compilation.Compiled compiled ->
                throw new AssertionError(compiled.expression().source() + " compiled");
        };
    }

    @Test
    void aListOfStringsIsFoundWhereverTheClaimsHoldIt() {
        assertThat(evaluate("claims.groups", Map.of("groups", List.of("a", "b"))))
                .isEqualTo(new ValueExpression.Outcome.Values(List.of("a", "b")));
        assertThat(evaluate(
                        "claims['https://acme/roles'].map(r, r.name)",
                        Map.of("https://acme/roles", List.of(Map.of("name", "dba")))))
                .isEqualTo(new ValueExpression.Outcome.Values(List.of("dba")));
        assertThat(evaluate("claims.a + claims.b", Map.of("a", List.of("x"), "b", List.of("y"))))
                .isEqualTo(new ValueExpression.Outcome.Values(List.of("x", "y")));
        assertThat(evaluate("claims.repository == 'acme/shop' ? ['ci'] : []", Map.of("repository", "acme/shop")))
                .isEqualTo(new ValueExpression.Outcome.Values(List.of("ci")));
    }

    @Test
    void aMissingClaimIsToldFromAWrongOne() {
        assertThat(evaluate("claims.groups", Map.of())).isInstanceOf(ValueExpression.Outcome.Missing.class);
        assertThat(evaluate("claims.realm.roles", Map.of("realm", Map.of())))
                .isInstanceOf(ValueExpression.Outcome.Missing.class);
        assertThat(evaluate("claims.groups", Map.of("groups", "dba")))
                .isEqualTo(new ValueExpression.Outcome.Failed("it is not a list"));
        assertThat(evaluate("claims.groups", Map.of("groups", List.of("dba", 7))))
                .isEqualTo(new ValueExpression.Outcome.Failed("it is a list, but not of strings alone"));
        assertThat(evaluate("claims.groups + []", Map.of("groups", 7)))
                .isInstanceOf(ValueExpression.Outcome.Failed.class);
    }

    @Test
    void whatCannotBeAListOfStringsDoesNotCompile() {
        assertThat(problems("'dba'")).hasSize(1);
        assertThat(problems("[1, 2]")).hasSize(1);
        assertThat(problems("claim.groups")).hasSize(1);
    }

    @Test
    void aValueMayBeNestedAsDeepAsTheLimitAndNoDeeper() {
        assertThat(evaluate("claims.groups", Map.of("deep", nested(Limits.VALUE_DEPTH - 1))))
                .isInstanceOf(ValueExpression.Outcome.Missing.class);
        assertThatThrownBy(() -> evaluate("claims.groups", Map.of("deep", nested(Limits.VALUE_DEPTH))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Object nested(int levels) {
        Object value = "x";
        for (int level = 0; level < levels; level++) {
            value = new ArrayList<>(List.of(value));
        }
        return value;
    }
}
