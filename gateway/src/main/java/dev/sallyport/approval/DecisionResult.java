package dev.sallyport.approval;

import dev.sallyport.approval.Approval.DecidedApproval;

/** What became of an approver's choice. */
public sealed interface DecisionResult {

    /** It is recorded, and the session has it. */
    record Decided(DecidedApproval approval) implements DecisionResult {}

    /** There is no such request, or it is forgotten. */
    record NotFound() implements DecisionResult {}

    /** It was decided before; the choice has no effect. */
    record AlreadyDecided(DecidedApproval approval) implements DecisionResult {}

    /**
     * This principal may not decide on it.
     *
     * @param reason one sentence for them
     */
    record NotAllowed(String reason) implements DecisionResult {}

    /**
     * The choice could not be recorded, so the request is refused whatever it was.
     *
     * @param reason one sentence
     */
    record NotRecorded(String reason) implements DecisionResult {}
}
