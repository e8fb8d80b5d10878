package dev.sallyport.session;

import dev.sallyport.masking.CopyPlan;
import dev.sallyport.masking.MaskPlan;
import dev.sallyport.masking.MaskingFailure;
import dev.sallyport.masking.ServerTexts;
import dev.sallyport.policy.CopyRules;
import dev.sallyport.policy.Hiding.Extent;
import dev.sallyport.sql.Effect;
import dev.sallyport.sql.Notification;
import dev.sallyport.sql.Statement;
import dev.sallyport.wire.BackendMessage.CommandComplete;
import dev.sallyport.wire.BackendMessage.CopyOutResponse;
import dev.sallyport.wire.BackendMessage.ErrorResponse;
import dev.sallyport.wire.BackendMessage.NoticeResponse;
import dev.sallyport.wire.BackendMessage.NotificationResponse;
import dev.sallyport.wire.BackendMessage.ParameterStatus;
import dev.sallyport.wire.BackendMessage.ReadyForQuery;
import dev.sallyport.wire.BackendMessage.RowDescription;
import dev.sallyport.wire.BackendMessages;
import dev.sallyport.wire.BackendType;
import dev.sallyport.wire.Bytes;
import dev.sallyport.wire.ClientEncoding;
import dev.sallyport.wire.Frame;
import dev.sallyport.wire.Head;
import dev.sallyport.wire.Input;
import dev.sallyport.wire.ProtocolViolation;
import dev.sallyport.wire.Run;
import dev.sallyport.wire.TransactionStatus;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The server's half of an open session: each of its messages is matched with what it answers, masked as that says, counted for the
 * audit and sent on. The server answers in order, so that the first message in flight is the one that is being answered; what does
 * not fit it is a broken protocol, and ends the session.
 */
final class Answers {
    private static final String CANCELED = "57014";

    private final Session session;
    private final Actions actions;
    private final InFlight inFlight;
    private final Outcomes outcomes;
    private final Delivery delivery;
    /** Those that are bound and were not executed, by name: of no more than the client may have, however long a transaction lasts. */
    private final Map<String, Portal> unused = new LinkedHashMap<>();

    private final ArrayDeque<Bytes> notices = new ArrayDeque<>();

    private final OwnNotifications notifications;

    private TransactionStatus status = TransactionStatus.IDLE;
    private boolean atFrameBoundary = true;

    private @Nullable Attempt copyIn;
    private boolean copyingOut;

    /** How the rows of the COPY at hand are masked; null if they are not. */
    private @Nullable CopyPlan copyPlan;

    private boolean schemaTouched;
    private boolean fatal;

    /** A search path that was reported, whose encoding is not certain yet. */
    private @Nullable Bytes path;

    /** Why the server is gone, while something that it said waits to be delivered. */
    private @Nullable String gone;

    Answers(Session session, InFlight inFlight, int serverProcess) {
        this.notifications = new OwnNotifications(serverProcess);
        this.session = session;
        this.actions = session.actions();
        this.inFlight = inFlight;
        this.outcomes = new Outcomes(session);
        this.delivery = new Delivery(actions, session.settings().waitingBytes());
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
            case BackendType.ERROR_RESPONSE -> error(frame);
            case BackendType.NOTICE_RESPONSE -> {
                Extent hidden = inFlight.hidden();
                delivery.send(
                        hidden != Extent.NOTHING && BackendMessages.decode(frame) instanceof NoticeResponse notice
                                ? ServerTexts.hide(notice).encode()
                                : frame.bytes());
            }
            case BackendType.NOTIFICATION_RESPONSE -> notification(frame);
            case BackendType.PARAMETER_STATUS -> parameterStatus(frame);
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
        finishUnused(portal.name);
        if (!portal.executed) {
            unused.put(portal.name, portal);
        }
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
            finishUnused(name);
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
                portal.statements.forEach(this::tookEffect);
                outcomes.finish(attempt, "completed", null);
            }
            case Expected.OfQuery query
            when query.refusal == null -> {
                Outcomes.tally(query.attempt, complete);
                query.plan = null;
                if (query.done < query.statements.size()) {
                    tookEffect(query.statements.get(query.done++));
                }
                send(frame.bytes(), query.attempt);
            }
            case null, default -> throw unfit(frame);
        }
        copyEnded();
    }

    /** Follows what a statement that succeeded did to the names of prepared statements, and to the schema. */
    private void tookEffect(Statement statement) {
        String name = statement.prepared();
        switch (statement.kind()) {
            // Bound by the protocol, what PREPARE made would run a text that no Parse showed.
            case "PREPARE", "DEALLOCATE" -> {
                if (name != null) {
                    inFlight.confirmPreparedGone(name);
                } else {
                    inFlight.confirmPreparedGone();
                }
            }
            case "DEALLOCATE ALL", "DISCARD ALL" -> inFlight.confirmPreparedGone();
            default -> {
                // No other statement does anything to them.
            }
        }
        Notification sent = statement.reach().notification();
        if (sent != null && statement.kind().equals("NOTIFY")) {
            notifications.sent(sent);
        }
        if (Renaming.ofPortals(statement)) {
            // Executed by the protocol, a cursor would run a text that no Bind showed, masked as another's rows.
            if (name != null) {
                inFlight.confirmPortalGone(name);
                finishUnused(name);
            } else {
                inFlight.confirmNamedPortalsGone();
                unused.keySet().stream()
                        .filter(each -> !each.isEmpty())
                        .toList()
                        .forEach(this::finishUnused);
            }
        }
        if (statement.effect().compareTo(Effect.DDL) >= 0
                || !statement.opaque().isEmpty()
                || statement.kind().equals("COMMIT PREPARED")) {
            schemaTouched = true;
        }
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
        readPath();
        status = ready.status();
        copyEnded();
        if (status == TransactionStatus.IDLE) {
            transactionEnded();
        }
        delivery.send(frame.bytes());
    }

    private void transactionEnded() {
        finishUnused();
        inFlight.confirmTransactionEnded();
        if (schemaTouched) {
            schemaTouched = false;
            actions.schemaChanged();
        }
    }

    /** A name is given up or given anew. */
    private void finishUnused(String name) {
        Portal portal = unused.remove(name);
        if (portal != null && !portal.executed) {
            outcomes.finish(portal.attempt, "unused", null);
        }
    }

    private void finishUnused() {
        List.copyOf(unused.keySet()).forEach(this::finishUnused);
    }

    // -- errors

    private void error(Frame frame) throws ProtocolViolation {
        ErrorResponse error = (ErrorResponse) BackendMessages.decode(frame);
        Expected failed = inFlight.first();
        copyEnded();
        if (isFatal(error) || failed == null) {
            fatal |= isFatal(error);
            sendError(frame, error, inFlight.hidden());
            if (failed != null) {
                mark(failed, error.sqlState());
            } else if (!fatal && inFlight.isCycleOpen()) {
                inFlight.takeToSync();
            }
            return;
        }
        if (inFlight.isFirstInDoubt() && error.sqlState().equals(CANCELED)) {
            session.end(
                    "08006",
                    "a statement was cancelled, and which one can't be told",
                    "End an extended query by Sync before a simple one.",
                    "a cancelled statement could not be told from the one before it");
            return;
        }
        switch (failed) {
            case Expected.OfQuery query -> {
                // ReadyForQuery follows and takes it out of flight.
                ErrorResponse refusal = query.refusal;
                query.attempt.sqlState = refusal == null ? error.sqlState() : refusal.sqlState();
                if (refusal == null) {
                    sendError(frame, error, inFlight.hidden());
                } else {
                    delivery.send(Refusal.answer(refusal, error).encode());
                    outcomes.finish(query.attempt, "denied", refusal.sqlState());
                }
            }
            case Expected.OfSync _ -> sendError(frame, error, inFlight.hidden());
            case Expected.OfFunctionCall(var attempt, var refusal) -> {
                // As with a query.
                if (refusal == null) {
                    attempt.sqlState = error.sqlState();
                    sendError(frame, error, inFlight.hidden());
                } else {
                    delivery.send(refusal.encode());
                    outcomes.finish(attempt, "denied", refusal.sqlState());
                }
            }
            case Expected.OfRefusal(var attempt, var refusal, var dropsUnnamed) -> {
                delivery.send(Refusal.answer(refusal, error).encode());
                outcomes.finish(attempt, "denied", refusal.sqlState());
                if (dropsUnnamed) {
                    inFlight.prepared().confirmGone("");
                }
                inFlight.takeToSync().forEach(skipped -> outcomes.finish(skipped, "skipped"));
            }
            case Expected.OfCheck _
            when ReadingCheck.failed(error) -> {
                delivery.send(Refusal.ofReading().encode());
                inFlight.takeToSync().forEach(skipped -> outcomes.finish(skipped, "skipped"));
            }
            default -> {
                sendError(frame, error, inFlight.hidden());
                mark(failed, error.sqlState());
                inFlight.takeToSync().forEach(skipped -> outcomes.finish(skipped, "skipped"));
            }
        }
    }

    private void mark(Expected failed, String sqlState) {
        switch (failed) {
            case Expected.OfExecute execute -> outcomes.finish(execute.attempt(), "failed", sqlState);
            case Expected.OfBind(var portal) -> outcomes.finish(portal.attempt, "failed", sqlState);
            case Expected.OfParse(var statement, var attempt) -> {
                outcomes.finish(attempt, "failed", sqlState);
                if (statement.name().isEmpty()) {
                    inFlight.prepared().confirmGone("");
                }
            }
            case Expected.OfQuery query -> query.attempt.sqlState = sqlState;
            case Expected.OfFunctionCall call -> call.attempt().sqlState = sqlState;
            default -> {
                // It carries no attempt of its own.
            }
        }
    }

    private static boolean isFatal(ErrorResponse error) {
        return error.severity().equals("FATAL") || error.severity().equals("PANIC");
    }

    private void sendError(Frame frame, ErrorResponse error, Extent hidden) {
        ErrorResponse kept = ServerTexts.hide(error, hidden);
        if (!kept.equals(error)) {
            delivery.send(kept.encode());
        } else {
            ErrorResponse shown = inFlight.anythingMasked() ? ServerTexts.hidePlaces(error) : error;
            delivery.send(shown.equals(error) ? frame.bytes() : shown.encode());
        }
    }

    /** What the parser assumes of the session must stay true; whatever changed it, nothing more is read under other rules. */
    private void parameterStatus(Frame frame) throws ProtocolViolation {
        ParameterStatus parameter = (ParameterStatus) BackendMessages.decode(frame);
        SessionEncoding encoding = inFlight.encoding();
        boolean sound = switch (parameter.name().toLowerCase(Locale.ROOT)) {
            case SessionEncoding.PARAMETER ->
                encoding.of(parameter.value())
                        .map(reported -> {
                            encoding.reported(reported);
                            return true;
                        })
                        .orElse(false);
            case "standard_conforming_strings" -> parameter.value().equals("on");
            default -> true;
        };
        if (!sound) {
            endReading(
                    parameter.name() + " = " + parameter.value() + " is not available through Sallyport",
                    parameter.name() + " was changed");
            return;
        }
        if (parameter.name().equals(SessionPath.PARAMETER)) {
            path = parameter.bytes();
            if (ClientEncoding.isAscii(path)) {
                readPath();
            }
        }
        delivery.send(frame.bytes());
    }

    /** By the encoding at ReadyForQuery: what the server reports before it may come in any order. */
    private void readPath() {
        Bytes said = path;
        path = null;
        if (said != null) {
            Bytes text = inFlight.encoding().reported().toUtf8(said);
            try {
                inFlight.path().reported(text == null ? null : text.utf8());
            } catch (ProtocolViolation notUtf8) {
                inFlight.path().reported(null);
            }
        }
    }

    private void endReading(String message, String why) {
        session.end(
                "0A000",
                message,
                "Leave it as it is: under another value a text may mean something else than was decided on.",
                why);
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
        } else if (fatal) {
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
        finishUnused();
    }
}
