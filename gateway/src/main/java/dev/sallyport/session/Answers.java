package dev.sallyport.session;

import dev.sallyport.masking.CopyPlan;
import dev.sallyport.masking.MaskPlan;
import dev.sallyport.masking.MaskingFailure;
import dev.sallyport.masking.ServerTexts;
import dev.sallyport.policy.CopyRules;
import dev.sallyport.policy.Hiding.Extent;
import dev.sallyport.wire.BackendMessage.CommandComplete;
import dev.sallyport.wire.BackendMessage.CopyOutResponse;
import dev.sallyport.wire.BackendMessage.NoticeResponse;
import dev.sallyport.wire.BackendMessage.NotificationResponse;
import dev.sallyport.wire.BackendMessage.ParameterStatus;
import dev.sallyport.wire.BackendMessage.ReadyForQuery;
import dev.sallyport.wire.BackendMessage.RowDescription;
import dev.sallyport.wire.BackendMessages;
import dev.sallyport.wire.BackendType;
import dev.sallyport.wire.Bytes;
import dev.sallyport.wire.Frame;
import dev.sallyport.wire.Head;
import dev.sallyport.wire.Input;
import dev.sallyport.wire.ProtocolViolation;
import dev.sallyport.wire.Run;
import dev.sallyport.wire.TransactionStatus;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The server's half of an open session: each of its messages is matched with what it answers, masked as that says, counted for the
 * audit and sent on. The server answers in order, so that the first message in flight is the one that is being answered; what does
 * not fit it is a broken protocol, and ends the session.
 */
final class Answers {
    private final Session session;
    private final InFlight inFlight;
    private final Outcomes outcomes;
    private final Delivery delivery;
    private final ArrayDeque<Bytes> notices = new ArrayDeque<>();

    private final OwnNotifications notifications;
    private final Effects effects;
    private final Errors errors;
    private final ReportedParameters parameters;

    private TransactionStatus status = TransactionStatus.IDLE;
    private boolean atFrameBoundary = true;

    private @Nullable Attempt copyIn;
    private boolean copyingOut;

    /** How the rows of the COPY at hand are masked; null if they are not. */
    private @Nullable CopyPlan copyPlan;

    /** Why the server is gone, while something that it said waits to be delivered. */
    private @Nullable String gone;

    Answers(Session session, InFlight inFlight, int serverProcess) {
        this.notifications = new OwnNotifications(serverProcess);
        this.session = session;
        this.inFlight = inFlight;
        this.outcomes = new Outcomes(session);
        this.delivery = new Delivery(session.actions(), session.settings().waitingBytes());
        this.effects = new Effects(session.actions(), inFlight, outcomes, notifications);
        this.errors = new Errors(session, inFlight, outcomes, delivery);
        this.parameters = new ReportedParameters(session, inFlight);
    }

    boolean inTransaction() {
        return status != TransactionStatus.IDLE || inFlight.size() > 0;
    }

    boolean clientAtFrameBoundary() {
        return atFrameBoundary || !delivery.isEmpty();
    }

    boolean copyingIn() {
        return copyIn != null;
    }

    /** The attempt on whose account the data of the COPY go. */
    Attempt copyAccount() {
        if (copyIn == null) {
            throw new IllegalStateException("no COPY");
        }
        return copyIn;
    }

    void copyInEnded() {
        copyIn = null;
    }

    /** Whether the server's answers have told if what follows a message that copies is data for it. */
    @SuppressWarnings("ReferenceEquality") // One message in flight, not another that looks like it.
    boolean copySettled(Expected copy) {
        return inFlight.first() == copy
                ? copyIn != null || (copyingOut && copy instanceof Expected.OfExecute)
                : !inFlight.contains(copy);
    }

    /** Sends a notice of our own as soon as the client is between two frames. */
    void notice(NoticeResponse notice) {
        notices.add(OwnTexts.in(inFlight.encoding().reported(), notice).encode());
        sendNotices();
    }

    private void sendNotices() {
        while (atFrameBoundary && !notices.isEmpty()) {
            delivery.send(notices.remove());
        }
    }

    /** Whether messages of a type need no look at their content. */
    boolean passes(byte type) {
        return switch (type) {
            case BackendType.COPY_DATA -> copyPlan == null;
            case BackendType.DATA_ROW ->
                switch (inFlight.first()) {
                    case Expected.OfExecute execute -> passes(execute.portal().unmasked(), execute.portal().plan);
                    case Expected.OfQuery query -> passes(query.answer.masks().isEmpty(), query.plan);
                    case null, default -> false;
                };
            default -> false;
        };
    }

    private static boolean passes(boolean unmasked, @Nullable MaskPlan plan) {
        return unmasked || (plan != null && plan.passes());
    }

    // -- what the server sends

    /** Takes in what the server sent. */
    void take(Input input) throws ProtocolViolation, MaskingFailure {
        Expected first = inFlight.first();
        delivery.tellsOf(first == null ? null : first.account());
        switch (input) {
            case Run run -> {
                Attempt attempt = running();
                if (run.type() == BackendType.DATA_ROW) {
                    attempt.rows += run.frames();
                }
                atFrameBoundary = !run.partial();
                send(run.bytes(), attempt);
                sendNotices();
            }
            case Head head -> {
                if (copyPlan != null) {
                    throw CopyPlan.tooLong();
                }
                Bytes masked = plan(head).mask(head);
                atFrameBoundary = false;
                send(masked, running());
            }
            case Frame frame -> take(frame);
        }
    }

    private void take(Frame frame) throws ProtocolViolation, MaskingFailure {
        if (answersAMessage(frame.type())) {
            inFlight.resolveDoubt();
        }
        switch (frame.type()) {
            case BackendType.DATA_ROW -> row(frame);
            case BackendType.COMMAND_COMPLETE -> commandComplete(frame);
            case BackendType.READY_FOR_QUERY -> readyForQuery(frame);
            case BackendType.BIND_COMPLETE -> bindComplete(frame);
            case BackendType.PARSE_COMPLETE -> parseComplete(frame);
            case BackendType.CLOSE_COMPLETE -> closeComplete(frame);
            case BackendType.ROW_DESCRIPTION -> rowDescription(frame);
            case BackendType.NO_DATA -> noData(frame);
            case BackendType.PARAMETER_DESCRIPTION -> {
                if (!(inFlight.first() instanceof Expected.OfDescribe)) {
                    throw unfit(frame);
                }
                delivery.send(frame.bytes());
            }
            case BackendType.EMPTY_QUERY_RESPONSE -> statementDone(frame, null);
            case BackendType.PORTAL_SUSPENDED -> {
                if (!(inFlight.takeFirst() instanceof Expected.OfExecute execute)) {
                    throw unfit(frame);
                }
                send(frame.bytes(), execute.attempt());
                outcomes.finish(execute.attempt(), "suspended", null);
            }
            case BackendType.FUNCTION_CALL_RESPONSE -> functionCallResponse(frame);
            case BackendType.ERROR_RESPONSE -> {
                copyEnded();
                errors.take(frame);
            }
            case BackendType.NOTICE_RESPONSE -> {
                Extent hidden = inFlight.hidden();
                delivery.send(
                        hidden != Extent.NOTHING && BackendMessages.decode(frame) instanceof NoticeResponse notice
                                ? ServerTexts.hide(notice).encode()
                                : frame.bytes());
            }
            case BackendType.NOTIFICATION_RESPONSE -> notification(frame);
            case BackendType.PARAMETER_STATUS -> {
                if (parameters.take((ParameterStatus) BackendMessages.decode(frame))) {
                    delivery.send(frame.bytes());
                }
            }
            case BackendType.COPY_IN_RESPONSE -> {
                copyIn = running();
                send(frame.bytes(), copyIn);
            }
            case BackendType.COPY_OUT_RESPONSE -> {
                copyingOut = true;
                copyOut(frame);
                send(frame.bytes(), running());
            }
            case BackendType.COPY_DATA -> copyData(frame);
            case BackendType.COPY_DONE -> send(frame.bytes(), running());
            default -> throw unfit(frame);
        }
    }

    /** What others send, or what users wrote, may carry what it read of masked columns. */
    private void notification(Frame frame) throws ProtocolViolation {
        boolean hides = inFlight.anythingMasked()
                && BackendMessages.decode(frame) instanceof NotificationResponse notification
                && !notifications.takes(notification, inFlight.mayRunCode());
        delivery.send(
                hides && BackendMessages.decode(frame) instanceof NotificationResponse notification
                        ? ServerTexts.hide(notification).encode()
                        : frame.bytes());
    }

    private void copyOut(Frame frame) throws ProtocolViolation, MaskingFailure {
        CopyRules rules = switch (inFlight.first()) {
            case Expected.OfExecute execute -> execute.portal().answer.copy();
            case Expected.OfQuery query -> query.answer.copy();
            case null, default -> throw unfit(frame);
        };
        if (rules != null) {
            copyPlan = CopyPlan.of((CopyOutResponse) BackendMessages.decode(frame), rules);
        }
    }

    private void copyData(Frame frame) throws ProtocolViolation, MaskingFailure {
        if (copyPlan == null) {
            throw unfit(frame);
        }
        send(copyPlan.mask(frame), running());
    }

    /** Whether a message of a type is said only in answer to one of the client's, and shows that it was read. */
    private static boolean answersAMessage(byte type) {
        return switch (type) {
            case BackendType.ERROR_RESPONSE,
                    BackendType.NOTICE_RESPONSE,
                    BackendType.NOTIFICATION_RESPONSE,
                    BackendType.PARAMETER_STATUS -> false;
            default -> true;
        };
    }

    private void rowDescription(Frame frame) throws ProtocolViolation, MaskingFailure {
        switch (inFlight.first()) {
            case Expected.OfDescribe(var portal, var own) -> {
                inFlight.takeFirst();
                if (portal != null && !portal.unmasked()) {
                    portal.plan = MaskPlan.of(described(frame), portal.answer);
                }
                if (!own) {
                    delivery.send(frame.bytes());
                }
            }
            case Expected.OfQuery query
            when query.refusal == null -> {
                if (!query.answer.masks().isEmpty()) {
                    query.plan = MaskPlan.of(described(frame), query.answer);
                }
                send(frame.bytes(), query.attempt);
            }
            case null, default -> throw unfit(frame);
        }
    }

    private static RowDescription described(Frame frame) throws ProtocolViolation {
        return (RowDescription) BackendMessages.decode(frame);
    }

    private void noData(Frame frame) throws ProtocolViolation, MaskingFailure {
        if (!(inFlight.takeFirst() instanceof Expected.OfDescribe(var portal, var own))) {
            throw unfit(frame);
        }
        if (portal != null && !portal.unmasked()) {
            portal.plan = MaskPlan.of(new RowDescription(List.of()), portal.answer);
        }
        if (!own) {
            delivery.send(frame.bytes());
        }
    }

    private void row(Frame frame) throws ProtocolViolation, MaskingFailure {
        MaskPlan plan = plan(frame);
        Attempt attempt = running();
        attempt.rows++;
        send(plan.mask(frame), attempt);
    }

    /** How a row that does not pass has to be masked. Without a plan it is not known how. */
    private MaskPlan plan(Input row) throws ProtocolViolation {
        MaskPlan plan = switch (inFlight.first()) {
            case Expected.OfExecute execute -> execute.portal().plan;
            case Expected.OfQuery query -> query.plan;
            case null, default -> null;
        };
        if (plan == null) {
            throw unfit(row);
        }
        return plan;
    }

    private void parseComplete(Frame frame) throws ProtocolViolation {
        Expected first = inFlight.takeFirst();
        if (first instanceof Expected.OfCheck(var closes) && !closes) {
            return;
        }
        if (!(first instanceof Expected.OfParse(var statement, var attempt))) {
            throw unfit(frame);
        }
        inFlight.prepared().confirm(statement.name(), statement);
        send(frame.bytes(), attempt);
        outcomes.finish(attempt, "completed", null);
    }

    private void bindComplete(Frame frame) throws ProtocolViolation {
        if (!(inFlight.takeFirst() instanceof Expected.OfBind(var portal))) {
            throw unfit(frame);
        }
        inFlight.portals().confirm(portal.name, portal);
        effects.bound(portal);
        delivery.send(frame.bytes());
    }

    private void closeComplete(Frame frame) throws ProtocolViolation {
        Expected first = inFlight.takeFirst();
        if (first instanceof Expected.OfCheck(var closes) && closes) {
            return;
        }
        if (!(first instanceof Expected.OfClose(var ofPortal, var name))) {
            throw unfit(frame);
        }
        if (ofPortal) {
            inFlight.portals().confirmGone(name);
            effects.portalGone(name);
        } else {
            inFlight.prepared().confirmGone(name);
        }
        delivery.send(frame.bytes());
    }

    private void functionCallResponse(Frame frame) throws ProtocolViolation {
        if (!(inFlight.first() instanceof Expected.OfFunctionCall(var attempt, var refusal)) || refusal != null) {
            throw unfit(frame);
        }
        send(frame.bytes(), attempt);
    }

    private void commandComplete(Frame frame) throws ProtocolViolation {
        statementDone(frame, (CommandComplete) BackendMessages.decode(frame));
    }

    private void statementDone(Frame frame, @Nullable CommandComplete complete) throws ProtocolViolation {
        switch (inFlight.first()) {
            case Expected.OfExecute(var portal, var attempt) -> {
                inFlight.takeFirst();
                Outcomes.tally(attempt, complete);
                send(frame.bytes(), attempt);
                portal.statements.forEach(effects::of);
                outcomes.finish(attempt, "completed", null);
            }
            case Expected.OfQuery query
            when query.refusal == null -> {
                Outcomes.tally(query.attempt, complete);
                query.plan = null;
                if (query.done < query.statements.size()) {
                    effects.of(query.statements.get(query.done++));
                }
                send(frame.bytes(), query.attempt);
            }
            case null, default -> throw unfit(frame);
        }
        copyEnded();
    }

    private void readyForQuery(Frame frame) throws ProtocolViolation {
        ReadyForQuery ready = (ReadyForQuery) BackendMessages.decode(frame);
        switch (inFlight.takeFirst()) {
            case Expected.OfSync _ -> {
                // Its attempts are finished already.
            }
            case Expected.OfFunctionCall call ->
                outcomes.finish(call.attempt(), call.attempt().sqlState == null ? "completed" : "failed", null);
            case Expected.OfQuery query -> {
                inFlight.confirmUnnamedGone();
                outcomes.finish(query.attempt, query.attempt.sqlState == null ? "completed" : "failed", null);
            }
            case null, default -> throw unfit(frame);
        }
        inFlight.ready();
        parameters.readPath();
        status = ready.status();
        copyEnded();
        if (status == TransactionStatus.IDLE) {
            effects.transactionEnded();
        }
        delivery.send(frame.bytes());
    }

    /** A record has become durable. */
    void recorded() {
        delivery.deliver();
        String why = gone;
        if (why != null) {
            serverGone(why);
        }
    }

    void serverGone(String why) {
        if (!delivery.isEmpty()) {
            // Its last words wait for a record to be durable.
            gone = why;
        } else if (errors.wereFatal()) {
            session.closeQuietly("the server ended the session");
        } else {
            session.end("08006", "the connection to the server was lost", "Connect again.", why);
        }
    }

    /** Writes what came of an attempt, once. */
    void finish(Attempt attempt, String outcome, @Nullable String sqlState) {
        outcomes.finish(attempt, outcome, sqlState);
    }

    private void send(Bytes bytes, Attempt attempt) {
        attempt.bytes += bytes.length();
        delivery.send(bytes);
    }

    private Attempt running() throws ProtocolViolation {
        return switch (inFlight.first()) {
            case Expected.OfExecute execute -> execute.attempt();
            case Expected.OfQuery query when query.refusal == null -> query.attempt;
            case null, default -> throw new ProtocolViolation("the server sent data that nobody asked for");
        };
    }

    private void copyEnded() {
        copyIn = null;
        copyingOut = false;
        copyPlan = null;
    }

    private static ProtocolViolation unfit(Input input) {
        return new ProtocolViolation("the server sent a message of type " + (char) input.type() + " out of turn");
    }

    /** The session is over: what is in flight may or may not have taken effect. */
    void abandon() {
        inFlight.all().forEach(expected -> outcomes.finish(expected, "unknown"));
        inFlight.clear();
        effects.finishUnused();
    }
}
