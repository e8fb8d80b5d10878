package dev.sallyport.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.catalog.CatalogSource;
import dev.sallyport.policy.MaskSetting.Nulls;
import dev.sallyport.sql.Effect;
import java.io.IOException;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Decides every statement of {@code decisions.txt} over a real database's catalog. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DecisionsTest {
    private static final long SEED = 20_260_101;
    private static final List<String> NOISE = List.of(" ", "\n", "\t", " /* ssn /* ; */ */ ", " -- SELECT ssn\n");

    @SuppressWarnings("NullAway.Init")
    private ShopDatabase shop;

    @SuppressWarnings("NullAway.Init")
    private PolicyDecider decider;

    @BeforeAll
    void start() throws IOException, SQLException {
        shop = ShopDatabase.start();
        decider = shop.decider(ShopDatabase.policy(List.of(ShopDatabase.mask(Flows.DENY)), List.of()));
    }

    @AfterAll
    void stop() throws IOException {
        shop.close();
    }

    @TestFactory
    Stream<DynamicTest> everyStatementIsDecidedAsItsSectionSays() throws IOException {
        return DecisionsFile.sections("decisions.txt").entrySet().stream()
                .map(section -> DynamicTest.dynamicTest(section.getKey(), () -> {
                    SoftAssertions all = new SoftAssertions();
                    for (DecisionsFile.Expected expected : section.getValue()) {
                        Decision decision = ShopDatabase.decide(decider, ShopDatabase.everything(), expected.sql());
                        all.assertThat(DecisionsFile.outcome(decision))
                                .as("%s%n%s", expected.sql(), decision)
                                .isEqualTo(expected.outcome());
                    }
                    all.assertAll();
                }));
    }

    @Test
    void commentsAndSpacesBetweenWordsChangeNoDecision() throws IOException {
        Random random = new Random(SEED);
        for (DecisionsFile.Expected expected : plainlySpaced()) {
            StringBuilder noisy = new StringBuilder();
            for (String word : expected.sql().split(" ")) {
                noisy.append(word).append(NOISE.get(random.nextInt(NOISE.size())));
            }
            Decision decision = ShopDatabase.decide(decider, ShopDatabase.everything(), noisy.toString());
            assertThat(DecisionsFile.outcome(decision))
                    .as("seed %d: %s", SEED, noisy)
                    .isEqualTo(expected.outcome());
        }
    }

    @Test
    void theCaseOfLettersChangesNoDecision() throws IOException {
        for (DecisionsFile.Expected expected : plainlySpaced()) {
            String shouted = expected.sql().toUpperCase(Locale.ROOT);
            Decision decision = ShopDatabase.decide(decider, ShopDatabase.everything(), shouted);
            assertThat(DecisionsFile.outcome(decision)).as(shouted).isEqualTo(expected.outcome());
        }
    }

    @Test
    void aRefusalNamesTheMaskTheColumnAndAWayOut() {
        Decision decision =
                ShopDatabase.decide(decider, ShopDatabase.everything(), "SELECT id FROM customers WHERE ssn = 'x'");

        assertThat(decision).isInstanceOfSatisfying(Decision.Deny.class, denial -> {
            assertThat(denial.sqlState()).isEqualTo("42501");
            assertThat(denial.message())
                    .isEqualTo("refused by pii: which rows there are, or their order, depends on public.customers.ssn");
            assertThat(denial.hint()).isEqualTo("Choose, join, group and order rows by other columns.");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1",
                "SELECT id, name FROM products WHERE id = $1 AND stock BETWEEN 1 AND 10 ORDER BY name LIMIT 5",
                "SELECT count(*), max(p.stock) FROM public.products p JOIN orders o ON o.id = p.id",
                "WITH few AS (SELECT id FROM products) SELECT id::bigint FROM few WHERE id IN (SELECT id FROM orders)",
                "SELECT current_setting('work_mem'), pg_catalog.upper('a')",
                "SELECT * FROM products",
                "SELECT p.* FROM products p",
                "SELECT p.name, p.stock FROM products p"
            })
    void aReadOfPlainTablesShowsToBeNothingElse(String sql) {
        assertThat(ShopDatabase.decided(decider, ShopDatabase.everything(), sql).onlyReads())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT nextval('s')",
                "SELECT random()",
                "SELECT lower(name) FROM products",
                "SELECT order_total(1)",
                "SELECT id FROM products WHERE id ~>> 2 = 'a'",
                "SELECT 'x'::label",
                "SELECT name FROM region_list",
                "SELECT area FROM customer_regions",
                "SELECT id FROM people",
                "SELECT id FROM hr.employees",
                "SELECT relname FROM pg_class, pg_stat_activity",
                "SELECT id FROM products FOR UPDATE",
                "SELECT 1; DELETE FROM audit_events WHERE id = 1",
                "WITH gone AS (DELETE FROM audit_events WHERE id = 1 RETURNING id) SELECT id FROM gone",
                "SELECT set_config('work_mem', '1MB', false)",
                "SELECT table_to_xml('region_list', true, true, '')",
                "SELECT database_to_xml(true, true, '')",
                "SELECT no_such_function(1)",
                "SELECT table_to_xml('region_list', true, false, '')",
                "SELECT schema_to_xml('public', true, false, '')",
                "SELECT pg_input_is_valid('x', 'label')",
                "SELECT jsonb_populate_record(p, '{}') FROM products p",
                "SELECT txid_current()",
                "SELECT pg_current_xact_id()",
                "SELECT p.order_total FROM products p",
                "SELECT p::text FROM products p",
                "SELECT row_to_json(products) FROM products",
                "SELECT (p.*)::text FROM products p",
                "SELECT 'x'::\"dotted.schema\".\"dotted.label\"",
                "SELECT id FROM no_such_table",
                "SELECT id FROM customers WHERE ssn = 'x'",
                "BEGIN",
                "DECLARE c CURSOR FOR SELECT 1",
                "EXECUTE p",
                "COPY products TO STDOUT",
                "INSERT INTO products VALUES (1, 'a', 1)",
                "",
                "SELEC"
            })
    void whatMayRunCodeOfUsersOrWriteDoesNotShowToBeARead(String sql) {
        assertThat(ShopDatabase.decided(decider, ShopDatabase.everything(), sql).onlyReads())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT table_to_xml('region_list', true, true, '')",
                "SELECT database_to_xml(true, true, '')",
                "SELECT p.order_total FROM orders p",
                "SELECT (p).order_total FROM orders p",
                "SELECT nextval('s')"
            })
    void whatMayRunCodeOfUsersDoesNotShowToBeAReadWithoutMasksEither(String sql) {
        Decided decided = ShopDatabase.decided(
                decider, ShopDatabase.grant(ShopDatabase.everything().statements(), "pii"), sql);
        assertThat(decided.onlyReads()).isFalse();
    }

    @Test
    void whoIsUnmaskedGetsTheServersAnswer() {
        Decision decision = ShopDatabase.decide(
                decider,
                ShopDatabase.grant(ShopDatabase.everything().statements(), "pii"),
                "SELECT upper(ssn) FROM customers");

        assertThat(decision)
                .isInstanceOfSatisfying(
                        Decision.Allow.class,
                        allowed -> assertThat(allowed.answer()).isEqualTo(AnswerRules.UNCHANGED));
    }

    @Test
    void aMaskWhoseFlowsNeedApprovalHoldsTheStatement() {
        PolicyDecider asking = shop.decider(ShopDatabase.policy(List.of(ShopDatabase.mask(Flows.APPROVE)), List.of()));

        assertThat(ShopDatabase.decide(asking, ShopDatabase.everything(), "SELECT upper(ssn) FROM customers"))
                .isInstanceOf(Decision.Hold.class);
    }

    @Test
    void aMaskWhoseFlowsAreAllowedMasksColumnsAlone() {
        PolicyDecider lenient = shop.decider(ShopDatabase.policy(List.of(ShopDatabase.mask(Flows.ALLOW)), List.of()));

        assertThat(ShopDatabase.decide(lenient, ShopDatabase.everything(), "SELECT id FROM customers WHERE ssn = 'x'"))
                .isInstanceOfSatisfying(
                        Decision.Allow.class,
                        allowed -> assertThat(allowed.answer().masks()).isNotEmpty());
    }

    @Test
    void aMaskOfAColumnThatIsNotThereStopsEverythingButTransactions() {
        PolicyDecider misled = shop.decider(ShopDatabase.policy(
                List.of(new MaskSetting(
                        "gone",
                        "shop",
                        List.of("public.customers.passport"),
                        new MaskFunction.Null(),
                        Nulls.CONSTANT,
                        Flows.ALLOW)),
                List.of()));

        assertThat(ShopDatabase.decide(misled, ShopDatabase.everything(), "SELECT 1"))
                .isInstanceOfSatisfying(
                        Decision.Deny.class,
                        denial -> assertThat(denial.message()).contains("public.customers.passport"));
        assertThat(ShopDatabase.decide(misled, ShopDatabase.everything(), "ROLLBACK"))
                .isInstanceOf(Decision.Allow.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET ROLE app",
                "SET SESSION AUTHORIZATION app",
                "SET session_replication_role = replica",
                "SET log_statement = 'all'",
                "SET plpgsql.extra_warnings = 'all'",
                "SET client_min_messages = debug1",
                "RESET ROLE"
            })
    void aSettingThatIsClosedIsOpenToWhoMayAdministerAndIsHiddenNothing(String sql) {
        Set<Effect> allButAdmin = EnumSet.complementOf(EnumSet.of(Effect.ADMIN));

        assertThat(ShopDatabase.decide(
                        decider, ShopDatabase.grant(ShopDatabase.everything().statements(), "pii"), sql))
                .isInstanceOf(Decision.Allow.class);
        assertThat(ShopDatabase.decide(decider, ShopDatabase.everything(), sql)).isInstanceOf(Decision.Deny.class);
        assertThat(ShopDatabase.decide(decider, ShopDatabase.grant(allButAdmin, "pii"), sql))
                .isInstanceOf(Decision.Deny.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET standard_conforming_strings = off",
                "SET client_encoding = gbk",
                "SET NAMES 'sjis'",
                "SET NAMES DEFAULT",
                "SET backslash_quote = on",
                "SELECT set_config('client_' || 'encoding', 'latin1', false)"
            })
    void aSettingThatTellsWhatATextMeansIsOpenToNobody(String sql) {
        assertThat(ShopDatabase.decide(
                        decider, ShopDatabase.grant(ShopDatabase.everything().statements(), "pii"), sql))
                .isInstanceOf(Decision.Deny.class);
    }

    @Test
    void aDatabaseThatCantBeReadRefusesOnlyWhatMasksOrRulesAskOfIt() {
        CatalogSource unreadable = new CatalogSource(
                "shop",
                () -> {
                    throw new SQLException("no connection", "08001");
                },
                shop::analyze,
                Runnable::run,
                System::nanoTime);
        RuleSetting rule = new RuleSetting("deletes", "statement.kind == 'DELETE'", RuleSetting.Verdict.DENY);

        assertThat(decideBy(unreadable, ShopDatabase.policy(List.of(), List.of()), "SELECT 1"))
                .isInstanceOf(Decision.Allow.class);
        assertThat(decideBy(unreadable, ShopDatabase.policy(List.of(), List.of(rule)), "SELECT 1"))
                .isInstanceOf(Decision.Deny.class);
        assertThat(decideBy(
                        unreadable,
                        ShopDatabase.policy(List.of(ShopDatabase.mask(Flows.ALLOW)), List.of()),
                        "SELECT 1"))
                .isInstanceOf(Decision.Deny.class);
    }

    private Decision decideBy(CatalogSource catalogs, Policy policy, String sql) {
        return ShopDatabase.decide(shop.decider(() -> policy, catalogs), ShopDatabase.everything(), sql);
    }

    @Test
    void aSyntaxErrorIsRefusedInPostgresOwnWords() {
        assertThat(ShopDatabase.decide(decider, ShopDatabase.everything(), "SELEC 1"))
                .isInstanceOfSatisfying(Decision.Deny.class, denial -> {
                    assertThat(denial.sqlState()).isEqualTo("42601");
                    assertThat(denial.message()).isEqualTo("syntax error at or near \"SELEC\"");
                });
    }

    /** Those without quotes of any kind, in which spaces and case mean something. */
    private static List<DecisionsFile.Expected> plainlySpaced() throws IOException {
        return DecisionsFile.sections("decisions.txt").values().stream()
                .flatMap(List::stream)
                .filter(expected -> expected.sql().matches("[^'\"$]*"))
                .toList();
    }
}
