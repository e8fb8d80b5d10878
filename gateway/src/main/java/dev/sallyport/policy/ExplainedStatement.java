package dev.sallyport.policy;

import dev.sallyport.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One statement and everything that spoke on it. Immutable.
 *
 * @param rules each configured rule, in the configuration's order
 * @param objections what is built in and what masks had to say, in the order in which it was asked
 * @param risk how much harm it can do
 * @param labels of what it reads, sorted; {@link Labels#UNKNOWN} among them if there may be others
 * @param answer the columns of its answer, as far as its flow tells them
 */
public record ExplainedStatement(
        Statement statement,
        List<RuleOutcome> rules,
        List<Objection> objections,
        Risk risk,
        List<String> labels,
        List<AnswerColumn> answer) {
    public ExplainedStatement {
        rules = List.copyOf(rules);
        objections = List.copyOf(objections);
        labels = List.copyOf(labels);
        answer = List.copyOf(answer);
    }

    /**
     * What a built-in check or a mask has against a statement.
     *
     * @param rule the mask, the access entry or the check by name
     * @param fact what was found, a sentence fragment
     * @param hint what would allow it, a sentence
     * @param then APPROVE or DENY
     * @param use for what a masked column is used, if a mask spoke; else null
     */
    public record Objection(
            String rule,
            String fact,
            String hint,
            RuleSetting.Verdict then,
            @Nullable Use use) {}
}
