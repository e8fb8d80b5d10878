package dev.sallyport.app.policy;

import dev.sallyport.condition.Condition.Outcome;
import dev.sallyport.policy.AnswerColumn;
import dev.sallyport.policy.AnswerColumn.Masking;
import dev.sallyport.policy.ExplainedStatement;
import dev.sallyport.policy.Explanation;
import dev.sallyport.policy.RuleOutcome;
import dev.sallyport.sql.FunctionUse;
import dev.sallyport.sql.RelationUse;
import dev.sallyport.sql.Statement;
import dev.sallyport.sql.flow.ColumnId;
import dev.sallyport.sql.flow.Dependencies;
import dev.sallyport.sql.flow.Dependencies.Manner;
import dev.sallyport.sql.flow.Flow;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An answer with everything in it as texts, in the order in which it is shown: what {@code policy explain} prints, and as JSON.
 *
 * @param decision allow, approve or deny
 * @param access the entry that let them in; null if none did
 * @param rule what weighed most
 * @param reasons all of them
 * @param hint what would allow it; null if nothing is to be said
 * @param statements each of the text's
 */
record ExplanationView(
        String decision,
        @Nullable String access,
        @Nullable String rule,
        List<String> reasons,
        @Nullable String hint,
        List<OfStatement> statements) {

    /** One statement. */
    record OfStatement(
            String sql,
            String kind,
            List<String> innerKinds,
            String effect,
            boolean bounded,
            List<String> labels,
            List<Name> relations,
            List<String> unresolved,
            List<Call> functions,
            List<String> settings,
            List<String> opaque,
            List<Column> answer,
            Depends rows,
            List<Written> writes,
            List<String> unknown,
            int risk,
            List<RiskPart> riskParts,
            List<RuleView> rules,
            List<Objection> objections) {}

    /**
     * A relation.
     *
     * @param meant every relation that its name can mean, qualified
     */
    record Name(String written, String access, List<String> meant) {}

    /** A function that is called or can be; volatility, language and owner's rights where it is known which one it is. */
    record Call(
            String name,
            @Nullable String volatility,
            @Nullable String language,
            boolean securityDefiner) {}

    /** What something depends on: columns by name. */
    record Depends(List<String> values, List<String> conditions, List<String> unknown) {}

    /**
     * A column of the answer.
     *
     * @param masked {@code yes}, {@code no} or {@code unsure}
     * @param mask the mask, or why it can't be told
     */
    record Column(
            String name,
            Depends dependsOn,
            String masked,
            @Nullable String mask) {}

    /** A column that is written or made. */
    record Written(String column, Depends from) {}

    /** What adds to the risk, and how much. */
    record RiskPart(String name, int points, String sentence) {}

    /**
     * A rule.
     *
     * @param outcome {@code holds}, {@code holds not} or {@code failed}
     * @param why a sentence that says why there is the rule; null if it does not say
     * @param failure why its condition has no value; null unless it failed
     */
    record RuleView(
            String rule,
            String then,
            String when,
            String outcome,
            @Nullable String why,
            @Nullable String failure) {}

    /** What is built in, or a mask, has against it. */
    record Objection(String rule, String then, @Nullable String use, String fact, String hint) {}

    static ExplanationView of(Answer answer, String text) {
        Explanation explanation = answer.explanation();
        return new ExplanationView(
                CaseRun.word(answer.decision()),
                answer.access(),
                answer.rule(),
                answer.reasons(),
                answer.hint().isEmpty() ? null : answer.hint(),
                explanation == null
                        ? List.of()
                        : explanation.statements().stream()
                                .map(statement -> statement(statement, explanation, text))
                                .toList());
    }

    private static OfStatement statement(ExplainedStatement explained, Explanation explanation, String text) {
        Statement statement = explained.statement();
        Flow flow = statement.flow();
        return new OfStatement(
                sql(statement, text),
                statement.kind(),
                statement.innerKinds(),
                word(statement.effect()),
                statement.bounded(),
                explained.labels(),
                relations(statement),
                flow.unresolved(),
                functions(statement),
                statement.settings().stream()
                        .map(setting -> setting.name() + (setting.value() == null ? "" : " = " + setting.value()))
                        .toList(),
                statement.opaque(),
                explained.answer().stream()
                        .map(column -> column(column, explanation))
                        .toList(),
                depends(flow.rows(), explanation),
                writes(flow, explanation),
                flow.unknown(),
                explained.risk().score(),
                explained.risk().parts().stream()
                        .map(part -> new RiskPart(part.name(), part.points(), part.sentence()))
                        .toList(),
                explained.rules().stream().map(ExplanationView::rule).toList(),
                explained.objections().stream()
                        .map(objection -> new Objection(
                                objection.rule(),
                                CaseRun.word(objection.then()),
                                objection.use() == null ? null : objection.use().word(),
                                objection.fact(),
                                objection.hint()))
                        .toList());
    }

    /** A statement's place is in bytes; a length of 0 is the rest of the text. */
    private static String sql(Statement statement, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int start = Math.clamp(statement.location(), 0, bytes.length);
        int length = statement.length() > 0 ? statement.length() : bytes.length - start;
        return new String(bytes, start, Math.min(length, bytes.length - start), StandardCharsets.UTF_8).strip();
    }

    private static List<Name> relations(Statement statement) {
        List<Name> names = new ArrayList<>();
        for (RelationUse use : statement.relations().stream().distinct().toList()) {
            List<String> meant = statement.flow().relations().stream()
                    .filter(relation -> relation.name().equals(use.name())
                            && relation.access() == use.access()
                            && (use.schema() == null || use.schema().equals(relation.schema())))
                    .map(Flow.Relation::display)
                    .distinct()
                    .toList();
            Name name = new Name(use.display(), word(use.access()), meant);
            if (!names.contains(name)) {
                names.add(name);
            }
        }
        return names;
    }

    private static List<Call> functions(Statement statement) {
        List<Call> calls = new ArrayList<>(statement.flow().functions().stream()
                .map(function -> new Call(
                        function.display(),
                        word(function.volatility()),
                        function.language(),
                        function.securityDefiner()))
                .distinct()
                .toList());
        if (calls.isEmpty()) {
            statement.functions().stream()
                    .filter(function -> !function.operator())
                    .map(ExplanationView::written)
                    .distinct()
                    .forEach(name -> calls.add(new Call(name, null, null, false)));
        }
        return calls;
    }

    private static String written(FunctionUse function) {
        return function.schema() == null ? function.name() : function.schema() + "." + function.name();
    }

    private static Column column(AnswerColumn column, Explanation explanation) {
        Depends depends = depends(column.dependsOn(), explanation);
        return switch (column.masking()) {
            case Masking.Masked(var rule) -> new Column(column.name(), depends, "yes", rule.mask());
            case Masking.Clear _ -> new Column(column.name(), depends, "no", null);
            case Masking.Unsure(var reason) -> new Column(column.name(), depends, "unsure", reason);
        };
    }

    private static Depends depends(Dependencies dependencies, Explanation explanation) {
        Map<ColumnId, Manner> columns = new TreeMap<>(dependencies.columns());
        return new Depends(
                names(columns, Manner.VALUE, explanation),
                names(columns, Manner.CONDITION, explanation),
                dependencies.unknown());
    }

    private static List<String> names(Map<ColumnId, Manner> columns, Manner manner, Explanation explanation) {
        return columns.entrySet().stream()
                .filter(entry -> entry.getValue() == manner)
                .map(entry -> explanation.name(entry.getKey()))
                .toList();
    }

    private static List<Written> writes(Flow flow, Explanation explanation) {
        List<Written> writes = new ArrayList<>();
        flow.writes()
                .forEach(write ->
                        writes.add(new Written(explanation.name(write.column()), depends(write.from(), explanation))));
        flow.creates()
                .forEach(create -> writes.add(
                        new Written(create.relation() + "." + create.column(), depends(create.from(), explanation))));
        return writes;
    }

    private static RuleView rule(RuleOutcome rule) {
        return switch (rule.outcome()) {
            case Outcome.Holds _ -> rule(rule, CaseRun.word(rule.then()), "holds", null);
            case Outcome.HoldsNot _ -> rule(rule, CaseRun.word(rule.then()), "holds not", null);
            case Outcome.Failed(var failure) -> rule(rule, "deny", "failed", failure);
        };
    }

    private static RuleView rule(RuleOutcome rule, String then, String outcome, @Nullable String failure) {
        return new RuleView(rule.rule(), then, rule.when(), outcome, rule.why().isEmpty() ? null : rule.why(), failure);
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
