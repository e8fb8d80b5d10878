package dev.sallyport.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.policy.AccessSetting.Approval;
import dev.sallyport.policy.MaskSetting.Nulls;
import dev.sallyport.policy.Policy.Admission;
import dev.sallyport.policy.RuleSetting.Verdict;
import dev.sallyport.sql.Effect;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PolicyCompilerTest {

    @Test
    void everythingThatIsWrongIsToldAtOnceWithItsPlace() {
        PolicySettings settings = new PolicySettings(
                List.of(
                        new MaskSetting(
                                "pii",
                                "nowhere",
                                List.of("customers.ssn"),
                                new MaskFunction.Redact(),
                                Nulls.CONSTANT,
                                Flows.DENY),
                        new MaskSetting("pii", "shop", List.of(), new MaskFunction.Null(), Nulls.CONSTANT, Flows.DENY)),
                List.of(),
                List.of(access("agents", "'x' in group", Duration.ZERO, List.of("none"))),
                List.of(new RuleSetting("rule", "statement.kinds", Verdict.DENY)),
                Map.of("shop", new DatabaseSetting(Environment.PRODUCTION, List.of("order_total"))));

        assertThat(PolicyCompiler.compile(settings, Set.of("shop"), 1))
                .isInstanceOfSatisfying(
                        PolicyCompiler.Result.Invalid.class,
                        invalid -> assertThat(invalid.problems().stream()
                                        .map(PolicyProblem::path)
                                        .distinct())
                                .containsExactly(
                                        "masks[0].database",
                                        "masks[0].columns[0]",
                                        "masks[1].name",
                                        "masks[1].columns",
                                        "access[0].session.lasts",
                                        "access[0].unmask",
                                        "access[0].who",
                                        "rules[0].when",
                                        "databases.shop.trustedFunctions[0]"));
    }

    @Test
    void aForbiddenDatabaseAndOneThatIsNotThereGetTheSameAnswer() {
        Policy policy = compiled(access("admins", "'admins' in groups", Duration.ofMinutes(5), List.of()));

        Admission forbidden = policy.admit(ShopDatabase.agent(), "shop", null);

        assertThat(forbidden).isInstanceOf(Admission.Refused.class);
        assertThat(policy.admit(ShopDatabase.agent(), "nowhere", null)).isEqualTo(forbidden);
    }

    @Test
    void theFirstEntryThatAppliesAdmits() {
        Policy policy = compiled(
                access("failing", "claims['none'] == 'x'", Duration.ofMinutes(5), List.of()),
                access("agents", "'ai-agents' in groups", Duration.ofMinutes(5), List.of()),
                access("all", "true", Duration.ofMinutes(5), List.of()));

        assertThat(policy.admit(ShopDatabase.agent(), "shop", null))
                .isInstanceOfSatisfying(
                        Admission.Admitted.class,
                        admitted -> assertThat(admitted.access().name()).isEqualTo("agents"));
    }

    @Test
    void aColumnIsASchemaATableANameAndPerhapsKeys() {
        assertThat(ColumnName.parse("Public.customers.\"Ssn\"\"x\""))
                .isEqualTo(parsed(new ColumnName("public", "customers", "Ssn\"x", List.of())));
        assertThat(ColumnName.parse("public.tickets.payload->'a'->>'it''s'"))
                .isEqualTo(parsed(new ColumnName("public", "tickets", "payload", List.of("a", "it's"))));
        for (String malformed : List.of(
                "",
                "ssn",
                "customers.ssn",
                "a.b.c.d",
                "a.b.c ",
                "a.b.c->>'x'->'y'",
                "a.b.c->>x",
                "a.b.c; DROP",
                "a.b.\"c")) {
            assertThat(ColumnName.parse(malformed)).as(malformed).isInstanceOf(ColumnName.Parsed.Malformed.class);
        }
    }

    private static ColumnName.Parsed parsed(ColumnName name) {
        return new ColumnName.Parsed.Column(name);
    }

    private static AccessSetting access(String name, String who, Duration lasts, List<String> unmask) {
        return new AccessSetting(
                name, who, "shop", Set.of(Effect.READ), lasts, Duration.ofMinutes(1), Approval.NONE, unmask);
    }

    private static Policy compiled(AccessSetting... entries) {
        PolicySettings settings = new PolicySettings(List.of(), List.of(), List.of(entries), List.of(), Map.of());
        return switch (PolicyCompiler.compile(settings, Set.of("shop"), 1)) {
            case PolicyCompiler.Result.Compiled compiled -> compiled.policy();
            case PolicyCompiler.Result.Invalid invalid ->
                throw new AssertionError(invalid.problems().toString());
        };
    }
}
