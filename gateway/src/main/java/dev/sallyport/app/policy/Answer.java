package dev.sallyport.app.policy;

import dev.sallyport.grant.Grant;
import dev.sallyport.policy.AnswerColumn;
import dev.sallyport.policy.AnswerColumn.Masking;
import dev.sallyport.policy.Decision;
import dev.sallyport.policy.ExplainedStatement;
import dev.sallyport.policy.Explanation;
import dev.sallyport.policy.Reason;
import dev.sallyport.policy.RuleSetting.Verdict;
import dev.sallyport.session.Admission;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a policy says to somebody who sends a text. Immutable.
 *
 * @param decision for the text as a whole
 * @param access the entry that let them in; null if none did
 * @param rule what weighed most; null if they were not let in
 * @param reasons all of them, the most important first
 * @param hint what would allow it; empty if nothing is to be said
 * @param masks the columns of the answer that are masked, by name, in order
 * @param unsure of which columns it can't be told whether they are, and why; one fragment each
 * @param risk of the statement that risks most; null if there is none, or it was not looked at
 * @param explanation what was weighed; null if they were not let in
 */
record Answer(
        Verdict decision,
        @Nullable String access,
        @Nullable String rule,
        List<String> reasons,
        String hint,
        List<String> masks,
        List<String> unsure,
        @Nullable Integer risk,
        @Nullable Explanation explanation) {
    Answer {
        reasons = List.copyOf(reasons);
        masks = List.copyOf(masks);
        unsure = List.copyOf(unsure);
    }

    static Answer of(Admission.Refused refused) {
        return new Answer(Verdict.DENY, null, null, List.of(refused.reason()), "", List.of(), List.of(), null, null);
    }

    static Answer of(Grant grant, Explanation explanation) {
        Decision decision = explanation.decided().decision();
        List<String> masks = new ArrayList<>();
        List<String> unsure = new ArrayList<>();
        if (!(decision instanceof Decision.Deny)) {
            explanation.statements().forEach(statement -> columns(statement, masks, unsure));
        }
        return new Answer(
                verdict(decision),
                grant.access(),
                decision.reasons().isEmpty()
                        ? null
                        : decision.reasons().getFirst().rule(),
                decision.reasons().stream().map(Reason::fact).toList(),
                decision instanceof Decision.Deny denial ? denial.hint() : "",
                masks,
                unsure,
                explanation.decided().risk() == null
                        ? null
                        : explanation.decided().risk().score(),
                explanation);
    }

    private static Verdict verdict(Decision decision) {
        return switch (decision) {
            case Decision.Allow _ -> Verdict.ALLOW;
            case Decision.Hold _ -> Verdict.APPROVE;
            case Decision.Deny _ -> Verdict.DENY;
        };
    }

    private static void columns(ExplainedStatement statement, List<String> masks, List<String> unsure) {
        for (AnswerColumn column : statement.answer()) {
            switch (column.masking()) {
                case Masking.Masked _ -> masks.add(column.name());
                case Masking.Unsure(var reason) -> unsure.add(column.name() + ": " + reason);
                case Masking.Clear _ -> {
                    // Nothing to be said of it.
                }
            }
        }
        if (statement.answer().isEmpty()) {
            unsure.addAll(statement.statement().flow().unknown());
        }
    }
}
