package dev.sallyport.session;

import dev.sallyport.masking.MaskPlan;
import dev.sallyport.policy.AnswerRules;
import dev.sallyport.policy.Decided;
import dev.sallyport.policy.Decision.Hold;
import dev.sallyport.policy.SessionChange;
import dev.sallyport.sql.Statement;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A portal as the session knows it: what was bound, how its answer is masked, and on whose account it runs. */
final class Portal {
    final String name;
    final Prepared prepared;
    final List<Statement> statements;
    final AnswerRules answer;

    /** What binding and running it can leave changed in the session. */
    final SessionChange change;

    /** The attempt that its first Execute belongs to: the one recorded before it was bound. */
    final Attempt attempt;

    /** Whether a person approved that it is bound. */
    final boolean approved;

    /** The labels that the session bore when it was decided last, those of what it reads itself among them. */
    Set<String> labels;

    /** Whether an Execute was sent for it. */
    boolean executed;

    /** How its rows are masked; null until it is described. */
    @Nullable
    MaskPlan plan;

    Portal(String name, Prepared prepared, Decided decided, AnswerRules answer, Attempt attempt, Set<String> labels) {
        this.name = name;
        this.prepared = prepared;
        this.statements = decided.statements();
        this.change = decided.sessionChange();
        this.answer = answer;
        this.attempt = attempt;
        this.approved = decided.decision() instanceof Hold;
        this.labels = labels;
    }

    /** Whether its rows need no look at all, whatever they are. */
    boolean unmasked() {
        return answer.masks().isEmpty();
    }
}
