package dev.sallyport.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.policy.RuleSetting.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VocabularyTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            statement.kind == 'TRUNCATE'                     | "TRUNCATE" is no kind of a statement; perhaps "TRUNCATE TABLE" is meant
            'DELTE' in statement.kinds                       | "DELTE" is no kind of a statement; perhaps "DELETE" is meant
            statement.kind in ['SELECT', 'delete']           | "delete" is no kind of a statement; perhaps "DELETE" is meant
            statement.kind.startsWith('DORP')                | "DORP" begins no kind of a statement
            statement.effect != 'writes'                     | "writes" is no effect; perhaps "write" is meant
            'untrustd' in session.read                       | "untrustd" is no label; perhaps "untrusted" is meant
            'quite another' in session.read                  | "quite another" is no label
            'pi' in grant.unmask                             | "pi" is no mask; perhaps "pii" is meant
            grant.access == 'agent'                          | "agent" is no access entry; perhaps "agents-work-on-shop" is meant
            database.name == 'shp'                           | "shp" is no configured database; perhaps "shop" is meant
            database.environment == 'prod'                   | "prod" is no environment; perhaps "production" is meant
            'transaction' in grant.statements                | "transaction" is no class of statements
            """)
    void aWordThatCanNeverBeIsAnErrorWithTheOneThatIsPerhapsMeant(String when, String message) {
        assertThat(problems(when, "")).singleElement().satisfies(problem -> {
            assertThat(problem.path()).isEqualTo("rules[0].when");
            assertThat(problem.message()).endsWith(message);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "statement.kind == 'TRUNCATE TABLE'",
                "statement.kind.startsWith('DROP ')",
                "'unknown' in session.read",
                "'pii' in session.read",
                "'untrusted' in session.read",
                "session.task == 'anything'",
                "database.environment == 'staging'"
            })
    void aWordThatCanBeIsNone(String when) {
        assertThat(problems(when, "")).isEmpty();
    }

    @Test
    void whyThereIsARuleHasALimit() {
        assertThat(problems("true", "x".repeat(PolicyCompiler.LONGEST_WHY))).isEmpty();
        assertThat(problems("true", "x".repeat(PolicyCompiler.LONGEST_WHY + 1)))
                .singleElement()
                .extracting(PolicyProblem::path)
                .isEqualTo("rules[0].why");
    }

    private static List<PolicyProblem> problems(String when, String why) {
        PolicySettings settings = new PolicySettings(
                List.of(ShopDatabase.mask(Flows.DENY)),
                List.of(new LabelSetting("untrusted", "shop", List.of("public.tickets.subject"))),
                List.of(ShopDatabase.entry(List.of(), List.of(), null)),
                List.of(new RuleSetting("rule", when, Verdict.DENY, why)),
                Map.of());
        return switch (PolicyCompiler.compile(settings, Set.of("shop"), 1)) {
            case PolicyCompiler.Result.Compiled _ -> List.of();
            case PolicyCompiler.Result.Invalid invalid -> invalid.problems();
        };
    }
}
