package dev.sallyport.policy;

import dev.sallyport.catalog.Catalog;
import dev.sallyport.condition.Condition.Outcome;
import dev.sallyport.grant.Grant;
import dev.sallyport.identity.Principal;
import dev.sallyport.policy.Decision.Allow;
import dev.sallyport.policy.Decision.Deny;
import dev.sallyport.policy.Decision.Hold;
import dev.sallyport.policy.MaskSetting.Flows;
import dev.sallyport.policy.RuleSetting.Verdict;
import dev.sallyport.sql.Effect;
import dev.sallyport.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides the statements of one text: what is built in, then the rules, then whether the answer is cleared. The strictest of all that
 * applies to any of them decides. Pure.
 */
final class TextDecision {
    static final String RULE_VIOLATION = "42501";

    private final Principal principal;
    private final Grant grant;
    private final Policy policy;
    private final @Nullable Catalog catalog;
    private final @Nullable Sensitivity sensitivity;
    private final boolean masked;
    private final List<Finding> denials = new ArrayList<>();
    private final List<Finding> approvals = new ArrayList<>();
    private final List<Reason> allowances = new ArrayList<>();
    private final List<ExplainedStatement> explained = new ArrayList<>();
    private boolean hidesTexts;

    /**
     * Prepares a decision.
     *
     * @param catalog null if it could not be read; then only transactions are controlled, unless nothing is asked of it
     * @param sensitivity null if no mask applies, or the catalog could not be read
     * @param masked whether a mask applies
     */
    TextDecision(
            Principal principal,
            Grant grant,
            Policy policy,
            @Nullable Catalog catalog,
            @Nullable Sensitivity sensitivity,
            boolean masked) {
        this.principal = principal;
        this.grant = grant;
        this.policy = policy;
        this.catalog = catalog;
        this.sensitivity = sensitivity;
        this.masked = masked;
    }

    Decision decide(List<Statement> statements) {
        statements.forEach(this::decide);
        if (!denials.isEmpty()) {
            Finding worst = denials.getFirst();
            return new Deny(
                    RULE_VIOLATION, "refused by " + worst.rule() + ": " + worst.fact(), worst.hint(), reasons(denials));
        }
        Map<ColumnId, MaskRule> masks = sensitivity == null ? Map.of() : sensitivity.rules();
        AnswerRules answer =
                masks.isEmpty() && !hidesTexts ? AnswerRules.UNCHANGED : new AnswerRules(masks, hidesTexts);
        if (!approvals.isEmpty()) {
            return new Hold(answer, reasons(approvals));
        }
        if (allowances.isEmpty()) {
            allowances.add(new Reason(grant.access(), "no rule speaks against it"));
        }
        return new Allow(answer, allowances);
    }

    /** What the decision was made of. */
    List<ExplainedStatement> explained() {
        return explained;
    }

    private void decide(Statement statement) {
        List<Finding> objections = new ArrayList<>();
        List<Finding> builtIn = BuiltInDenials.of(statement, grant, policy.entryOf(grant), masked, catalog);
        denials.addAll(builtIn);
        objections.addAll(builtIn);
        List<RuleOutcome> outcomes = rules(statement);
        if (sensitivity != null) {
            clear(statement, sensitivity).ifPresent(finding -> {
                (finding.flows() == Flows.DENY ? denials : approvals).add(finding);
                objections.add(finding);
            });
            hidesTexts |= HiddenTexts.of(statement, sensitivity);
        }
        explained.add(new ExplainedStatement(
                statement,
                outcomes,
                objections.stream().map(TextDecision::objection).toList(),
                AnswerColumn.of(statement.flow(), sensitivity == null ? Map.of() : sensitivity.rules())));
    }

    private static ExplainedStatement.Objection objection(Finding finding) {
        Verdict then = finding.flows() == Flows.DENY ? Verdict.DENY : Verdict.APPROVE;
        return new ExplainedStatement.Objection(finding.rule(), finding.fact(), finding.hint(), then);
    }

    private List<RuleOutcome> rules(Statement statement) {
        if (policy.rules().isEmpty()) {
            return List.of();
        }
        List<RuleOutcome> outcomes = new ArrayList<>();
        Map<String, Object> values = Conditions.when(principal, grant, statement, catalog);
        for (Rule rule : policy.rules()) {
            Outcome outcome = rule.when().evaluate(values);
            outcomes.add(new RuleOutcome(rule.name(), rule.when().source(), rule.then(), outcome));
            switch (outcome) {
                case Outcome.Holds holds -> applies(rule, statement);
                case Outcome.HoldsNot holdsNot -> {}
                case Outcome.Failed(String reason) ->
                    denials.add(new Finding(
                            rule.name(),
                            "the rule's condition has no value: " + reason,
                            "Have the rule corrected: whether it applies can't be told.",
                            Flows.DENY));
            }
        }
        return outcomes;
    }

    private void applies(Rule rule, Statement statement) {
        String fact = describe(statement);
        switch (rule.then()) {
            case Verdict.ALLOW -> allowances.add(new Reason(rule.name(), fact));
            case Verdict.APPROVE ->
                approvals.add(new Finding(rule.name(), fact, "It runs once it is approved.", Flows.APPROVE));
            case Verdict.DENY ->
                denials.add(
                        new Finding(rule.name(), fact, "Ask for another way with whom the rule is from.", Flows.DENY));
        }
    }

    private static String describe(Statement statement) {
        StringBuilder fact = new StringBuilder(statement.kind());
        if (!statement.bounded()) {
            fact.append(" without bounds");
        }
        List<String> relations = statement.relations().stream()
                .map(use -> use.display())
                .distinct()
                .limit(3)
                .toList();
        if (!relations.isEmpty()) {
            fact.append(" on ").append(String.join(", ", relations));
        }
        return fact.toString();
    }

    private static Optional<Finding> clear(Statement statement, Sensitivity sensitive) {
        if (!sensitive.missing().isEmpty() && statement.effect().compareTo(Effect.READ) >= 0) {
            return Optional.of(new Finding(
                    "builtin/masks",
                    "a mask names " + sensitive.missing().getFirst() + ", which the database does not have",
                    "Have the configuration corrected: what has become of the column can't be told.",
                    Flows.DENY));
        }
        return Clearance.of(statement, sensitive).worst();
    }

    private static List<Reason> reasons(List<Finding> findings) {
        return findings.stream()
                .map(finding -> new Reason(finding.rule(), finding.fact()))
                .distinct()
                .toList();
    }
}
