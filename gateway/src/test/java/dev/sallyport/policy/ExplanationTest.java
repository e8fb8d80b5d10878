package dev.sallyport.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.condition.Condition.Outcome;
import dev.sallyport.policy.ExplainedStatement.Objection;
import dev.sallyport.policy.RuleSetting.Verdict;
import dev.sallyport.sql.Effect;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExplanationTest {
    private static final List<RuleSetting> RULES = List.of(
            new RuleSetting("deletes", "statement.kind == 'DELETE'", Verdict.APPROVE, "Archive it."),
            new RuleSetting("claimed", "principal.claims['nobody'] == 'x'", Verdict.ALLOW),
            new RuleSetting("inserts", "statement.kind == 'INSERT'", Verdict.DENY));

    @SuppressWarnings("NullAway.Init")
    private ShopDatabase shop;

    @BeforeAll
    void start() throws IOException, SQLException {
        shop = ShopDatabase.start();
    }

    @AfterAll
    void stop() throws IOException {
        shop.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1",
                "DELETE FROM orders",
                "SELECT ssn FROM customers",
                "SELECT upper(ssn) FROM customers",
                "INSERT INTO orders DEFAULT VALUES; SELECT 1",
                "SELEC",
                "",
                "SELECT * FROM no_such_table"
            })
    void anExplanationIsOfTheVeryDecision(String sql) {
        PolicyDecider decider = decider(RULES);

        Explanation explanation = explain(decider, sql);

        Decided decided = ShopDatabase.decided(decider, ShopDatabase.everything(), sql);
        assertThat(explanation.decided().decision()).isEqualTo(decided.decision());
        assertThat(explanation.decided().statements()).isEqualTo(decided.statements());
    }

    @Test
    void eachRuleSaysWhetherItHoldsForEachStatement() {
        Explanation explanation = explain(decider(RULES), "DELETE FROM orders WHERE id = 1; SELECT 1");

        assertThat(explanation.statements()).hasSize(2);
        ExplainedStatement delete = explanation.statements().getFirst();
        assertThat(delete.statement().kind()).isEqualTo("DELETE");
        assertThat(delete.rules()).extracting(RuleOutcome::rule).containsExactly("deletes", "claimed", "inserts");
        assertThat(delete.rules()).extracting(RuleOutcome::when).contains("statement.kind == 'DELETE'");
        assertThat(delete.rules()).extracting(RuleOutcome::why).containsExactly("Archive it.", "", "");
        assertThat(delete.rules().get(0).outcome()).isInstanceOf(Outcome.Holds.class);
        assertThat(delete.rules().get(1).outcome()).isInstanceOf(Outcome.Failed.class);
        assertThat(delete.rules().get(2).outcome()).isInstanceOf(Outcome.HoldsNot.class);
        assertThat(explanation.statements().get(1).rules().getFirst().outcome()).isInstanceOf(Outcome.HoldsNot.class);
    }

    @Test
    void labelsAndRiskAreThoseOfEachStatement() {
        Explanation explanation = explain(decider(RULES), "SELECT ssn FROM customers; SELECT id FROM products");

        ExplainedStatement first = explanation.statements().getFirst();
        assertThat(first.labels()).containsExactly("pii");
        assertThat(first.risk().parts()).extracting(Risk.Part::name).contains("sensitivity");
        ExplainedStatement second = explanation.statements().get(1);
        assertThat(second.labels()).isEmpty();
        assertThat(second.risk().parts()).extracting(Risk.Part::name).doesNotContain("sensitivity");
    }

    @Test
    void masksAndTheGrantObject() {
        PolicyDecider decider = decider(List.of());

        assertThat(explain(decider, "SELECT id FROM customers WHERE ssn = 'x'")
                        .statements()
                        .getFirst()
                        .objections())
                .singleElement()
                .satisfies(objection -> assertThat(objection.rule()).isEqualTo("pii"))
                .extracting(Objection::then)
                .isEqualTo(Verdict.DENY);
        Explanation uncovered = decider.explain(
                        ShopDatabase.agent(),
                        ShopDatabase.grant(Set.of(Effect.READ)),
                        Situation.UNKNOWN,
                        Instant.EPOCH,
                        "DELETE FROM orders".getBytes(StandardCharsets.UTF_8))
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
        assertThat(uncovered.statements().getFirst().objections())
                .extracting(Objection::rule)
                .containsExactly("agents-work-on-shop");
    }

    @Test
    void whatThrowsIsExplainedAsADenial() {
        PolicyDecider decider = shop.decider(
                () -> {
                    throw new IllegalStateException("no policy");
                },
                shop.catalogs());

        Explanation explanation = explain(decider, "SELECT 1");

        assertThat(explanation.decided().decision()).isInstanceOf(Decision.Deny.class);
        assertThat(explanation.statements()).isEmpty();
    }

    private PolicyDecider decider(List<RuleSetting> rules) {
        return shop.decider(ShopDatabase.policy(List.of(ShopDatabase.mask(Flows.DENY)), rules));
    }

    private static Explanation explain(PolicyDecider decider, String sql) {
        return decider.explain(
                        ShopDatabase.agent(),
                        ShopDatabase.everything(),
                        Situation.UNKNOWN,
                        Instant.EPOCH,
                        sql.getBytes(StandardCharsets.UTF_8))
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }
}
