package dev.sallyport.condition;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConditionTest {

    private static final Variables VARIABLES = new Variables(Map.of(
            "groups", new ValueType.ListOf(ValueType.Scalar.STRING),
            "claims", new ValueType.MapOf(ValueType.Scalar.ANY),
            "risk", ValueType.Scalar.INTEGER,
            "now", ValueType.Scalar.TIMESTAMP,
            "statement",
                    new ValueType.Structure(
                            "statement",
                            Map.of(
                                    "kind", ValueType.Scalar.STRING,
                                    "writes", ValueType.Scalar.BOOLEAN,
                                    "relations",
                                            new ValueType.ListOf(new ValueType.Structure(
                                                    "relation", Map.of("name", ValueType.Scalar.STRING)))))));

    private static Map<String, Object> values() {
        Map<String, Object> claims = new HashMap<>();
        claims.put("email_verified", true);
        claims.put("level", 3);
        claims.put("nothing", null);
        claims.put("realm", Map.of("roles", List.of("dba")));
        return Map.of(
                "groups",
                List.of("ai-agents", "eu"),
                "claims",
                claims,
                "risk",
                60,
                "now",
                Instant.parse("2026-05-01T10:00:00Z"),
                "statement",
                Map.of("kind", "DELETE", "writes", true, "relations", List.of(Map.of("name", "public.orders"))));
    }

    private static List<Problem> problems(String source) {
        return switch (Condition.compile(source, VARIABLES)) {
            case Condition.Compilation.Invalid invalid -> invalid.problems();
            case Condition.Compilation.Compiled compiled ->
                throw new AssertionError(compiled.condition().source() + " compiled");
        };
    }

    private static Condition compiled(String source) {
        return switch (Condition.compile(source, VARIABLES)) {
            case Condition.Compilation.Compiled compiled -> compiled.condition();
            case Condition.Compilation.Invalid invalid -> throw new AssertionError(source + ": " + invalid.problems());
        };
    }

    private static Condition.Outcome evaluate(String source) {
        return compiled(source).evaluate(values());
    }

    @Test
    void aTrueConditionHolds() {
        for (String source : List.of(
                "\"ai-agents\" in groups",
                "statement.writes && risk >= 60",
                "statement.kind in ['DELETE', 'TRUNCATE']",
                "statement.relations.exists(r, r.name in ['public.orders', 'public.payments'])",
                "groups.all(g, g.size() > 1 && g.matches('^[a-z-]{1,9}$'))",
                "groups.filter(g, g.startsWith('ai-')).size() == 1",
                "claims.email_verified",
                "claims.level + 1 == 4",
                "claims.nothing == null",
                "'dba' in claims.realm.roles",
                "!has(claims.missing)",
                "now < timestamp('2026-05-01T10:00:01Z') && now - duration('1h') < now")) {
            assertThat(evaluate(source)).as(source).isEqualTo(new Condition.Outcome.Holds());
        }
    }

    @Test
    void aFalseConditionHoldsNot() {
        assertThat(evaluate("'dba' in groups")).isEqualTo(new Condition.Outcome.HoldsNot());
        assertThat(evaluate("risk > 60")).isEqualTo(new Condition.Outcome.HoldsNot());
    }

    @Test
    void aMissingKeyFailsAndIsNotFalse() {
        assertThat(evaluate("claims.tenant == 'x'"))
                .isEqualTo(new Condition.Outcome.Failed("key 'tenant' is not present in map."));
        assertThat(evaluate("!(claims.tenant == 'x')")).isInstanceOf(Condition.Outcome.Failed.class);
    }

    @Test
    void aValueThatIsNotBooleanFails() {
        assertThat(evaluate("claims.level"))
                .isEqualTo(new Condition.Outcome.Failed("the condition is neither true nor false"));
    }

    @Test
    void anErrorWhileItRunsFails() {
        assertThat(evaluate("1 / (risk - 60) == 1")).isInstanceOf(Condition.Outcome.Failed.class);
        assertThat(evaluate("groups[2] == 'x'")).isInstanceOf(Condition.Outcome.Failed.class);
        assertThat(evaluate("claims.level.startsWith('x')")).isInstanceOf(Condition.Outcome.Failed.class);
    }

    @Test
    void aVariableWithoutAValueFails() {
        assertThat(compiled("risk > 1").evaluate(Map.of()))
                .isInstanceOfSatisfying(
                        Condition.Outcome.Failed.class,
                        failed -> assertThat(failed.reason()).endsWith("has no value"));
    }

    @Test
    void anUnknownVariableIsAProblemAtItsColumn() {
        assertThat(problems("'a' in grups"))
                .containsExactly(new Problem(1, 8, "undeclared reference to 'grups' (in container '')"));
    }

    @Test
    void anUnknownFieldIsAProblemAtItsColumnAndLine() {
        assertThat(problems("statement.writes &&\n statement.knd == 'x'"))
                .containsExactly(new Problem(2, 11, "undefined field 'knd'"));
        assertThat(problems("statement.relations.exists(r, r.nme == 'x')"))
                .containsExactly(new Problem(1, 32, "undefined field 'nme'"));
        assertThat(problems("has(statement.knd)")).hasSize(1);
    }

    @Test
    void aConditionMustBeBoolean() {
        assertThat(problems("statement.kind"))
                .containsExactly(new Problem(1, 10, "expected type 'bool' but found 'string'"));
    }

    @Test
    void aTypeErrorIsAProblem() {
        assertThat(problems("statement.kind.startsWith(1)")).hasSize(1);
        assertThat(problems("risk == 'high'")).hasSize(1);
    }

    @Test
    void aSyntaxErrorIsAProblem() {
        assertThat(problems("risk >= ")).isNotEmpty();
        assertThat(problems("")).isNotEmpty();
        assertThat(problems("\u0000")).isNotEmpty();
        assertThat(problems("'\ud800' == ''")).isNotEmpty();
    }

    @Test
    void whatWouldHideAMistakeIsRefused() {
        assertThat(problems("dyn(statement).knd == 'A'"))
                .extracting(Problem::message)
                .containsExactly("dyn() would hide a mistake until the condition runs");
        assertThat(problems("relation{name: 'x'}.name == 'x'"))
                .extracting(Problem::message)
                .containsExactly("an object can't be made here");
    }

    @Test
    void aTimeThatIsNoneIsAProblem() {
        assertThat(problems("now < timestamp('tomorrow')")).hasSize(1);
        assertThat(problems("now - duration('soon') < now")).hasSize(1);
    }

    @Test
    void aSourceMayBeAsLongAsTheLimitAndNoLonger() {
        String padding = " ".repeat(Limits.SOURCE_CODE_POINTS - 8);
        assertThat(compiled(padding + "risk > 1").evaluate(values())).isEqualTo(new Condition.Outcome.Holds());
        assertThat(problems(padding + "risk > 10")).hasSize(1);
    }

    @Test
    void aDeepSourceIsAProblemAndNotAStackOverflow() {
        assertThat(problems("(".repeat(1_000) + "true" + ")".repeat(1_000))).isNotEmpty();
        assertThat(problems("!".repeat(2_001) + "groups.exists(g, ".repeat(100)))
                .isNotEmpty();
        assertThat(problems("[".repeat(1_000))).isNotEmpty();
    }

    @Test
    void macrosVisitAsManyElementsAsTheLimitAndNoMore() {
        Condition condition = compiled("groups.all(g, g == 'x')");
        Map<String, Object> values = new HashMap<>(values());
        values.put("groups", Collections.nCopies(Limits.ITERATIONS, "x"));
        assertThat(condition.evaluate(values)).isEqualTo(new Condition.Outcome.Holds());
        values.put("groups", Collections.nCopies(Limits.ITERATIONS + 1, "x"));
        assertThat(condition.evaluate(values)).isInstanceOf(Condition.Outcome.Failed.class);
    }

    @Test
    void nestedMacrosShareTheLimit() {
        Condition condition = compiled("groups.all(a, groups.all(b, groups.all(c, a == b && b == c)))");
        Map<String, Object> values = new HashMap<>(values());
        values.put("groups", Collections.nCopies(1_000, "x"));
        assertThat(condition.evaluate(values)).isInstanceOf(Condition.Outcome.Failed.class);
    }

    @Test
    void macrosMayNestAsDeepAsTheLimitAndNoDeeper() {
        compiled("groups.all(a, groups.all(b, groups.all(c, a == b && b == c)))");
        assertThat(problems("groups.all(a, groups.all(b, groups.all(c, groups.all(d, a == d))))"))
                .extracting(Problem::message)
                .containsExactly("macros are nested more than 3 deep");
    }

    @Test
    void nothingGrowsInsideAMacro() {
        for (String source : List.of(
                "['a'].map(x, x + x).map(x, x + x).size() == 1",
                "[groups].map(x, x + x).size() == 1",
                "[claims.level].map(x, x + x).size() == 1",
                "[groups].map(x, [x, x]).size() == 1",
                "[groups].map(x, {'a': x, 'b': x}).size() == 1",
                "[groups].exists(x, [x, x] == [x])",
                "groups.exists(x, groups.map(y, x).size() == 1)",
                "groups.map(x, groups.filter(y, y == x)).size() == 1",
                "groups.map(x, x != '', x + x).size() == 1",
                "groups.filter(x, x + x == '').size() == 1",
                "groups.exists_one(x, x + x == '')")) {
            assertThat(problems(source)).as(source).isNotEmpty();
        }
    }

    @Test
    void aRegularExpressionIsWrittenOutAndSmall() {
        assertThat(problems("statement.kind.matches(groups[0])"))
                .extracting(Problem::message)
                .containsExactly("a regular expression must be written out");
        assertThat(problems("matches(statement.kind, groups[0])")).hasSize(1);
        assertThat(problems("statement.kind.matches('(A|')")).hasSize(1);
        compiled("statement.kind.matches('" + "a".repeat(Limits.PATTERN_LENGTH) + "')");
        assertThat(problems("statement.kind.matches('" + "a".repeat(Limits.PATTERN_LENGTH + 1) + "')"))
                .hasSize(1);
        compiled("statement.kind.matches('((a{10}){10})')");
        assertThat(problems("statement.kind.matches('((a{10}){11})')")).hasSize(1);
        assertThat(problems("statement.kind.matches('(((((a{99}){99}){99}){99}){99}){1,99}')"))
                .hasSize(1);
    }

    @Test
    void aRegularExpressionDoesNotBacktrack() {
        Map<String, Object> values = new HashMap<>(values());
        values.put("groups", List.of("a".repeat(20_000) + "!"));
        assertThat(compiled("groups[0].matches('^(a+)+$')").evaluate(values))
                .isEqualTo(new Condition.Outcome.HoldsNot());
    }
}
