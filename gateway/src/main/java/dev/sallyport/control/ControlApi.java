package dev.sallyport.control;

import dev.sallyport.approval.Approval;
import dev.sallyport.approval.ApprovalDesk;
import dev.sallyport.approval.Choice;
import dev.sallyport.approval.DecisionResult;
import dev.sallyport.identity.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What the interface can be asked, by somebody whose token is already checked. Knows nothing of HTTP but its statuses. */
final class ControlApi {
    private static final Answer NOT_FOUND =
            Answer.problem(404, "not_found", "there is no such request; `sallyport requests` lists those that wait");
    private static final Answer NO_APPROVER = Answer.problem(
            403, "not_an_approver", "only approvers may do this: the approvers condition does not hold for you");

    private final ApprovalDesk desk;
    private final SessionDirectory sessions;

    ControlApi(ApprovalDesk desk, SessionDirectory sessions) {
        this.desk = desk;
        this.sessions = sessions;
    }

    /** Lists requests: an approver sees all of them, anybody else their own without the statements. */
    Answer requests(Principal principal, String state) {
        List<Approval> approvals = new ArrayList<>();
        switch (state) {
            case "pending" -> approvals.addAll(desk.pending());
            case "decided" -> approvals.addAll(desk.recent());
            case "all" -> {
                approvals.addAll(desk.pending());
                approvals.addAll(desk.recent());
            }
            default -> {
                return Answer.problem(400, "bad_state", "state is one of pending, decided and all");
            }
        }
        boolean approver = desk.isApprover(principal);
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode list = body.putArray("requests");
        approvals.stream()
                .filter(approval -> approver || isOwn(approval, principal))
                .forEach(approval -> list.add(Views.request(approval, approver)));
        return Answer.ok(body);
    }

    Answer request(Principal principal, String id) {
        boolean approver = desk.isApprover(principal);
        Optional<Approval> found = desk.find(id).filter(approval -> approver || isOwn(approval, principal));
        return found.map(approval -> Answer.ok(Views.request(approval, approver)))
                .orElse(NOT_FOUND);
    }

    Answer decide(Principal principal, String id, Choice choice, @Nullable String comment) {
        int longest = desk.limits().comment();
        if (comment != null && comment.length() > longest) {
            return Answer.problem(400, "comment_too_long", "a comment may have " + longest + " characters");
        }
        return switch (desk.decide(id, principal, choice, comment)) {
            case DecisionResult.Decided decided -> Answer.ok(Views.request(decided.approval(), true));
            case DecisionResult.NotFound _ -> NOT_FOUND;
            case DecisionResult.AlreadyDecided already -> already(already);
            case DecisionResult.NotAllowed not -> Answer.problem(403, "not_allowed", not.reason());
            case DecisionResult.NotRecorded not ->
                Answer.problem(503, "not_recorded", "the statement was refused: " + not.reason());
        };
    }

    Answer sessions(Principal principal) {
        if (!desk.isApprover(principal)) {
            return NO_APPROVER;
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode list = body.putArray("sessions");
        sessions.list().forEach(session -> list.add(Views.session(session)));
        return Answer.ok(body);
    }

    Answer endSession(Principal principal, String id) {
        if (!desk.isApprover(principal)) {
            return NO_APPROVER;
        }
        return sessions.end(id, "ended by " + principal.subject())
                ? Answer.ok(JsonNodeFactory.instance.objectNode().put("id", id).put("state", "ending"))
                : Answer.problem(404, "not_found", "there is no such session; GET /api/v1/sessions lists them");
    }

    private static Answer already(DecisionResult.AlreadyDecided already) {
        Principal approver = already.approval().approver();
        return Answer.problem(
                409,
                "already_decided",
                "the request is already " + already.approval().verdict().name().toLowerCase(Locale.ROOT)
                        + (approver == null ? "" : " by " + approver.subject()) + "; nothing was changed");
    }

    private static boolean isOwn(Approval approval, Principal principal) {
        return approval.request().requester().isSameAs(principal);
    }
}
