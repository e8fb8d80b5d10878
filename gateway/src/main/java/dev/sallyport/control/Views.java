package dev.sallyport.control;

import dev.sallyport.approval.Approval;
import dev.sallyport.approval.Approval.DecidedApproval;
import dev.sallyport.approval.Approval.PendingApproval;
import dev.sallyport.identity.Principal;
import dev.sallyport.policy.Reason;
import dev.sallyport.policy.Risk;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What the interface shows of what there is, as JSON. */
final class Views {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private Views() {}

    /** A request; its statement, parameters and reasons only for who may read them. */
    static ObjectNode request(Approval approval, boolean withStatement) {
        PendingApproval request = approval.request();
        ObjectNode view = JSON.objectNode();
        view.put("id", request.id());
        view.put("state", state(approval));
        view.set("requester", principal(request.requester()));
        view.put("session", request.session());
        view.put("database", request.database());
        view.put("inTransaction", request.statement().inTransaction());
        view.put("asked", request.asked().toString());
        view.put("expires", request.expires().toString());
        if (withStatement) {
            ArrayNode reasons = view.putArray("reasons");
            for (Reason reason : request.statement().reasons()) {
                reasons.add(reason(reason));
            }
            if (request.statement().reason() != null) {
                view.put("reason", request.statement().reason());
            }
            if (request.statement().task() != null) {
                view.put("task", request.statement().task());
            }
            view.put("statement", request.statement().sql());
            ArrayNode parameters = view.putArray("parameters");
            request.statement().parameters().forEach(parameters::add);
        }
        if (approval instanceof DecidedApproval decided) {
            view.put("decided", decided.at().toString());
            Principal approver = decided.approver();
            if (approver != null) {
                view.set("approver", principal(approver));
            }
            if (decided.comment() != null) {
                view.put("comment", decided.comment());
            }
        }
        return view;
    }

    private static ObjectNode reason(Reason reason) {
        ObjectNode view = JSON.objectNode().put("rule", reason.rule()).put("fact", reason.fact());
        if (!reason.why().isEmpty()) {
            view.put("why", reason.why());
        }
        if (reason.use() != null) {
            view.put("use", reason.use().word());
        }
        Risk risk = reason.risk();
        if (risk != null) {
            view.put("risk", risk.score());
            ArrayNode parts = view.putArray("riskParts");
            for (Risk.Part part : risk.parts()) {
                parts.addObject()
                        .put("name", part.name())
                        .put("points", part.points())
                        .put("sentence", part.sentence());
            }
        }
        return view;
    }

    static ObjectNode session(SessionDirectory.Session session) {
        ObjectNode view = JSON.objectNode();
        view.put("id", session.id());
        view.set("principal", principal(session.principal()));
        view.put("database", session.database());
        view.put("client", session.client());
        view.put("started", session.started().toString());
        view.put("ends", session.ends().toString());
        return view;
    }

    private static String state(Approval approval) {
        return switch (approval) {
            case PendingApproval _ -> "pending";
            case DecidedApproval decided -> decided.verdict().name().toLowerCase(Locale.ROOT);
        };
    }

    private static ObjectNode principal(Principal principal) {
        ObjectNode view = JSON.objectNode().put("issuer", principal.issuer()).put("subject", principal.subject());
        if (principal.actor() != null) {
            view.put("actor", principal.actor());
        }
        return view;
    }
}
