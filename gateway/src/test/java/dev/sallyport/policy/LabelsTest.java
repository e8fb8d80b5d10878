package dev.sallyport.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.policy.RuleSetting.Verdict;
import dev.sallyport.sql.flow.SearchPath;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LabelsTest {
    private static final Situation FRESH = new Situation(new SearchPath.Known(List.of("public")), Set.of());

    private static final RuleSetting NO_WRITING = new RuleSetting(
            "no-writing-after-untrusted-text",
            "'untrusted' in session.read && statement.writes",
            Verdict.DENY,
            "This session has read text that strangers wrote.");

    private static final LabelSetting UNTRUSTED = label("untrusted", "public.tickets.subject");

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
                "SELECT subject FROM tickets",
                "SELECT * FROM tickets",
                "SELECT t FROM tickets t",
                "TABLE tickets",
                "SELECT upper(subject) AS x FROM public.tickets",
                "SELECT id FROM tickets WHERE subject = 'x'",
                "SELECT id FROM tickets ORDER BY subject",
                "SELECT count(*) FROM tickets GROUP BY subject",
                "SELECT o.id FROM orders o JOIN tickets t ON o.note = t.subject",
                "SELECT 1 WHERE EXISTS (SELECT FROM tickets WHERE subject IS NULL)",
                "INSERT INTO regions SELECT id, subject FROM tickets",
                "UPDATE regions SET name = (SELECT subject FROM tickets WHERE id = 1) WHERE id = 1",
                "UPDATE tickets SET payload = '{}' WHERE id = 1 RETURNING subject",
                "DELETE FROM tickets WHERE subject = 'x'",
                "CREATE TABLE copy AS SELECT subject FROM tickets",
                "COPY tickets (subject) TO STDOUT",
                "DECLARE c CURSOR FOR SELECT subject FROM tickets",
                "DO $$ BEGIN PERFORM subject FROM tickets; END $$",
                "DO $$ BEGIN IF EXISTS (SELECT FROM tickets WHERE subject = 'x') THEN DELETE FROM tickets; END IF; END $$",
                "SELECT 1; SELECT subject FROM tickets; SELECT 2"
            })
    void aStatementThatReadsAColumnInWhateverRoleHasItsLabel(String sql) {
        assertThat(labels(sql, UNTRUSTED)).containsExactly("untrusted");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT id FROM tickets",
                "SELECT count(*) FROM tickets",
                "SELECT 1",
                "INSERT INTO tickets VALUES (1, 'x')",
                "UPDATE tickets SET subject = 'x' WHERE id = 1",
                "DELETE FROM tickets WHERE id = 1",
                "DO $$ BEGIN PERFORM id FROM tickets; DELETE FROM tickets WHERE id = 1; END $$",
                "BEGIN",
                "SET work_mem = '1MB'"
            })
    void aStatementThatDoesNotReadItHasNot(String sql) {
        assertThat(labels(sql, UNTRUSTED)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            public.customers.name             | SELECT name FROM customer_directory
            public.customers.name             | SELECT id FROM customer_directory WHERE name = 'x'
            public.customers.name             | SELECT label FROM mailing_labels
            public.customers.email            | SELECT contact FROM contact_names
            public.customer_directory.name    | SELECT name FROM customer_directory
            public.customers.name             | SELECT name FROM vip_customers
            public.vip_customers.name         | SELECT name FROM customers
            hr.employees.salary               | SELECT salary FROM hr.employees_1
            hr.employees_1.salary             | SELECT salary FROM hr.employees
            public.customers.ssn              | SELECT ssn_last4 FROM customers
            public.stores.safe_code           | SELECT safe_prefix FROM stores
            "public.tickets.payload->>'ssn'"  | SELECT payload FROM tickets
            """)
    void theColumnsKinHaveTheLabelToo(String column, String sql) {
        assertThat(labels(sql, label("own", column.replace("\"", "")))).containsExactly("own");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            public.customer_directory.name    | SELECT tier FROM customer_directory
            public.customers.ssn_last4        | SELECT name FROM customers
            public.vip_customers.manager      | SELECT name FROM customers
            """)
    void othersDoNot(String column, String sql) {
        assertThat(labels(sql, label("own", column))).isEmpty();
    }

    @Test
    void aMasksNameIsALabelWhetherTheMaskAppliesOrNot() {
        PolicyDecider decider = decider(List.of(ShopDatabase.mask(Flows.DENY)), List.of());

        assertThat(decided(decider, FRESH, "SELECT ssn FROM customers").labels())
                .containsExactly("pii");
        assertThat(ShopDatabase.decided(
                                decider,
                                ShopDatabase.grant(ShopDatabase.everything().statements(), "pii"),
                                FRESH,
                                "SELECT ssn FROM customers")
                        .labels())
                .containsExactly("pii");
    }

    @Test
    void aLabelWhoseColumnIsNotThereIsReadByWhateverReads() {
        LabelSetting lost = label("lost", "public.tickets.gone");

        assertThat(labels("SELECT 1", lost)).containsExactly("lost");
        assertThat(labels("INSERT INTO regions VALUES (1)", lost)).containsExactly("lost");
        assertThat(labels("BEGIN", lost)).isEmpty();
    }

    @Test
    void whatCanNotBeToldIsReadAsUnknownIfThereAreLabelsAtAll() {
        assertThat(labels("SELECT * FROM nowhere", UNTRUSTED)).contains(Labels.UNKNOWN);
        assertThat(labels("CALL something()", UNTRUSTED)).contains(Labels.UNKNOWN);
        assertThat(labels("SELECT query_to_xml('SELECT subject FROM tickets', true, false, '')", UNTRUSTED))
                .contains(Labels.UNKNOWN);
        assertThat(labels("SELECT * FROM nowhere")).isEmpty();
    }

    @Test
    void aColumnMayHaveSeveralLabels() {
        assertThat(labels("SELECT subject FROM tickets", UNTRUSTED, label("own", "public.tickets.subject")))
                .containsExactlyInAnyOrder("own", "untrusted");
    }

    @Test
    void aSessionThatHasReadALabelMayBeKeptFromWriting() {
        PolicyDecider decider = decider(List.of(), List.of(UNTRUSTED), NO_WRITING);
        String write = "INSERT INTO regions VALUES (1, 'x')";

        assertThat(decided(decider, FRESH, write).decision()).isInstanceOf(Decision.Allow.class);
        assertThat(decided(decider, FRESH.havingRead(Set.of("untrusted")), write)
                        .decision())
                .isInstanceOfSatisfying(Decision.Deny.class, denial -> {
                    assertThat(denial.hint()).isEqualTo("This session has read text that strangers wrote.");
                    assertThat(denial.reasons().getFirst().why()).isEqualTo(denial.hint());
                });
        assertThat(decided(decider, FRESH.havingRead(Set.of("other")), write).decision())
                .isInstanceOf(Decision.Allow.class);
    }

    @Test
    void withinATextAStatementSeesTheLabelsOfThoseBeforeItAndNotItsOwn() {
        PolicyDecider decider = decider(List.of(), List.of(UNTRUSTED), NO_WRITING);
        String read = "SELECT subject FROM tickets";
        String write = "INSERT INTO regions VALUES (1, 'x')";

        assertThat(decided(decider, FRESH, read + "; " + write).decision()).isInstanceOf(Decision.Deny.class);
        assertThat(decided(decider, FRESH, write + "; " + read).decision()).isInstanceOf(Decision.Allow.class);
        assertThat(decided(decider, FRESH, "INSERT INTO regions SELECT id, subject FROM tickets")
                        .decision())
                .isInstanceOf(Decision.Allow.class);
    }

    @Test
    void rulesSeeTheSessionTheDatabaseAndTheTimeAndNoDecisionOutlivesThem() {
        PolicyDecider decider = decider(
                List.of(),
                List.of(),
                new RuleSetting("many", "session.statements >= 3", Verdict.DENY),
                new RuleSetting("old", "session.age > duration('60s')", Verdict.DENY),
                new RuleSetting("reason", "session.reason == 'fun'", Verdict.DENY),
                new RuleSetting("task", "session.task.startsWith('X-')", Verdict.DENY),
                new RuleSetting("staging", "database.environment != 'staging'", Verdict.DENY),
                new RuleSetting("late", "now.getHours() == 23", Verdict.DENY));

        assertThat(rule(decider, situation(2, 60, "work", "Y-1"))).isEqualTo("agents-work-on-shop");
        assertThat(rule(decider, situation(3, 60, "work", "Y-1"))).isEqualTo("many");
        assertThat(rule(decider, situation(2, 61, "work", "Y-1"))).isEqualTo("old");
        assertThat(rule(decider, situation(2, 60, "fun", "Y-1"))).isEqualTo("reason");
        assertThat(rule(decider, situation(2, 60, "work", "X-1"))).isEqualTo("task");
        assertThat(rule(decider, situation(2, 60, "work", "Y-1"))).isEqualTo("agents-work-on-shop");
    }

    @Test
    void aDecisionByTheTimeHoldsForItsSecond() {
        Instant[] now = {Instant.parse("2026-01-31T22:59:59.999Z")};
        Policy policy = policy(List.of(), List.of(), new RuleSetting("late", "now.getHours() == 23", Verdict.DENY));
        PolicyDecider decider = shop.decider(policy, shop.rows(), () -> now[0]);

        assertThat(rule(decider, FRESH)).isEqualTo("agents-work-on-shop");
        now[0] = Instant.parse("2026-01-31T23:00:00Z");
        assertThat(rule(decider, FRESH)).isEqualTo("late");
    }

    private static Situation situation(long statements, long seconds, String reason, String task) {
        return new Situation(
                FRESH.searchPath(), Set.of(), false, statements, Duration.ofSeconds(seconds), reason, task);
    }

    private static String rule(PolicyDecider decider, Situation situation) {
        return decided(decider, situation, "SELECT 1")
                .decision()
                .reasons()
                .getFirst()
                .rule();
    }

    private static LabelSetting label(String name, String column) {
        return new LabelSetting(name, "shop", List.of(column));
    }

    private Set<String> labels(String sql, LabelSetting... labels) {
        return decided(decider(List.of(), List.of(labels), new RuleSetting("none", "false", Verdict.DENY)), FRESH, sql)
                .labels();
    }

    private static Decided decided(PolicyDecider decider, Situation situation, String sql) {
        return ShopDatabase.decided(decider, ShopDatabase.everything(), situation, sql);
    }

    private PolicyDecider decider(List<MaskSetting> masks, List<LabelSetting> labels, RuleSetting... rules) {
        return shop.decider(
                policy(masks, labels, rules), shop.rows(), InstantSource.fixed(Instant.parse("2026-01-31T12:00:00Z")));
    }

    private static Policy policy(List<MaskSetting> masks, List<LabelSetting> labels, RuleSetting... rules) {
        return ShopDatabase.policy(masks, labels, List.of(rules), Environment.STAGING);
    }
}
