package dev.sallyport.session;

import dev.sallyport.audit.AuditRecord;
import dev.sallyport.masking.MaskPlan;
import dev.sallyport.masking.MaskingFailure;
import dev.sallyport.masking.ServerTexts;
import dev.sallyport.policy.AnswerRules;
import dev.sallyport.sql.Effect;
import dev.sallyport.sql.Statement;
import dev.sallyport.wire.BackendMessage.CommandComplete;
import dev.sallyport.wire.BackendMessage.ErrorResponse;
import dev.sallyport.wire.BackendMessage.NoticeResponse;
import dev.sallyport.wire.BackendMessage.NotificationResponse;
import dev.sallyport.wire.BackendMessage.ParameterStatus;
import dev.sallyport.wire.BackendMessage.ReadyForQuery;
import dev.sallyport.wire.BackendMessage.RowDescription;
import dev.sallyport.wire.BackendMessages;
import dev.sallyport.wire.BackendType;
import dev.sallyport.wire.Bytes;
import dev.sallyport.wire.Frame;
import dev.sallyport.wire.Input;
import dev.sallyport.wire.ProtocolViolation;
import dev.sallyport.wire.Run;
import dev.sallyport.wire.TransactionStatus;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The server's half of an open session: each of its messages is matched with what it answers, masked as that says, counted for the
 * audit and sent on. The server answers in order, so that the first message in flight is the one that is being answered; what does
 * not fit it is a broken protocol, and ends the session.
 */
final class Answers {
    private final Session session;
    private final Actions actions;
    private final ArrayDeque<Expected> inFlight = new ArrayDeque<>();
    private final Names<Prepared> prepared = new Names<>();
    private final Names<Portal> portals = new Names<>();
    private final List<Portal> openPortals = new ArrayList<>();
    private final ArrayDeque<Bytes> notices = new ArrayDeque<>();

    private TransactionStatus status = TransactionStatus.IDLE;
    private boolean atFrameBoundary = true;

    /** The server has reported an error in the extended protocol and the Sync that ends it has not been sent. */
    private boolean skipping;

    private @Nullable Attempt copyIn;
    private boolean copyingOut;

    /** Something in the open transaction may still put masked values into an error, at the latest at its commit. */
    private boolean transactionHidesTexts;

    private boolean anythingMasked;
    private boolean schemaTouched;
    private boolean fatal;

    Answers(Session session) {
        this.session = session;
        this.actions = session.actions();
    }

    Names<Prepared> prepared() {
        return prepared;
    }

    Names<Portal> portals() {
        return portals;
    }

    int inFlight() {
        return inFlight.size();
    }

    boolean inTransaction() {
        return status != TransactionStatus.IDLE || !inFlight.isEmpty();
    }

    boolean skipping() {
        return skipping;
    }

    boolean clientAtFrameBoundary() {
        return atFrameBoundary;
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

    /**
     * Whether it is certain what a prepared statement's or a portal's name will stand for when the server gets to a message that is sent
     * now. It is not if whatever gave the name its meaning is still unanswered behind the end of its own cycle: should it fail, the next
     * cycle would find the name's older meaning, and run something else than was decided on.
     */
    @SuppressWarnings("ReferenceEquality") // The meaning that this very message gave.
    boolean isSettled(Names<?> names, String name) {
        Object meant = names.get(name);
        if (meant == null) {
            return inFlight.stream().noneMatch(Answers::endsCycle);
        }
        if (names.isConfirmed(name, meant)) {
            return true;
        }
        boolean cycleEnded = false;
        for (Iterator<Expected> latest = inFlight.descendingIterator(); latest.hasNext(); ) {
            Expected expected = latest.next();
            cycleEnded |= endsCycle(expected);
            if ((expected instanceof Expected.OfParse parse && parse.prepared() == meant)
                    || (expected instanceof Expected.OfBind bind && bind.portal() == meant)) {
                return !cycleEnded;
            }
        }
        return false;
    }

    /** Whether an error before it leaves what comes after it untouched. */
    private static boolean endsCycle(Expected expected) {
        return expected instanceof Expected.OfSync
                || expected instanceof Expected.OfQuery
                || expected instanceof Expected.OfFunctionCall;
    }

    /** What the server is answering, or null. */
    @Nullable
    Expected answering() {
        return inFlight.peek();
    }

    /** Whether the server's answers have told if what follows a message that copies is data for it. */
    @SuppressWarnings("ReferenceEquality") // One message in flight, not another that looks like it.
    boolean copySettled(Expected copy) {
        return inFlight.peek() == copy
                ? copyIn != null || (copyingOut && copy instanceof Expected.OfExecute)
                : !inFlight.contains(copy);
    }

    /** Notes a message that is now on its way to the server. */
    void expect(Expected expected) {
        inFlight.add(expected);
        switch (expected) {
            case Expected.OfSync _ -> skipping = false;
            case Expected.OfQuery query -> {
                note(query.answer);
                expectUnnamedGone();
            }
            case Expected.OfBind(var portal) -> note(portal.answer);
            default -> {
                // Nothing of it outlives its answer.
            }
        }
    }

    /** A Query drops the unnamed statement and the unnamed portal. */
    private void expectUnnamedGone() {
        prepared.expectGone("");
        portals.expectGone("");
    }

    private void note(AnswerRules answer) {
        transactionHidesTexts |= answer.hidesTexts();
        anythingMasked |= !answer.masks().isEmpty();
    }

    /** Sends a notice of our own as soon as the client is between two frames. */
    void notice(NoticeResponse notice) {
        notices.add(notice.encode());
        sendNotices();
    }

    private void sendNotices() {
        while (atFrameBoundary && !notices.isEmpty()) {
            actions.sendClient(notices.remove());
        }
    }

    /** Whether messages of a type need no look at their content. */
    boolean passes(byte type) {
        return switch (type) {
            case BackendType.COPY_DATA -> true;
            case BackendType.DATA_ROW ->
                switch (inFlight.peek()) {
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
            case Frame frame -> take(frame);
        }
    }

    private void take(Frame frame) throws ProtocolViolation, MaskingFailure {
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
                if (!(inFlight.peek() instanceof Expected.OfDescribe)) {
                    throw unfit(frame);
                }
                actions.sendClient(frame.bytes());
            }
            case BackendType.EMPTY_QUERY_RESPONSE -> statementDone(frame, null);
            case BackendType.PORTAL_SUSPENDED -> {
                if (!(inFlight.poll() instanceof Expected.OfExecute execute)) {
                    throw unfit(frame);
                }
                send(frame.bytes(), execute.attempt());
                finish(execute.attempt(), "suspended", null);
            }
            case BackendType.ERROR_RESPONSE -> error(frame);
            case BackendType.NOTICE_RESPONSE -> {
                boolean hides = hidesTexts();
                actions.sendClient(
                        hides && BackendMessages.decode(frame) instanceof NoticeResponse notice
                                ? ServerTexts.hide(notice).encode()
                                : frame.bytes());
            }
            case BackendType.NOTIFICATION_RESPONSE ->
                actions.sendClient(
                        anythingMasked && BackendMessages.decode(frame) instanceof NotificationResponse notification
                                ? ServerTexts.hide(notification).encode()
                                : frame.bytes());
            case BackendType.PARAMETER_STATUS -> parameterStatus(frame);
            case BackendType.COPY_IN_RESPONSE -> {
                copyIn = running();
                send(frame.bytes(), copyIn);
            }
            case BackendType.COPY_OUT_RESPONSE -> {
                copyingOut = true;
                send(frame.bytes(), running());
            }
            case BackendType.COPY_DONE -> send(frame.bytes(), running());
            default -> throw unfit(frame);
        }
    }

    private void rowDescription(Frame frame) throws ProtocolViolation {
        switch (inFlight.peek()) {
            case Expected.OfDescribe(var portal, var own) -> {
                inFlight.remove();
                if (portal != null && !portal.unmasked()) {
                    portal.plan = MaskPlan.of(described(frame), portal.answer);
                }
                if (!own) {
                    actions.sendClient(frame.bytes());
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

    private void noData(Frame frame) throws ProtocolViolation {
        if (!(inFlight.poll() instanceof Expected.OfDescribe(var portal, var own))) {
            throw unfit(frame);
        }
        if (portal != null && !portal.unmasked()) {
            portal.plan = MaskPlan.of(new RowDescription(List.of()), portal.answer);
        }
        if (!own) {
            actions.sendClient(frame.bytes());
        }
    }

    /** A row that has to be masked. Without a plan it is not known how, so it does not pass. */
    private void row(Frame frame) throws ProtocolViolation, MaskingFailure {
        MaskPlan plan = switch (inFlight.peek()) {
            case Expected.OfExecute execute -> execute.portal().plan;
            case Expected.OfQuery query -> query.plan;
            case null, default -> null;
        };
        if (plan == null) {
            throw unfit(frame);
        }
        Attempt attempt = running();
        attempt.rows++;
        send(plan.mask(frame), attempt);
    }

    private void parseComplete(Frame frame) throws ProtocolViolation {
        if (!(inFlight.poll() instanceof Expected.OfParse(var statement, var attempt))) {
            throw unfit(frame);
        }
        prepared.confirm(statement.name(), statement);
        send(frame.bytes(), attempt);
        finish(attempt, "completed", null);
    }

    private void bindComplete(Frame frame) throws ProtocolViolation {
        if (!(inFlight.poll() instanceof Expected.OfBind(var portal))) {
            throw unfit(frame);
        }
        portals.confirm(portal.name, portal);
        openPortals.add(portal);
        actions.sendClient(frame.bytes());
    }

    private void closeComplete(Frame frame) throws ProtocolViolation {
        if (!(inFlight.poll() instanceof Expected.OfClose(var ofPortal, var name))) {
            throw unfit(frame);
        }
        if (ofPortal) {
            portals.confirmGone(name);
        } else {
            prepared.confirmGone(name);
        }
        actions.sendClient(frame.bytes());
    }

    private void commandComplete(Frame frame) throws ProtocolViolation {
        statementDone(frame, (CommandComplete) BackendMessages.decode(frame));
    }

    private void statementDone(Frame frame, @Nullable CommandComplete complete) throws ProtocolViolation {
        switch (inFlight.peek()) {
            case Expected.OfExecute(var portal, var attempt) -> {
                inFlight.remove();
                tally(attempt, complete);
                send(frame.bytes(), attempt);
                portal.statements.forEach(this::tookEffect);
                finish(attempt, "completed", null);
            }
            case Expected.OfQuery query
            when query.refusal == null -> {
                tally(query.attempt, complete);
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

    /** The rows that a write changed are in its tag alone; those of a read were counted as they passed. */
    private static void tally(Attempt attempt, @Nullable CommandComplete complete) {
        if (complete != null) {
            attempt.commandTag = complete.tag();
            if (!complete.tag().startsWith("SELECT") && !complete.tag().startsWith("FETCH")) {
                attempt.rows = Math.max(attempt.rows, complete.rows().orElse(0));
            }
        }
    }

    /** Follows what a statement that succeeded did to the names of prepared statements, and to the schema. */
    private void tookEffect(Statement statement) {
        String name = statement.prepared();
        switch (statement.kind()) {
            case "PREPARE" -> {
                if (name != null) {
                    // Bound by the protocol it would run a text that no Parse showed.
                    prepared.confirmGone(name);
                    prepared.expectGone(name);
                }
            }
            case "DEALLOCATE" -> {
                if (name != null) {
                    prepared.confirmGone(name);
                    prepared.expectGone(name);
                } else {
                    allPreparedGone();
                }
            }
            case "DEALLOCATE ALL", "DISCARD ALL" -> allPreparedGone();
            default -> {
                // No other statement does anything to them.
            }
        }
        if (statement.effect().compareTo(Effect.DDL) >= 0 || !statement.opaque().isEmpty()) {
            schemaTouched = true;
        }
    }

    private void allPreparedGone() {
        prepared.confirmAllGone();
        restartNames();
    }

    private void readyForQuery(Frame frame) throws ProtocolViolation {
        ReadyForQuery ready = (ReadyForQuery) BackendMessages.decode(frame);
        switch (inFlight.poll()) {
            case Expected.OfSync _, Expected.OfFunctionCall _ -> {
                // Its attempts are finished already.
            }
            case Expected.OfQuery query -> {
                prepared.confirmGone("");
                portals.confirmGone("");
                finish(query.attempt, query.attempt.sqlState == null ? "completed" : "failed", null);
            }
            case null, default -> throw unfit(frame);
        }
        status = ready.status();
        copyEnded();
        if (status == TransactionStatus.IDLE) {
            transactionEnded();
        }
        actions.sendClient(frame.bytes());
    }

    private void transactionEnded() {
        openPortals.forEach(this::finishUnused);
        openPortals.clear();
        portals.confirmAllGone();
        restartNames();
        transactionHidesTexts = false;
        for (Expected expected : inFlight) {
            switch (expected) {
                case Expected.OfQuery query -> note(query.answer);
                case Expected.OfBind(var portal) -> note(portal.answer);
                default -> {
                    // Nothing of it outlives its answer.
                }
            }
        }
        if (schemaTouched) {
            schemaTouched = false;
            actions.schemaChanged();
        }
    }

    private void finishUnused(Portal portal) {
        if (!portal.executed) {
            finish(portal.attempt, "unused", null);
        }
    }

    // -- errors

    private void error(Frame frame) throws ProtocolViolation {
        ErrorResponse error = (ErrorResponse) BackendMessages.decode(frame);
        Expected failed = inFlight.peek();
        copyEnded();
        if (isFatal(error) || failed == null) {
            fatal |= isFatal(error);
            sendError(frame, error, hidesTexts());
            if (failed != null) {
                mark(failed, error.sqlState());
            }
            return;
        }
        switch (failed) {
            case Expected.OfQuery query -> {
                // ReadyForQuery follows and takes it out of flight.
                ErrorResponse refusal = query.refusal;
                query.attempt.sqlState = refusal == null ? error.sqlState() : refusal.sqlState();
                if (refusal == null) {
                    sendError(frame, error, hidesTexts());
                } else {
                    actions.sendClient(refusal.encode());
                    finish(query.attempt, "denied", refusal.sqlState());
                }
            }
            case Expected.OfSync _ -> sendError(frame, error, hidesTexts());
            case Expected.OfFunctionCall(var attempt, var refusal) -> {
                actions.sendClient(refusal.encode());
                finish(attempt, "denied", refusal.sqlState());
            }
            case Expected.OfRefusal(var attempt, var refusal, var dropsUnnamed) -> {
                actions.sendClient(refusal.encode());
                finish(attempt, "denied", refusal.sqlState());
                if (dropsUnnamed) {
                    prepared.confirmGone("");
                }
                skipToSync();
            }
            default -> {
                sendError(frame, error, hidesTexts());
                mark(failed, error.sqlState());
                skipToSync();
            }
        }
    }

    private void mark(Expected failed, String sqlState) {
        switch (failed) {
            case Expected.OfExecute execute -> finish(execute.attempt(), "failed", sqlState);
            case Expected.OfBind(var portal) -> finish(portal.attempt, "failed", sqlState);
            case Expected.OfParse(var statement, var attempt) -> {
                finish(attempt, "failed", sqlState);
                if (statement.name().isEmpty()) {
                    prepared.confirmGone("");
                }
            }
            case Expected.OfQuery query -> query.attempt.sqlState = sqlState;
            default -> {
                // It carries no attempt of its own.
            }
        }
    }

    /** Everything in flight up to the next Sync will be passed over by the server without an answer. */
    private void skipToSync() {
        Expected first = inFlight.peek();
        while (first != null && !(first instanceof Expected.OfSync)) {
            finishAs(inFlight.remove(), "skipped");
            first = inFlight.peek();
        }
        skipping = first == null;
        restartNames();
    }

    private void restartNames() {
        prepared.restart();
        portals.restart();
        for (Expected expected : inFlight) {
            switch (expected) {
                case Expected.OfParse parse -> prepared.expect(parse.prepared().name(), parse.prepared());
                case Expected.OfBind(var portal) -> portals.expect(portal.name, portal);
                case Expected.OfClose(var ofPortal, var name) -> {
                    if (ofPortal) {
                        portals.expectGone(name);
                    } else {
                        prepared.expectGone(name);
                    }
                }
                case Expected.OfRefusal refused -> {
                    if (refused.dropsUnnamed()) {
                        prepared.expectGone("");
                    }
                }
                case Expected.OfQuery _ -> expectUnnamedGone();
                default -> {
                    // It changes no name.
                }
            }
        }
    }

    private static boolean isFatal(ErrorResponse error) {
        return error.severity().equals("FATAL") || error.severity().equals("PANIC");
    }

    private void sendError(Frame frame, ErrorResponse error, boolean hides) {
        actions.sendClient(hides ? ServerTexts.hide(error).encode() : frame.bytes());
    }

    private boolean hidesTexts() {
        return transactionHidesTexts;
    }

    /** What the parser assumes of the session must stay true; whatever changed it, nothing more is read under other rules. */
    private void parameterStatus(Frame frame) throws ProtocolViolation {
        ParameterStatus parameter = (ParameterStatus) BackendMessages.decode(frame);
        boolean sound = switch (parameter.name().toLowerCase(Locale.ROOT)) {
            case "client_encoding" -> parameter.value().equals("UTF8");
            case "standard_conforming_strings" -> parameter.value().equals("on");
            default -> true;
        };
        if (!sound) {
            session.end(
                    "0A000",
                    parameter.name() + " = " + parameter.value() + " is not available through Sallyport",
                    "Leave it as it is: under another value a text may mean something else than was decided on.",
                    parameter.name() + " was changed");
            return;
        }
        actions.sendClient(frame.bytes());
    }

    void serverGone(String why) {
        if (fatal) {
            session.closeQuietly("the server ended the session");
        } else {
            session.end("08006", "the connection to the server was lost", "Connect again.", why);
        }
    }

    // -- the audit

    private void send(Bytes bytes, Attempt attempt) {
        attempt.bytes += bytes.length();
        actions.sendClient(bytes);
    }

    private Attempt running() throws ProtocolViolation {
        return switch (inFlight.peek()) {
            case Expected.OfExecute execute -> execute.attempt();
            case Expected.OfQuery query when query.refusal == null -> query.attempt;
            case null, default -> throw new ProtocolViolation("the server sent data that nobody asked for");
        };
    }

    private void copyEnded() {
        copyIn = null;
        copyingOut = false;
    }

    private static ProtocolViolation unfit(Frame frame) {
        return new ProtocolViolation("the server sent a message of type " + (char) frame.type() + " out of turn");
    }

    /** Writes what came of an attempt, once. */
    void finish(Attempt attempt, String outcome, @Nullable String sqlState) {
        if (attempt.finished) {
            return;
        }
        attempt.finished = true;
        actions.append(new AuditRecord.StatementFinished(
                session.id(),
                attempt.number,
                outcome,
                attempt.rows,
                attempt.bytes,
                Duration.ofNanos(session.now() - attempt.startedNanos),
                sqlState == null ? attempt.sqlState : sqlState,
                attempt.commandTag));
    }

    private void finishAs(Expected expected, String outcome) {
        switch (expected) {
            case Expected.OfParse parse -> finish(parse.attempt(), outcome, null);
            case Expected.OfBind(var portal) -> finish(portal.attempt, outcome, null);
            case Expected.OfExecute execute -> finish(execute.attempt(), outcome, null);
            case Expected.OfRefusal refused ->
                finish(refused.attempt(), "denied", refused.refusal().sqlState());
            case Expected.OfFunctionCall(var attempt, var refusal) -> finish(attempt, "denied", refusal.sqlState());
            case Expected.OfQuery query -> finish(query.attempt, outcome, null);
            case Expected.OfDescribe _, Expected.OfClose _, Expected.OfSync _ -> {
                // It carries no attempt of its own.
            }
        }
    }

    /** The session is over: what is in flight may or may not have taken effect. */
    void abandon() {
        inFlight.forEach(expected -> finishAs(expected, "unknown"));
        inFlight.clear();
        openPortals.forEach(this::finishUnused);
        openPortals.clear();
    }
}
