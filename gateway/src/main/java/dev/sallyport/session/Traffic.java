package dev.sallyport.session;

import dev.sallyport.audit.AuditRecord;
import dev.sallyport.audit.StatementText;
import dev.sallyport.grant.Grant;
import dev.sallyport.identity.Principal;
import dev.sallyport.masking.MaskingFailure;
import dev.sallyport.policy.AnswerRules;
import dev.sallyport.policy.Decided;
import dev.sallyport.policy.Decision;
import dev.sallyport.policy.Decision.Allow;
import dev.sallyport.policy.Decision.Deny;
import dev.sallyport.policy.Decision.Hold;
import dev.sallyport.policy.Reason;
import dev.sallyport.session.Event.Verdict;
import dev.sallyport.sql.Statement;
import dev.sallyport.wire.BackendMessage.AuthenticationOk;
import dev.sallyport.wire.BackendMessage.BackendKeyData;
import dev.sallyport.wire.BackendMessage.ErrorResponse;
import dev.sallyport.wire.BackendMessage.NoticeResponse;
import dev.sallyport.wire.BackendMessage.ParameterStatus;
import dev.sallyport.wire.BackendMessage.ReadyForQuery;
import dev.sallyport.wire.Bytes;
import dev.sallyport.wire.Frame;
import dev.sallyport.wire.FrontendMessage;
import dev.sallyport.wire.FrontendMessage.Bind;
import dev.sallyport.wire.FrontendMessage.Close;
import dev.sallyport.wire.FrontendMessage.Describe;
import dev.sallyport.wire.FrontendMessage.Execute;
import dev.sallyport.wire.FrontendMessage.Flush;
import dev.sallyport.wire.FrontendMessage.Parse;
import dev.sallyport.wire.FrontendMessage.Query;
import dev.sallyport.wire.FrontendMessage.Target;
import dev.sallyport.wire.FrontendMessages;
import dev.sallyport.wire.FrontendType;
import dev.sallyport.wire.Input;
import dev.sallyport.wire.ProtocolViolation;
import dev.sallyport.wire.Run;
import dev.sallyport.wire.TransactionStatus;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The client's half of a session that is open: its messages are taken one by one and in order; each that carries a statement is decided,
 * recorded, held if a rule says so, and only then put into the outbox. Control messages follow in the same queue.
 *
 * <p>The server's half is {@link Answers}. What both share: the messages that are with the server unanswered, and what the names of
 * prepared statements and portals stand for.
 */
final class Traffic implements Stage {
    private static final int FRAME_OVERHEAD = 64;

    private final Session session;
    private final Actions actions;
    private final Principal principal;
    private final Grant grant;

    /** On its account go the messages that carry no statement. */
    private final Attempt opening;

    private final Outbox outbox;
    private final Answers answers;
    private final Parameters parameters = new Parameters();

    private final ArrayDeque<Frame> waiting = new ArrayDeque<>();
    private int waitingBytes;
    private boolean reading = true;
    private @Nullable Gate gate;
    private long attempts;
    private long lastHeardNanos;

    Traffic(Session session, Principal principal, Grant grant, Attempt opening) {
        this.session = session;
        this.actions = session.actions();
        this.principal = principal;
        this.grant = grant;
        this.opening = opening;
        this.outbox = new Outbox(actions);
        this.answers = new Answers(session);
        this.lastHeardNanos = session.now();
    }

    /** Tells the client that it is in. */
    void welcome(Map<String, String> serverParameters, BackendKeyData key) {
        actions.sendClient(new AuthenticationOk().encode());
        serverParameters.forEach((name, value) -> actions.sendClient(new ParameterStatus(name, value).encode()));
        actions.sendClient(key.encode());
        actions.sendClient(new ReadyForQuery(TransactionStatus.IDLE).encode());
        actions.setTimer(Timer.IDLE, grant.idle());
        // Whoever changed the schema by another way: a new session looks at it anew.
        actions.schemaChanged();
    }

    long attempts() {
        return attempts;
    }

    boolean clientAtFrameBoundary() {
        return answers.clientAtFrameBoundary();
    }

    boolean passesFromServer(byte type) {
        return answers.passes(type);
    }

    /** Data of a COPY that the server waits for, with nothing before it that has to be looked at. */
    boolean passesFromClient(byte type) {
        return type == FrontendType.COPY_DATA && answers.copyingIn() && waiting.isEmpty() && gate == null;
    }

    @Override
    public void on(Event event) throws ProtocolViolation {
        switch (event) {
            case Event.ClientSent(var input) -> received(input);
            case Event.ServerSent(var input) -> answered(input);
            case Event.DecisionMade(var number, var decided)
            when gate instanceof Gate.Deciding(var asked, var request) && asked == number -> {
                gate = null;
                decided(request, decided);
            }
            case Event.DecisionMade _ -> {
                // The answer to a question that a cancel or an error has made idle.
            }
            case Event.Recorded(var number, var receipt) -> outbox.receive(number, receipt);
            case Event.HoldAnswered(var number, var verdict)
            when gate instanceof Gate.Holding holding && holding.number() == number -> answered(holding, verdict);
            case Event.HoldAnswered _ -> {
                // It was withdrawn meanwhile.
            }
            case Event.CancelRequested _ -> cancel();
            case Event.ServerGone(var why) -> answers.serverGone(why);
            case Event.TimerExpired(var timer) when timer == Timer.IDLE -> idle();
            case Event.TimerExpired(var timer)
            when timer == Timer.HOLD -> {
                if (gate instanceof Gate.Holding holding) {
                    actions.endHold(holding.number(), "nobody answered in time");
                    refuseHeld(holding, "approval request " + holding.id() + " expired: nobody answered in time");
                }
            }
            default -> throw new IllegalStateException(event.getClass().getSimpleName() + " in an open session");
        }
        if (!session.isClosed()) {
            drain();
        }
    }

    private void answered(Input input) {
        try {
            answers.take(input);
        } catch (ProtocolViolation | MaskingFailure violation) {
            session.end("08006", "the server's answer could not be understood", "", "the server broke the protocol");
            return;
        }
        if (answers.skipping()) {
            skipHeld();
        }
        boolean moved = switch (gate) {
            case Gate.AwaitingCopy(var copy) -> answers.copySettled(copy);
            case Gate.Settling(var inFlight) -> answers.inFlight() != inFlight;
            case null, default -> false;
        };
        if (moved) {
            gate = null;
        }
    }

    @Override
    public void abandon(String why) {
        if (gate instanceof Gate.Holding holding) {
            actions.endHold(holding.number(), why);
            finish(holding.attempt(), "cancelled", null);
        }
        gate = null;
        waiting.clear();
        answers.abandon();
    }

    // -- the client's messages, in order

    private void received(Input input) throws ProtocolViolation {
        lastHeardNanos = session.now();
        switch (input) {
            case Frame frame -> {
                waiting.add(frame);
                waitingBytes += cost(frame);
                if (reading && waitingBytes > session.settings().waitingBytes()) {
                    reading = false;
                    actions.readClient(false);
                }
            }
            case Run run -> copyData(run.bytes());
        }
    }

    /** What a waiting frame takes up: a flood of tiny ones counts for more than its bytes. */
    private static int cost(Frame frame) {
        return frame.bytes().length() + FRAME_OVERHEAD;
    }

    private void drain() throws ProtocolViolation {
        while (gate == null
                && !session.isClosed()
                && answers.inFlight() < session.settings().inFlight()) {
            Frame frame = waiting.poll();
            if (frame == null) {
                break;
            }
            waitingBytes -= cost(frame);
            handle(frame);
        }
        if (!reading && waitingBytes <= session.settings().waitingBytes() / 2 && !session.isClosed()) {
            reading = true;
            actions.readClient(true);
        }
    }

    private void handle(Frame frame) throws ProtocolViolation {
        if (frame.type() == FrontendType.TERMINATE) {
            session.closeQuietly("the client said goodbye");
        } else if (answers.copyingIn()) {
            copy(frame);
        } else if (answers.skipping() && frame.type() != FrontendType.SYNC) {
            // The server has reported an error and reads nothing before the next Sync; it need not see this either.
            return;
        } else {
            switch (FrontendMessages.decode(frame)) {
                case Query(var sql) -> decide(new Request.OfQuery(frame, sql));
                case Parse parse -> parse(frame, parse);
                case Bind bind -> bind(frame, bind);
                case Execute execute -> execute(frame, execute);
                case Describe describe -> describe(frame, describe);
                case Close close -> close(frame, close);
                case Flush _ -> outbox.send(frame.bytes(), opening);
                case FrontendMessage.Sync _ -> {
                    answers.expect(new Expected.OfSync());
                    outbox.send(frame.bytes(), opening);
                }
                case FrontendMessage.FunctionCall _ -> refuseFunctionCall();
                case FrontendMessage.CopyData _, FrontendMessage.CopyDone _, FrontendMessage.CopyFail _ -> {
                    // As the server does: what is left of a COPY that has failed is dropped.
                }
                case FrontendMessage.PasswordMessage _,
                        FrontendMessage.SASLInitialResponse _,
                        FrontendMessage.SASLResponse _,
                        FrontendMessage.Terminate _ ->
                    throw new ProtocolViolation("a password message in an open session");
            }
        }
    }

    private void parse(Frame frame, Parse parse) {
        if (answers.prepared().size() >= session.settings().preparedStatements()) {
            refuseUndecided(
                    parse.sql(),
                    "parse",
                    parse.statement(),
                    Refusal.plain("54000", "too many prepared statements in this session; close some"));
            return;
        }
        decide(new Request.OfParse(frame, parse));
    }

    /** Puts a message back until more is answered, if it is not certain yet what a name in it stands for. */
    private boolean putBack(Frame frame, Names<?> names, String name) {
        if (answers.isSettled(names, name)) {
            return false;
        }
        waiting.addFirst(frame);
        waitingBytes += cost(frame);
        gate = new Gate.Settling(answers.inFlight());
        return true;
    }

    private void bind(Frame frame, Bind bind) {
        if (putBack(frame, answers.prepared(), bind.statement())) {
            return;
        }
        Prepared prepared = answers.prepared().get(bind.statement());
        if (prepared == null) {
            // The server may know the name by a way that was not seen here, so it is not asked.
            String what = bind.statement().isEmpty()
                    ? "unnamed prepared statement does not exist"
                    : "prepared statement \"" + bind.statement() + "\" does not exist";
            refuseUndecided(Bytes.EMPTY, "bind", bind.statement(), Refusal.plain("26000", what));
        } else if (answers.portals().size() >= session.settings().portals()) {
            refuseUndecided(
                    prepared.sql(),
                    "bind",
                    bind.statement(),
                    Refusal.plain("54000", "too many portals in this session; close some"));
        } else {
            decide(new Request.OfBind(frame, bind, prepared));
        }
    }

    private void execute(Frame frame, Execute execute) {
        if (putBack(frame, answers.portals(), execute.portal())) {
            return;
        }
        Portal portal = answers.portals().get(execute.portal());
        if (portal == null) {
            refuseUndecided(
                    Bytes.EMPTY,
                    "execute",
                    null,
                    Refusal.plain("34000", "portal \"" + execute.portal() + "\" does not exist"));
            return;
        }
        Attempt attempt = portal.attempt;
        if (portal.executed) {
            attempt = attempt(
                    "execute", portal.prepared.sql(), portal.prepared, 0, portal.statements, "allow", List.of(), null);
        }
        portal.executed = true;
        if (!portal.unmasked() && !portal.described) {
            // Without its description nobody could tell which of its columns are to be masked.
            portal.described = true;
            answers.expect(new Expected.OfDescribe(portal, true));
            outbox.send(new Describe(Target.PORTAL, portal.name).encode(), portal.attempt);
        }
        Expected expected = new Expected.OfExecute(portal, attempt);
        answers.expect(expected);
        outbox.send(frame.bytes(), attempt);
        if (copies(portal.statements)) {
            // Otherwise the server would keep an answer without data to itself until the next Sync.
            outbox.send(new Flush().encode(), opening);
            gate = new Gate.AwaitingCopy(expected);
        }
    }

    private void describe(Frame frame, Describe describe) {
        if (describe.target() == Target.PORTAL && putBack(frame, answers.portals(), describe.name())) {
            return;
        }
        Portal portal = describe.target() == Target.PORTAL ? answers.portals().get(describe.name()) : null;
        if (portal != null) {
            portal.described = true;
        }
        answers.expect(new Expected.OfDescribe(portal, false));
        outbox.send(frame.bytes(), opening);
    }

    private void close(Frame frame, Close close) {
        boolean ofPortal = close.target() == Target.PORTAL;
        if (ofPortal) {
            answers.portals().expectGone(close.name());
        } else {
            answers.prepared().expectGone(close.name());
        }
        answers.expect(new Expected.OfClose(ofPortal, close.name()));
        outbox.send(frame.bytes(), opening);
    }

    private void refuseFunctionCall() {
        Attempt attempt = attempt("functionCall", Bytes.EMPTY, null, 0, List.of(), "deny", List.of(), null);
        ErrorResponse refusal = Refusal.plain(
                "0A000", "the function call protocol is not available through Sallyport; call the function by SELECT");
        answers.expect(new Expected.OfFunctionCall(attempt, refusal));
        outbox.send(Refusal.functionCall(), attempt);
    }

    // -- decisions

    private void decide(Request request) {
        long number = session.nextNumber();
        gate = new Gate.Deciding(number, request);
        actions.decide(number, principal, grant, request.sql());
    }

    private void decided(Request request, Decided decided) {
        if (answers.skipping()) {
            // Meanwhile the server has reported an error and passes over everything up to the next Sync.
            return;
        }
        switch (decided.decision()) {
            case Deny deny -> refuse(request, decided, deny);
            case Allow allow -> forward(request, decided, attemptOf(request, decided, "allow", null), allow.answer());
            case Hold hold -> {
                if (request instanceof Request.OfParse) {
                    // Preparing plans and runs nothing; the wait is at each Bind, when the parameters are known.
                    forward(request, decided, attemptOf(request, decided, "hold", null), hold.answer());
                } else {
                    hold(request, decided, hold);
                }
            }
        }
    }

    /** Puts a request that may go on into the outbox. */
    private void forward(Request request, Decided decided, Attempt attempt, AnswerRules answer) {
        switch (request) {
            case Request.OfQuery query -> {
                Expected expected = new Expected.OfQuery(attempt, decided.statements(), answer, null);
                answers.expect(expected);
                outbox.send(query.frame().bytes(), attempt);
                if (copies(decided.statements())) {
                    gate = new Gate.AwaitingCopy(expected);
                }
            }
            case Request.OfParse(var frame, var parse) -> {
                Prepared prepared = new Prepared(parse.statement(), parse.sql(), parse.parameterTypes());
                answers.prepared().expect(prepared.name(), prepared);
                answers.expect(new Expected.OfParse(prepared, attempt));
                outbox.send(frame.bytes(), attempt);
            }
            case Request.OfBind(var frame, var bind, var prepared) -> {
                Portal portal = new Portal(bind.portal(), prepared, decided.statements(), answer, attempt);
                answers.portals().expect(portal.name, portal);
                answers.expect(new Expected.OfBind(portal));
                outbox.send(frame.bytes(), attempt);
            }
        }
    }

    private void refuse(Request request, Decided decided, Deny deny) {
        Attempt attempt = attemptOf(request, decided, "deny", null);
        refuse(request, attempt, Refusal.of(deny, session.id(), attempt.number));
    }

    /** Has the server refuse a request, in our words. */
    private void refuse(Request request, Attempt attempt, ErrorResponse refusal) {
        switch (request) {
            case Request.OfQuery _ -> {
                answers.expect(new Expected.OfQuery(attempt, List.of(), AnswerRules.UNCHANGED, refusal));
                outbox.send(Refusal.query(session.id(), attempt.number), attempt);
            }
            case Request.OfParse refused -> {
                Parse parse = refused.parse();
                if (parse.statement().isEmpty()) {
                    answers.prepared().expectGone("");
                }
                answers.expect(new Expected.OfRefusal(
                        attempt, refusal, parse.statement().isEmpty()));
                outbox.send(Refusal.parse(parse.statement(), session.id(), attempt.number), attempt);
            }
            case Request.OfBind _ -> {
                answers.expect(new Expected.OfRefusal(attempt, refusal, false));
                outbox.send(Refusal.other(session.id(), attempt.number), attempt);
            }
        }
    }

    /** Has the server refuse something of the extended protocol that policy need not be asked about. */
    private void refuseUndecided(Bytes sql, String phase, @Nullable String name, ErrorResponse refusal) {
        Prepared prepared = name == null ? null : new Prepared(name, sql, List.of());
        Attempt attempt = attempt(phase, sql, prepared, 0, List.of(), "deny", List.of(), null);
        answers.expect(new Expected.OfRefusal(attempt, refusal, false));
        outbox.send(Refusal.other(session.id(), attempt.number), attempt);
    }

    // -- holds

    private void hold(Request request, Decided decided, Hold hold) {
        boolean inTransaction = answers.inTransaction();
        Duration within = inTransaction
                ? session.settings().holdInTransactionWithin()
                : session.settings().holdWithin();
        long number = session.nextNumber();
        List<String> values = request instanceof Request.OfBind bound ? parameters.display(bound.bind()) : List.of();
        String id = actions.hold(
                number,
                new HoldRequest(
                        attempts + 1, request.sql().utf8ForDisplay(), values, hold.reasons(), inTransaction, within));
        Attempt attempt = attemptOf(request, decided, "hold", id);
        gate = new Gate.Holding(number, id, request, decided, attempt);
        actions.setTimer(Timer.HOLD, within);
        answers.notice(NoticeResponse.builder("NOTICE", "00000", "waiting for approval, request " + id)
                .detail(Refusal.detail(hold.reasons(), session.id(), attempt.number, id))
                .hint("An approver decides with: sallyport approve " + id
                        + " (or deny). Cancelling the statement withdraws it.")
                .build());
        if (answers.inFlight() > 0 && !(request instanceof Request.OfQuery)) {
            // So that the client gets what was answered before, and an error there ends the wait.
            outbox.send(new Flush().encode(), opening);
        }
    }

    private void answered(Gate.Holding holding, Verdict verdict) {
        switch (verdict) {
            case Verdict.Approved _ -> {
                actions.setTimer(Timer.HOLD, null);
                gate = null;
                Decision decision = holding.decided().decision();
                if (decision instanceof Hold hold) {
                    forward(holding.request(), holding.decided(), holding.attempt(), hold.answer());
                }
            }
            case Verdict.Refused(var reason) -> refuseHeld(holding, "approval request " + holding.id() + ": " + reason);
        }
    }

    private void refuseHeld(Gate.Holding holding, String message) {
        actions.setTimer(Timer.HOLD, null);
        gate = null;
        List<Reason> reasons = holding.decided().decision().reasons();
        refuse(
                holding.request(),
                holding.attempt(),
                Refusal.ofHold(message, reasons, session.id(), holding.attempt().number, holding.id()));
    }

    /** An error before a held message makes the server skip it, so nobody needs to be asked. */
    private void skipHeld() {
        if (gate instanceof Gate.Holding holding) {
            actions.endHold(holding.number(), "an earlier statement failed");
            actions.setTimer(Timer.HOLD, null);
            gate = null;
            finish(holding.attempt(), "skipped", null);
        }
    }

    private void cancel() {
        if (gate instanceof Gate.Holding holding) {
            actions.endHold(holding.number(), "cancelled by the client");
            refuseHeld(holding, "canceling statement due to user request");
        } else {
            actions.cancelServer();
        }
    }

    // -- COPY

    private static boolean copies(List<Statement> statements) {
        return statements.stream().anyMatch(statement -> statement.kind().equals("COPY"));
    }

    private void copy(Frame frame) throws ProtocolViolation {
        switch (frame.type()) {
            case FrontendType.COPY_DATA -> copyData(frame.bytes());
            case FrontendType.COPY_DONE, FrontendType.COPY_FAIL -> {
                FrontendMessages.decode(frame);
                outbox.send(frame.bytes(), answers.copyAccount());
                answers.copyInEnded();
                if (answers.answering() instanceof Expected.OfQuery query) {
                    // Another COPY may follow in the same Query.
                    gate = new Gate.AwaitingCopy(query);
                }
            }
            case FrontendType.FLUSH, FrontendType.SYNC -> {
                // The server ignores both while it takes in data, and so answers neither.
            }
            default -> throw new ProtocolViolation("a message that does not belong into COPY data");
        }
    }

    private void copyData(Bytes bytes) {
        if (answers.copyingIn()) {
            outbox.send(bytes, answers.copyAccount());
        }
    }

    // -- the audit

    private Attempt attemptOf(Request request, Decided decided, String decision, @Nullable String requestId) {
        List<Reason> reasons = decided.decision().reasons();
        return switch (request) {
            case Request.OfQuery query ->
                attempt("query", query.sql(), null, 0, decided.statements(), decision, reasons, requestId);
            case Request.OfParse parsed ->
                attempt(
                        "parse",
                        parsed.sql(),
                        new Prepared(
                                parsed.parse().statement(),
                                parsed.sql(),
                                parsed.parse().parameterTypes()),
                        parsed.parse().parameterTypes().size(),
                        decided.statements(),
                        decision,
                        reasons,
                        requestId);
            case Request.OfBind bound ->
                attempt(
                        "bind",
                        bound.sql(),
                        bound.prepared(),
                        bound.bind().parameters().size(),
                        decided.statements(),
                        decision,
                        reasons,
                        requestId);
        };
    }

    /** Numbers an attempt and appends it to the audit. */
    private Attempt attempt(
            String phase,
            Bytes sql,
            @Nullable Prepared prepared,
            int parameterCount,
            List<Statement> statements,
            String decision,
            List<Reason> reasons,
            @Nullable String requestId) {
        Attempt attempt = new Attempt(session.nextNumber(), ++attempts, session.now());
        outbox.expectReceipt(attempt);
        actions.append(
                attempt.append,
                new AuditRecord.StatementAttempted(
                        session.id(),
                        attempt.number,
                        phase,
                        StatementText.of(sql.array(), sql.offset(), sql.length()),
                        prepared == null ? null : prepared.name(),
                        prepared == null ? List.of() : parameters.types(prepared),
                        parameterCount,
                        statements.stream().map(Statement::kind).toList(),
                        decision,
                        reasons.stream().map(Reason::fact).toList(),
                        reasons.isEmpty() ? null : reasons.getFirst().rule(),
                        requestId));
        return attempt;
    }

    private void finish(Attempt attempt, String outcome, @Nullable String sqlState) {
        answers.finish(attempt, outcome, sqlState);
    }

    // -- time

    /** The timer runs for a whole interval at a time, so that a busy session need not touch it. */
    private void idle() {
        Duration silent = Duration.ofNanos(session.now() - lastHeardNanos);
        Duration left = grant.idle().minus(silent);
        if (left.isPositive()) {
            actions.setTimer(Timer.IDLE, left);
        } else if (gate != null || answers.inFlight() > 0) {
            actions.setTimer(Timer.IDLE, grant.idle());
        } else {
            session.end(
                    "57P05",
                    "the session was idle for " + grant.idle().toSeconds() + " seconds, as long as its grant allows",
                    "Connect again.",
                    "idle for too long");
        }
    }
}
