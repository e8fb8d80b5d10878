package dev.sallyport.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.policy.RuleSetting.Verdict;
import java.io.IOException;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** Decides the statements of {@code decisions-*.txt}, each file under flows that tell uses apart. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UsesDecisionsTest {
    private static final int SMALLEST = 5;

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

    private static Flows only(Use use, Verdict verdict) {
        Map<Use, Verdict> verdicts = new EnumMap<>(Use.class);
        verdicts.put(use, verdict);
        if (use == Use.OUTPUT) {
            verdicts.put(Use.AGGREGATE, verdict);
        }
        return new Flows(verdicts, 0);
    }

    private PolicyDecider decider(Flows flows) {
        return shop.decider(ShopDatabase.policy(List.of(ShopDatabase.mask(flows)), List.of()));
    }

    private Decision decide(Flows flows, String sql) {
        return ShopDatabase.decide(decider(flows), ShopDatabase.everything(), sql);
    }

    @TestFactory
    Stream<DynamicTest> equalityAloneIsAllowed() throws IOException {
        return sections("decisions-equality.txt", only(Use.EQUALITY, Verdict.ALLOW));
    }

    @TestFactory
    Stream<DynamicTest> aggregatesOverLargeGroupsAreAllowed() throws IOException {
        return sections("decisions-aggregate.txt", new Flows(Map.of(), SMALLEST));
    }

    @TestFactory
    Stream<DynamicTest> writesAloneAreAllowed() throws IOException {
        return sections("decisions-write.txt", only(Use.WRITE, Verdict.ALLOW));
    }

    @TestFactory
    Stream<DynamicTest> outputsAloneAreAskedFor() throws IOException {
        return sections("decisions-output.txt", only(Use.OUTPUT, Verdict.APPROVE));
    }

    private Stream<DynamicTest> sections(String file, Flows flows) throws IOException {
        PolicyDecider decider = decider(flows);
        return DecisionsFile.sections(file).entrySet().stream()
                .map(section -> DynamicTest.dynamicTest(section.getKey(), () -> {
                    SoftAssertions all = new SoftAssertions();
                    for (DecisionsFile.Expected expected : section.getValue()) {
                        Decision decision = ShopDatabase.decide(decider, ShopDatabase.everything(), expected.sql());
                        all.assertThat(outcome(decision))
                                .as("%s%n%s", expected.sql(), decision)
                                .isEqualTo(expected.outcome());
                    }
                    all.assertAll();
                }));
    }

    private static String outcome(Decision decision) {
        String outcome = DecisionsFile.outcome(decision);
        Use use = decision.reasons().isEmpty()
                ? null
                : decision.reasons().getFirst().use();
        return use == null ? outcome : outcome + ":" + use.word();
    }

    @Test
    void aGroupThatMayBeTooSmallIsRefusedWithWhatWouldAllowIt() {
        String sql = "SELECT name, avg(salary) FROM hr.employees GROUP BY name";
        Flows flows = new Flows(Map.of(), SMALLEST);

        assertThat(decide(flows, sql)).isInstanceOfSatisfying(Decision.Deny.class, denial -> {
            assertThat(denial.message())
                    .isEqualTo("refused by pii: avg is made of hr.employees.salary, over groups that may be smaller"
                            + " than 5");
            assertThat(denial.hint()).isEqualTo("Add HAVING count(salary) >= 5.");
        });
        assertThat(decide(flows, sql + " HAVING count(salary) >= 5")).isInstanceOf(Decision.Allow.class);
    }

    @Test
    void whatIsMaskedStaysSoWhereAPersonLetsTheRestPass() {
        Decision decision = decide(
                only(Use.PREDICATE, Verdict.APPROVE), "SELECT id, upper(ssn) FROM customers WHERE ssn LIKE 'x%'");

        assertThat(decision)
                .isInstanceOfSatisfying(
                        Decision.Hold.class,
                        hold -> assertThat(hold.answer().outputs().masks())
                                .satisfiesExactly(
                                        id -> assertThat(id).isEmpty(),
                                        made -> assertThat(made).isPresent()));
    }

    @Test
    void ofTwoMasksOfOneColumnTheStricterCountsForEachUse() {
        Flows one = new Flows(Map.of(Use.EQUALITY, Verdict.ALLOW, Use.WRITE, Verdict.APPROVE), SMALLEST);
        Flows other = new Flows(Map.of(Use.EQUALITY, Verdict.APPROVE, Use.WRITE, Verdict.ALLOW), SMALLEST + 5);

        Flows both = one.stricter(other);

        assertThat(both).isEqualTo(other.stricter(one));
        assertThat(both.of(Use.EQUALITY)).isEqualTo(Verdict.APPROVE);
        assertThat(both.of(Use.WRITE)).isEqualTo(Verdict.APPROVE);
        assertThat(both.minimumGroupSize()).isEqualTo(SMALLEST + 5);
        assertThat(one.stricter(Flows.ALLOW)).isEqualTo(one);
        assertThat(one.stricter(Flows.APPROVE).minimumGroupSize()).isZero();
        assertThat(one.stricter(Flows.DENY)).isEqualTo(Flows.DENY);
    }
}
