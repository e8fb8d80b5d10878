package dev.sallyport.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.condition.Condition;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which claims a condition looks at, by its source. */
class ClaimsNamedTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        statement.writes                                        |
        principal.claims.team == "a"                            | team
        has(principal.claims.team) && !statement.writes         | team
        principal.claims["team"] == "a"                         | team
        principal.claims.realm.roles.exists(r, r == "x")        | realm,realm.roles
        principal.claims["https://acme.com/team"] == "a"        | https://acme,https://acme.com/team
        principal.claims.a == "1" && principal.claims.b == 2     | a,b
        """)
    void theClaimsThatItsSourceWritesOutAreNamed(String source, String names) {
        assertThat(named(source)).isEqualTo(new ClaimsNamed.These(names == null ? Set.of() : Set.of(names.split(","))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"team\" in principal.claims",
                "principal.claims.size() > 3",
                "principal.claims[principal.subject] == 1",
                "principal.claims.exists(c, c == \"team\")",
                "[principal.claims].exists(c, c.team == \"a\")"
            })
    void aClaimWhoseNameIsWorkedOutMayBeAny(String source) {
        assertThat(named(source)).isEqualTo(new ClaimsNamed.Any());
    }

    @Test
    void whatTwoConditionsNameIsNamedByBoth() {
        ClaimsNamed a = new ClaimsNamed.These(Set.of("a"));

        assertThat(a.and(new ClaimsNamed.These(Set.of("b")))).isEqualTo(new ClaimsNamed.These(Set.of("a", "b")));
        assertThat(a.and(new ClaimsNamed.Any())).isEqualTo(new ClaimsNamed.Any());
        assertThat(new ClaimsNamed.Any().and(a)).isEqualTo(new ClaimsNamed.Any());
    }

    private static ClaimsNamed named(String source) {
        return switch (Condition.compile(source, Conditions.WHEN)) {
            case Condition.Compilation.Compiled(Condition condition) ->
                ClaimsNamed.in(condition.paths(), "principal.claims");
            case Condition.Compilation.Invalid(var problems) -> throw new AssertionError(problems);
        };
    }
}
