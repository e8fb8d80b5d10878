package dev.sallyport.policy;

import dev.sallyport.catalog.RowEstimates;
import dev.sallyport.condition.Condition.Outcome;
import dev.sallyport.grant.Grant;
import dev.sallyport.policy.Decision.Allow;
import dev.sallyport.policy.Decision.Deny;
import dev.sallyport.policy.Decision.Hold;
import dev.sallyport.policy.RuleSetting.Verdict;
import dev.sallyport.sql.Effect;
import dev.sallyport.sql.Statement;
import dev.sallyport.sql.flow.ColumnId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Decides the statements of one text: what is built in, then the rules, then whether the answer is cleared. The strictest of all that
 * applies to any of them decides. Pure.
 */
final class TextDecision {
    static final String RULE_VIOLATION = "42501";

    private static final String ASK = "Ask for another way with whom the rule is from.";

    private final Asked asked;
    private final Policy policy;
    private final Grant grant;
    private final Environment environment;
    private final Known known;
    private final @Nullable Sensitivity sensitivity;
    private final boolean masked;
    private final List<Finding> denials = new ArrayList<>();
    private final List<Finding> approvals = new ArrayList<>();
    private final List<Reason> allowances = new ArrayList<>();
    private final List<ExplainedStatement> explained = new ArrayList<>();
    private final Set<String> labels = new TreeSet<>();
    private @Nullable Risk risk;
    private Outputs outputs = Outputs.UNTOLD;
    private @Nullable CopyRules copy;
    private Hiding hiding = Hiding.NOTHING;
    private boolean tells;

    /**
     * Prepares a decision.
     *
     * @param known what is known of the database; without a catalog only transactions are controlled, unless nothing is asked of it
     * @param masked whether a mask applies
     */
    TextDecision(Asked asked, Known known, boolean masked) {
        this.asked = asked;
        this.policy = asked.policy();
        this.grant = asked.grant();
        this.environment = policy.environment(grant.database());
        this.known = known;
        this.sensitivity = known.sensitivity();
        this.masked = masked;
    }

    /** The labels of what the statements read; once they are decided. */
    Set<String> labels() {
        return labels;
    }

    /** The highest risk of the statements, once they are decided; null if there are none. */
    @Nullable
    Risk risk() {
        return risk;
    }

    /**
     * Decides.
     *
     * @param rows for each statement how many rows it is expected to return or write, or {@link RowEstimates#UNKNOWN}
     */
    Decision decide(List<Statement> statements, List<Long> rows) {
        for (int i = 0; i < statements.size(); i++) {
            decide(statements.get(i), statements.size(), rows.get(i));
        }
        if (!denials.isEmpty()) {
            Finding worst = denials.getFirst();
            return new Deny(
                    RULE_VIOLATION, "refused by " + worst.rule() + ": " + worst.fact(), worst.hint(), reasons(denials));
        }
        Map<ColumnId, MaskRule> masks = sensitivity == null ? Map.of() : sensitivity.rules();
        AnswerRules answer = masks.isEmpty() && !hiding.hides()
                ? AnswerRules.UNCHANGED
                : new AnswerRules(
                        masks, outputs, sensitivity == null ? Map.of() : sensitivity.types(), copy, hiding, tells);
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

    /** A statement sees the labels of what those before it in its text read. */
    private void decide(Statement statement, int count, long rows) {
        List<Finding> objections = new ArrayList<>();
        List<Finding> builtIn = BuiltInDenials.of(statement, asked, masked, known.catalog());
        denials.addAll(builtIn);
        objections.addAll(builtIn);
        Set<String> read = known.labels().of(statement, known.names());
        Risk own = Risk.of(statement, rows, read, environment);
        List<RuleOutcome> outcomes = rules(statement, count, read, rows, own);
        labels.addAll(read);
        risk = risk == null || own.compareTo(risk) > 0 ? own : risk;
        if (sensitivity != null) {
            Hiding texts = HiddenTexts.of(statement, sensitivity);
            clear(statement, sensitivity, texts, count == 1).ifPresent(finding -> {
                (finding.then() == Verdict.DENY ? denials : approvals).add(finding);
                objections.add(finding);
            });
            hiding = hiding.and(texts);
        }
        explained.add(new ExplainedStatement(
                statement,
                outcomes,
                objections.stream().map(TextDecision::objection).toList(),
                own,
                read.stream().sorted().toList(),
                AnswerColumn.of(statement.flow(), sensitivity == null ? Map.of() : sensitivity.rules(), outputs)));
    }

    private static ExplainedStatement.Objection objection(Finding finding) {
        return new ExplainedStatement.Objection(
                finding.rule(),
                finding.fact(),
                finding.hint(),
                finding.then(),
                finding.reason().use());
    }

    private List<RuleOutcome> rules(Statement statement, int count, Set<String> read, long rows, Risk own) {
        if (policy.rules().isEmpty()) {
            return List.of();
        }
        List<RuleOutcome> outcomes = new ArrayList<>();
        Map<String, Object> values = Conditions.when(
                StatementVariables.of(statement, count, read, rows, known.catalog(), known.names()),
                own,
                asked.principal(),
                grant,
                environment,
                asked.situation().havingRead(labels),
                asked.now());
        for (Rule rule : policy.rules()) {
            Outcome outcome = rule.when().evaluate(values);
            outcomes.add(new RuleOutcome(rule.name(), rule.when().source(), rule.then(), rule.why(), outcome));
            switch (outcome) {
                case Outcome.Holds holds -> applies(rule, statement, own);
                case Outcome.HoldsNot holdsNot -> {}
                case Outcome.Failed(String reason) ->
                    denials.add(new Finding(
                            rule.name(),
                            "the rule's condition has no value: " + reason,
                            "Have the rule corrected: whether it applies can't be told.",
                            Verdict.DENY));
            }
        }
        return outcomes;
    }

    private void applies(Rule rule, Statement statement, Risk own) {
        Reason reason = new Reason(rule.name(), describe(statement), rule.why(), Policy.asksRisk(rule) ? own : null);
        switch (rule.then()) {
            case Verdict.ALLOW -> allowances.add(reason);
            case Verdict.APPROVE -> approvals.add(new Finding(reason, "It runs once it is approved.", Verdict.APPROVE));
            case Verdict.DENY ->
                denials.add(new Finding(reason, rule.why().isEmpty() ? ASK : rule.why(), Verdict.DENY));
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

    private Optional<Finding> clear(Statement statement, Sensitivity sensitive, Hiding texts, boolean alone) {
        if (!sensitive.missing().isEmpty() && statement.effect().compareTo(Effect.READ) >= 0) {
            return Optional.of(new Finding(
                    "builtin/masks",
                    "a mask names " + sensitive.missing().getFirst() + ", which the database does not have",
                    "Have the configuration corrected: what has become of the column can't be told.",
                    Verdict.DENY));
        }
        Clearance.Findings findings =
                Clearance.of(statement, sensitive, texts, asked.situation().parameterTypes(), alone);
        boolean schemaIsKnown = alone && !asked.situation().schemaMayDiffer();
        tells |= TellingAnswers.tells(statement, sensitive, texts, findings, schemaIsKnown);
        outputs = findings.outputs();
        copy = findings.copy() != null && findings.copy().mask() ? findings.copy() : null;
        return findings.worst();
    }

    private static List<Reason> reasons(List<Finding> findings) {
        return findings.stream().map(Finding::reason).distinct().toList();
    }
}
