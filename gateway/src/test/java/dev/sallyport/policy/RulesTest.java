package dev.sallyport.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.catalog.CatalogSource;
import dev.sallyport.policy.RuleSetting.Verdict;
import dev.sallyport.sql.Effect;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RulesTest {
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

    @Test
    void aStatementThatNoRuleSpeaksOfIsAllowed() {
        assertThat(decide("SELECT 1")).isInstanceOf(Decision.Allow.class);
    }

    @Test
    void theStrictestRuleThatAppliesDecidesWhateverTheirOrder() {
        RuleSetting allow = new RuleSetting("all", "true", Verdict.ALLOW);
        RuleSetting approve = new RuleSetting("deletes", "statement.kind == 'DELETE'", Verdict.APPROVE);
        RuleSetting deny = new RuleSetting("unbounded", "!statement.bounded", Verdict.DENY);

        assertThat(decide("DELETE FROM orders WHERE id = 1", allow, approve, deny))
                .isInstanceOf(Decision.Hold.class);
        assertThat(decide("DELETE FROM orders", allow, approve, deny)).isInstanceOf(Decision.Deny.class);
        assertThat(decide("DELETE FROM orders", deny, approve, allow)).isInstanceOf(Decision.Deny.class);
        assertThat(decide("SELECT 1", deny, approve, allow)).isInstanceOf(Decision.Allow.class);
    }

    @Test
    void rulesSeeWhichRolesAStatementTakesOnDefinesOrGivesSomething() {
        RuleSetting assumed = new RuleSetting("assumed", "'bob' in statement.roles.assumed", Verdict.DENY);
        RuleSetting granted = new RuleSetting("granted", "'dba' in statement.roles.granted", Verdict.DENY);
        RuleSetting grantees = new RuleSetting("grantees", "'public' in statement.roles.grantees", Verdict.DENY);
        RuleSetting owners = new RuleSetting("owners", "statement.roles.owners.size() > 0", Verdict.DENY);
        RuleSetting defined = new RuleSetting("defined", "statement.roles.defined.size() > 0", Verdict.DENY);

        assertThat(rulesAgainst("SELECT set_config('role', 'bob', true)", assumed, granted, grantees, owners, defined))
                .containsExactly("assumed");
        assertThat(rulesAgainst("GRANT dba TO bob", assumed, granted, grantees, owners, defined))
                .containsExactly("granted");
        assertThat(rulesAgainst("GRANT SELECT ON orders TO PUBLIC", assumed, granted, grantees, owners, defined))
                .containsExactly("grantees");
        assertThat(rulesAgainst("ALTER TABLE orders OWNER TO bob", assumed, granted, grantees, owners, defined))
                .containsExactly("owners");
        assertThat(rulesAgainst("CREATE ROLE bob", assumed, granted, grantees, owners, defined))
                .containsExactly("defined");
        assertThat(decide("SELECT id FROM orders", assumed, granted, grantees, owners, defined))
                .isInstanceOf(Decision.Allow.class);
    }

    private List<String> rulesAgainst(String sql, RuleSetting... rules) {
        return decide(sql, rules) instanceof Decision.Deny denial
                ? denial.reasons().stream().map(Reason::rule).toList()
                : List.of();
    }

    @Test
    void aConditionWithoutAValueDenies() {
        Decision decision =
                decide("SELECT 1", new RuleSetting("typo", "principal.claims['nobody'] == 'x'", Verdict.APPROVE));

        assertThat(decision)
                .isInstanceOfSatisfying(
                        Decision.Deny.class,
                        denial -> assertThat(denial.reasons().getFirst().rule()).isEqualTo("typo"));
    }

    @Test
    void rulesSeeRelationsAsTheCatalogNamesThem() {
        RuleSetting rule = new RuleSetting("hr", "statement.relations.exists(r, r.startsWith('hr.'))", Verdict.DENY);

        assertThat(decide("SELECT id FROM employees", rule)).isInstanceOf(Decision.Deny.class);
        assertThat(decide("SELECT id FROM products", rule)).isInstanceOf(Decision.Allow.class);
    }

    @Test
    void rulesSeeWhatIsNestedInAStatement() {
        RuleSetting rule = new RuleSetting("deletes", "'DELETE' in statement.kinds", Verdict.DENY);

        assertThat(decide("WITH d AS (DELETE FROM orders WHERE id = 1 RETURNING id) SELECT * FROM d", rule))
                .isInstanceOf(Decision.Deny.class);
        assertThat(decide("SELECT 1; DELETE FROM orders WHERE id = 1", rule)).isInstanceOf(Decision.Deny.class);
    }

    @Test
    void whatTheSystemKeepsOfValuesMayBearAnyLabel() {
        List<LabelSetting> labels = List.of(new LabelSetting("secret", "shop", List.of("public.customers.ssn")));
        PolicyDecider decider = shop.decider(ShopDatabase.policy(List.of(), labels, List.of(), Environment.PRODUCTION));

        for (String sql : List.of(
                "SELECT stavalues1 FROM pg_statistic",
                "COPY pg_statistic TO STDOUT",
                "SELECT data FROM pg_largeobject")) {
            assertThat(ShopDatabase.decided(decider, ShopDatabase.everything(), sql)
                            .labels())
                    .as(sql)
                    .containsExactly(Labels.UNKNOWN);
        }
        assertThat(ShopDatabase.decided(decider, ShopDatabase.everything(), "SELECT relname FROM pg_class")
                        .labels())
                .isEmpty();
    }

    @Test
    void whatTheGrantDoesNotCoverIsDenied() {
        PolicyDecider decider = shop.decider(ShopDatabase.policy(List.of(), List.of()));
        var reading = ShopDatabase.grant(Set.of(Effect.READ));

        assertThat(ShopDatabase.decide(decider, reading, "SELECT 1")).isInstanceOf(Decision.Allow.class);
        assertThat(ShopDatabase.decide(decider, reading, "COMMIT")).isInstanceOf(Decision.Allow.class);
        assertThat(ShopDatabase.decide(decider, reading, "DELETE FROM orders WHERE id = 1"))
                .isInstanceOfSatisfying(
                        Decision.Deny.class,
                        denial -> assertThat(denial.message()).contains("DELETE needs write"));
        assertThat(ShopDatabase.decide(decider, reading, "DROP TABLE orders")).isInstanceOf(Decision.Deny.class);
    }

    @Test
    void theSafeAgentPackStopsWhatLosesData() {
        RuleSetting[] pack = RulePack.SAFE_AGENT.rules().toArray(RuleSetting[]::new);

        assertThat(decide("DELETE FROM orders", pack)).isInstanceOf(Decision.Deny.class);
        assertThat(decide("TRUNCATE orders", pack)).isInstanceOf(Decision.Deny.class);
        assertThat(decide("DROP TABLE orders", pack)).isInstanceOf(Decision.Deny.class);
        assertThat(decide("CREATE TABLE x (id integer)", pack)).isInstanceOf(Decision.Hold.class);
        assertThat(decide("DO 'x'", pack)).isInstanceOf(Decision.Deny.class);
        assertThat(decide("DELETE FROM orders WHERE id = 1", pack)).isInstanceOf(Decision.Allow.class);
        assertThat(decide("PREPARE q AS SELECT 1; EXECUTE q", pack)).isInstanceOf(Decision.Allow.class);
    }

    @Test
    void whileTheCatalogCanNotBeReadOnlyTransactionsAreControlled() {
        CatalogSource broken = new CatalogSource(
                "shop",
                () -> {
                    throw new SQLException("no route", "08001");
                },
                shop::analyze,
                Runnable::run,
                System::nanoTime);
        Policy policy = ShopDatabase.policy(List.of(ShopDatabase.mask(Flows.DENY)), List.of());
        PolicyDecider decider = shop.decider(() -> policy, broken);

        assertThat(ShopDatabase.decide(decider, ShopDatabase.everything(), "SELECT 1"))
                .isInstanceOf(Decision.Deny.class);
        assertThat(ShopDatabase.decide(decider, ShopDatabase.everything(), "ROLLBACK"))
                .isInstanceOf(Decision.Allow.class);
    }

    @Test
    void whateverThrowsOnTheWayIsADenial() {
        PolicyDecider decider = shop.decider(
                () -> {
                    throw new IllegalStateException("no policy");
                },
                shop.catalogs());

        assertThat(ShopDatabase.decide(decider, ShopDatabase.everything(), "SELECT 1"))
                .isInstanceOf(Decision.Deny.class);
    }

    @Test
    void aChangedSchemaIsSeenOnceItIsSaidThatItMayHaveChanged() throws SQLException {
        PolicyDecider decider = shop.decider(ShopDatabase.policy(List.of(ShopDatabase.mask(Flows.DENY)), List.of()));
        shop.execute("CREATE VIEW public.late AS SELECT id FROM public.products");
        assertThat(ShopDatabase.decide(decider, ShopDatabase.everything(), "SELECT * FROM late"))
                .isInstanceOf(Decision.Allow.class);

        shop.execute(
                "DROP VIEW public.late; CREATE VIEW public.late AS SELECT ssn::integer AS id FROM public.customers");
        decider.schemaMayHaveChanged();

        assertThat(ShopDatabase.decide(decider, ShopDatabase.everything(), "SELECT * FROM late"))
                .isInstanceOf(Decision.Deny.class);
    }

    private Decision decide(String sql, RuleSetting... rules) {
        PolicyDecider decider = shop.decider(ShopDatabase.policy(List.of(), List.of(rules)));
        return ShopDatabase.decide(decider, ShopDatabase.everything(), sql);
    }
}
