package dev.sallyport.session;

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
import dev.sallyport.policy.Situation;
import dev.sallyport.session.Event.Verdict;
import dev.sallyport.session.ReadingRules.Passage;
import dev.sallyport.sql.Statement;
import dev.sallyport.wire.BackendMessage.AuthenticationOk;
import dev.sallyport.wire.BackendMessage.BackendKeyData;
import dev.sallyport.wire.BackendMessage.ErrorResponse;
import dev.sallyport.wire.BackendMessage.NoticeResponse;
import dev.sallyport.wire.BackendMessage.ParameterStatus;
import dev.sallyport.wire.BackendMessage.ReadyForQuery;
import dev.sallyport.wire.BindHead;
import dev.sallyport.wire.Bytes;
import dev.sallyport.wire.ClientEncoding;
import dev.sallyport.wire.Frame;
import dev.sallyport.wire.FrameLimits;
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
import dev.sallyport.wire.Head;
import dev.sallyport.wire.Input;
import dev.sallyport.wire.ProtocolViolation;
import dev.sallyport.wire.Run;
import dev.sallyport.wire.TransactionStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The client's half of a session that is open: its messages are taken one by one and in order; each that carries a statement is decided,
 * recorded, held if a rule says so, and only then put into the outbox. Control messages follow in the same queue.
 *
 * <p>The server's half is {@link Answers}. What both share is {@link InFlight}.
 */
final class Traffic implements Stage {
    /** How many bytes the texts of a session's prepared statements and portals may have, those in flight counted once more. */
    static final int MOST_TEXT_BYTES = 16 << 20;

    private static final String TOO_MUCH_TEXT = "the prepared statements and portals of this session have more than "
            + MOST_TEXT_BYTES + " bytes of text; close some";

    private static final String TOO_MANY_LABELS =
            "the session has read columns of more than " + SessionFacts.MOST_LABELS + " labels";

    private static final String UNSEEN =
            "EXECUTE can't run a statement that was prepared by the protocol; bind it by the protocol";

    private static final String NOT_FOR_COPY = "a message that does not belong into COPY data";
    private static final String TOO_LONG_TO_HOLD =
            "the parameters of a statement that waits for approval take more than " + FrameLimits.LONGEST_VALUES
                    + " bytes, too many to be shown";

    private static final String FOREIGN_NAME =
            "a name of a prepared statement or portal must be ASCII unless client_encoding is UTF8";

    private static final String MASKED_FIRST =
            "Select the masked columns before the large ones, within the first " + FrameLimits.HEAD_OF_ROW + " bytes.";

    private final Session session;
    private final Actions actions;
    private final Principal principal;
    private final Grant grant;
    private final SessionFacts facts;

    private final Outbox outbox;
    private final InFlight inFlight = new InFlight();
    private final Ledger ledger;
    private final Dispatch dispatch;
    private final Answers answers;

    private final Inbox inbox;
    private @Nullable Gate gate;
    private long lastHeardNanos;

    private final ReadingRules reading = new ReadingRules(inFlight);

    private ServersGrammar grammar = ServersGrammar.NEWER;

    Traffic(Session session, Principal principal, Grant grant, Attempt opening, SessionFacts facts, int serverProcess) {
        this.session = session;
        this.actions = session.actions();
        this.principal = principal;
        this.grant = grant;
        this.facts = facts;
        this.inbox = new Inbox(actions, session.settings().waitingBytes());
        this.outbox = new Outbox(actions);
        this.ledger = new Ledger(session, outbox, inFlight, facts);
        this.dispatch = new Dispatch(session, outbox, inFlight, ledger, opening);
        this.answers = new Answers(session, inFlight, serverProcess);
        this.lastHeardNanos = session.now();
    }

    /** Tells the client that it is in. */
    void welcome(Map<String, String> serverParameters, BackendKeyData key) {
        grammar = ServersGrammar.of(serverParameters.getOrDefault("server_version", ""));
        inFlight.encoding().begins(serverParameters);
        ClientEncoding encoding = inFlight.encoding().reported();
        String path = serverParameters.get(SessionPath.PARAMETER);
        if (path != null) {
            inFlight.path().reported(path);
        }
        actions.sendClient(new AuthenticationOk().encode());
        serverParameters.forEach(
                (name, value) -> actions.sendClient(new ParameterStatus(name, encoding.bytesOf(value)).encode()));
        actions.sendClient(key.encode());
        actions.sendClient(new ReadyForQuery(TransactionStatus.IDLE).encode());
        actions.setTimer(Timer.IDLE, grant.idle());
        actions.sessionBegan();
    }

    long attempts() {
        return ledger.attempts();
    }

    boolean clientAtFrameBoundary() {
        return answers.clientAtFrameBoundary();
    }

    boolean passesFromServer(byte type) {
        return answers.passes(type);
    }

    /** Data of a COPY that the server waits for, with nothing before it that has to be looked at. */
    boolean passesFromClient(byte type) {
        return type == FrontendType.COPY_DATA && answers.copyingIn() && inbox.isEmpty() && gate == null;
    }

    @Override
    public void on(Event event) throws ProtocolViolation {
        switch (event) {
            case Event.ClientSent(var input) -> received(input);
            case Event.ServerSent(var input) -> answered(input);
            case Event.DecisionMade(var number, var decided)
            when gate instanceof Gate.Deciding deciding && deciding.number() == number -> {
                gate = null;
                decided(deciding.request(), deciding.approved(), decided);
                if (deciding.request().isPart() && !(gate instanceof Gate.Unsettled)) {
                    inbox.settle();
                }
            }
            case Event.DecisionMade _ -> {
                // The answer to a question that a cancel or an error has made idle.
            }
            case Event.Written(var number, var receipt) -> outbox.written(number, receipt);
            case Event.Recorded(var number, var receipt) -> {
                outbox.receive(number, receipt);
                answers.recorded();
            }
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
        } catch (MaskingFailure failure) {
            if (failure.isTooLong()) {
                session.end(
                        "54000", "a row is too long to be masked", MASKED_FIRST, String.valueOf(failure.getMessage()));
            } else {
                notUnderstood();
            }
            return;
        } catch (ProtocolViolation violation) {
            notUnderstood();
            return;
        }
        if (inFlight.skipping()) {
            skipHeld();
        }
        boolean moved = switch (gate) {
            case Gate.AwaitingCopy(var copy) -> answers.copySettled(copy);
            case Gate.Settling(var unanswered) -> inFlight.size() != unanswered;
            case Gate.Unsettled(var _, var _, var unanswered) -> inFlight.size() != unanswered;
            case null, default -> false;
        };
        if (moved && gate instanceof Gate.Unsettled(var request, var approved, var _)) {
            decide(request, approved);
        } else if (moved) {
            gate = null;
        }
    }

    private void notUnderstood() {
        session.end("08006", "the server's answer could not be understood", "", "the server broke the protocol");
    }

    @Override
    public void abandon(String why) {
        if (gate instanceof Gate.Holding holding) {
            actions.endHold(holding.number(), why);
            answers.finish(holding.attempt(), "cancelled", null);
        } else if (gate instanceof Gate.Deciding(var _, var _, var approved) && approved != null) {
            answers.finish(approved.attempt(), "cancelled", null);
        } else if (gate instanceof Gate.Unsettled(var _, var approved, var _) && approved != null) {
            answers.finish(approved.attempt(), "cancelled", null);
        }
        gate = null;
        inbox.clear();
        answers.abandon();
    }

    // -- the client's messages, in order

    private void received(Input input) throws ProtocolViolation {
        lastHeardNanos = session.now();
        switch (input) {
            case Frame frame -> inbox.add(frame);
            case Head head -> inbox.add(head);
            case Run run -> {
                // What was begun goes on to its end on the same account, even if the COPY has failed meanwhile.
                Attempt account = inbox.isBetweenMessages() ? answers.copyAccount() : inbox.account();
                if (account != null) {
                    dispatch.more(run.bytes(), account);
                }
                inbox.passed(run, account);
            }
        }
    }

    private void drain() throws ProtocolViolation {
        while (gate == null
                && !session.isClosed()
                && !inFlight.isInDoubt()
                && inFlight.size() < session.settings().inFlight()
                && outbox.hasRoom(session.settings().waitingBytes())) {
            Input next = inbox.poll();
            if (next == null) {
                break;
            }
            switch (next) {
                case Frame frame -> handle(frame);
                case Head head -> handle(head);
                case Run _ -> throw new IllegalStateException("a run does not wait");
            }
        }
        if (!session.isClosed()) {
            inbox.readOn(outbox.isEmpty());
        }
    }

    private void handle(Head head) throws ProtocolViolation {
        if (head.type() == FrontendType.COPY_DATA) {
            if (answers.copyingIn()) {
                forwardHead(head.bytes(), answers.copyAccount());
            }
        } else if (answers.copyingIn()) {
            throw new ProtocolViolation(NOT_FOR_COPY);
        } else if (!inFlight.skipping()) {
            bind(head, FrontendMessages.decodeBindHead(head, inFlight.encoding().reported()), null);
        }
        if (gate == null) {
            inbox.settle();
        }
    }

    private void forwardHead(Bytes bytes, Attempt account) {
        inbox.forwarded(account);
        dispatch.more(bytes, account);
    }

    private void handle(Frame frame) throws ProtocolViolation {
        if (frame.type() == FrontendType.TERMINATE) {
            session.closeQuietly("the client said goodbye");
        } else if (answers.copyingIn()) {
            copy(frame);
        } else if (inFlight.skipping() && frame.type() != FrontendType.SYNC) {
            // The server has reported an error and reads nothing before the next Sync; it need not see this either.
            return;
        } else {
            FrontendMessage message =
                    FrontendMessages.decode(frame, inFlight.encoding().reported());
            if (refusesNames(ObjectNames.of(message))) {
                return;
            }
            switch (message) {
                case Query query -> query(frame, query);
                case Parse parse -> parse(frame, parse);
                case Bind bind ->
                    bind(
                            frame,
                            new BindHead(
                                    bind.portal(),
                                    bind.statement(),
                                    bind.parameters().size()),
                            bind);
                case Execute execute -> execute(frame, execute);
                case Describe describe -> describe(frame, describe);
                case Close close -> dispatch.close(frame, close);
                case Flush _ -> dispatch.flush();
                case FrontendMessage.Sync _ -> dispatch.sync(frame);
                case FrontendMessage.FunctionCall call -> {
                    Bytes sql = LargeObjectCalls.textOf(call);
                    if (sql == null) {
                        dispatch.refuseFunctionCall();
                    } else {
                        decide(new Request.OfFunctionCall(frame.bytes(), sql));
                    }
                }
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

    private void query(Frame frame, Query query) {
        if (ReadingCheck.concerns(query.sql()) && inFlight.size() > 0 && !inFlight.isCycleOpen()) {
            // What the server reads it by is told with the answers that are due anyway.
            settleReading(frame);
            return;
        }
        ClientEncoding encoding = inFlight.encoding().reported();
        Bytes sql = encoding.toUtf8(query.sql());
        if (sql == null) {
            Bytes shown = Bytes.ofUtf8(encoding.display(query.sql()));
            dispatch.refuse(
                    new Request.OfQuery(frame.bytes(), shown, encoding),
                    ledger.refused("query", shown, null),
                    Refusal.ofByte(query.sql(), encoding));
        } else {
            decide(new Request.OfQuery(frame.bytes(), sql, encoding));
        }
    }

    private void settleReading(Frame frame) {
        inbox.putBack(frame);
        gate = new Gate.Settling(inFlight.size());
    }

    private void parse(Frame frame, Parse parse) {
        if (ReadingCheck.concerns(parse.sql())
                && inFlight.size() > 0
                && !inFlight.isCycleOpen()
                && !inFlight.encoding().isSettled()) {
            settleReading(frame);
            return;
        }
        ClientEncoding encoding = inFlight.encoding().reported();
        Bytes read = encoding.toUtf8(parse.sql());
        Bytes sql = read == null ? Bytes.ofUtf8(encoding.display(parse.sql())) : read;
        Prepared prepared = Prepared.of(parse.statement(), sql, parse.parameterTypes());
        Request.OfParse request = new Request.OfParse(frame.bytes(), parse, prepared, encoding);
        if (tooMuchText(sql)) {
            dispatch.refuse("parse", sql, prepared, Refusal.plain("54000", TOO_MUCH_TEXT));
        } else if (inFlight.prepared().size() >= session.settings().preparedStatements()) {
            ErrorResponse refusal = Refusal.plain("54000", "too many prepared statements in this session; close some");
            dispatch.refuse("parse", sql, prepared, refusal);
        } else if (read == null) {
            dispatch.refuse(request, ledger.refused("parse", sql, prepared), Refusal.ofByte(parse.sql(), encoding));
        } else {
            decide(request);
        }
    }

    private boolean tooMuchText(Bytes more) {
        return inFlight.textBytes() + more.length() > MOST_TEXT_BYTES;
    }

    /** Puts a message back until more is answered, if it is not certain yet what a name in it stands for. */
    private boolean putBack(Input input, Names<?> names, String name) {
        if (inFlight.isSettled(names, name)) {
            return false;
        }
        if (inFlight.isRenamed(names, name)) {
            // Its answer may be in the server's buffer until somebody asks.
            dispatch.flush();
        }
        inbox.putBack(input);
        gate = new Gate.Settling(inFlight.size());
        return true;
    }

    private void bind(Input input, BindHead bind, @Nullable Bind whole) {
        if (refusesNames(List.of(bind.portal(), bind.statement()))) {
            return;
        }
        if (putBack(input, inFlight.prepared(), bind.statement())) {
            return;
        }
        Prepared prepared = inFlight.prepared().get(bind.statement());
        if (prepared == null) {
            // The server may know the name by a way that was not seen here, so it is not asked.
            String what = bind.statement().isEmpty()
                    ? "unnamed prepared statement does not exist"
                    : "prepared statement \"" + bind.statement() + "\" does not exist";
            Prepared unknown = Prepared.of(bind.statement(), Bytes.EMPTY, List.of());
            dispatch.refuse("bind", Bytes.EMPTY, unknown, Refusal.plain("26000", what));
        } else if (tooMuchText(prepared.sql())) {
            dispatch.refuse("bind", prepared.sql(), prepared, Refusal.plain("54000", TOO_MUCH_TEXT));
        } else if (inFlight.portals().size() >= session.settings().portals()) {
            ErrorResponse refusal = Refusal.plain("54000", "too many portals in this session; close some");
            dispatch.refuse("bind", prepared.sql(), prepared, refusal);
        } else {
            decide(new Request.OfBind(
                    input.bytes(), bind, whole, prepared, inFlight.encoding().reported()));
        }
    }

    /** Refuses names that the server could take for others than they are taken for here; whether it did. */
    private boolean refusesNames(List<String> names) {
        for (String name : names) {
            if (ObjectNames.tooLong(name)) {
                String what =
                        "a name of a prepared statement or portal is longer than " + ObjectNames.LONGEST + " bytes";
                dispatch.refuse("name", Bytes.EMPTY, null, Refusal.plain("42622", what));
                return true;
            } else if (ReadingCheck.concerns(name)
                    && !inFlight.encoding().reported().isUtf8()) {
                dispatch.refuse("name", Bytes.EMPTY, null, Refusal.plain("0A000", FOREIGN_NAME));
                return true;
            }
        }
        return false;
    }

    private void execute(Frame frame, Execute execute) {
        if (putBack(frame, inFlight.portals(), execute.portal())) {
            return;
        }
        Portal portal = inFlight.portals().get(execute.portal());
        if (portal == null) {
            String what = "portal \"" + execute.portal() + "\" does not exist";
            dispatch.refuse("execute", Bytes.EMPTY, null, Refusal.plain("34000", what));
        } else if (runsUnseen(portal.statements)) {
            dispatch.refuse("execute", portal.prepared.sql(), portal.prepared, Refusal.plain("0A000", UNSEEN));
        } else {
            switch (reading.of(portal.statements, portal.change, portal.answer, false)) {
                case Passage.Free _ -> awaitCopy(dispatch.execute(frame, portal, false));
                case Passage.Checked _ -> awaitCopy(dispatch.execute(frame, portal, true));
                case Passage.Later _ -> settleReading(frame);
                case Passage.Refused(var denial) -> {
                    Attempt attempt = ledger.refused("execute", portal.prepared.sql(), portal.prepared);
                    dispatch.refuse(attempt, Refusal.of(denial, session.id(), attempt.number));
                }
            }
        }
    }

    private void describe(Frame frame, Describe describe) {
        if (describe.target() == Target.STATEMENT) {
            dispatch.describe(frame, describe.name(), null);
        } else if (!putBack(frame, inFlight.portals(), describe.name())) {
            dispatch.describe(frame, describe.name(), inFlight.portals().get(describe.name()));
        }
    }

    // -- decisions

    private void decide(Request request) {
        decide(request, null);
    }

    private void decide(Request request, Gate.@Nullable Holding approved) {
        long number = session.nextNumber();
        gate = new Gate.Deciding(number, request, approved);
        Situation situation = facts.situation(
                        inFlight.path().path(), inFlight.schemaMayDiffer(), ledger.attempts(), session.now())
                .withParameterTypes(request.parameterTypes());
        actions.decide(number, principal, grant, situation, request.sql());
    }

    private void decided(Request request, Gate.@Nullable Holding approved, Decided found) {
        if (inFlight.skipping()) {
            // Meanwhile the server has reported an error and passes over everything up to the next Sync.
            if (approved != null) {
                answers.finish(approved.attempt(), "skipped", null);
            }
            return;
        }
        Passage passage = passage(request, approved, found);
        if (passage instanceof Passage.Later) {
            gate = new Gate.Unsettled(request, approved, inFlight.size());
            return;
        }
        Decided decided = passage instanceof Passage.Refused(var denial) ? found.deniedBy(denial) : found;
        if (!(request instanceof Request.OfParse || decided.decision() instanceof Deny)
                && runsUnseen(decided.statements())) {
            Attempt attempt = approved == null ? ledger.attempt(request, decided, "deny", null) : approved.attempt();
            dispatch.refuse(request, attempt, Refusal.plain("0A000", UNSEEN));
            return;
        }
        if (request instanceof Request.OfFunctionCall && isMoreThanYes(decided.decision())) {
            dispatch.refuse(request, ledger.attempt(request, decided, "deny", null), Refusal.ofFunctionCall());
            return;
        }
        switch (decided.decision()) {
            case Deny deny -> {
                Attempt attempt =
                        approved == null ? ledger.attempt(request, decided, "deny", null) : approved.attempt();
                dispatch.refuse(
                        request,
                        attempt,
                        deny.rejectedByGrammar() && grammar.rejectsInTheseWords(deny.message())
                                ? Refusal.ofGrammar(deny)
                                : Refusal.of(deny, session.id(), attempt.number));
            }
            case Allow allow -> {
                Attempt attempt =
                        approved == null ? ledger.attempt(request, decided, "allow", null) : approved.attempt();
                forward(request, decided, attempt, allow.answer(), passage);
            }
            case Hold hold -> {
                if (approved != null) {
                    forward(request, decided, approved.attempt(), hold.answer(), passage);
                } else if (request instanceof Request.OfParse) {
                    // Preparing plans and runs nothing; the wait is at each Bind, when the parameters are known.
                    Attempt attempt = ledger.attempt(request, decided, "hold", null);
                    dispatch.forward(request, decided, attempt, hold.answer(), false);
                } else if (request.isPart()) {
                    // A person can't judge by a part of the parameters.
                    Attempt attempt = ledger.attempt(request, decided, "deny", null);
                    dispatch.refuse(request, attempt, Refusal.plain("54000", TOO_LONG_TO_HOLD));
                } else {
                    hold(request, decided, hold);
                }
            }
        }
    }

    /** Whether the encoding lets a request pass that is to run, or to be prepared. */
    private Passage passage(Request request, Gate.@Nullable Holding approved, Decided decided) {
        AnswerRules answer = answerOf(decided.decision());
        if (answer == null) {
            return new Passage.Free();
        }
        boolean shown = approved != null
                && request instanceof Request.OfBind bound
                && bound.whole() != null
                && ReadingCheck.concerns(bound.whole());
        if ((shown || Dispatch.concernsReading(request))
                && inFlight.readingIsKnown()
                && !inFlight.encoding().readsAs(request.encoding())) {
            return new Passage.Refused(ReadingRules.stale());
        }
        Passage passage = request instanceof Request.OfParse
                ? new Passage.Free()
                : reading.of(
                        decided.statements(), decided.sessionChange(), answer, !(request instanceof Request.OfBind));
        return shown && passage instanceof Passage.Free ? new Passage.Checked() : passage;
    }

    private static @Nullable AnswerRules answerOf(Decision decision) {
        return switch (decision) {
            case Allow allow -> allow.answer();
            case Hold hold -> hold.answer();
            case Deny _ -> null;
        };
    }

    /** A function call shows nobody its values, and its answer says nothing of where its value is from. */
    private static boolean isMoreThanYes(Decision decision) {
        return decision instanceof Hold
                || (decision instanceof Allow allow && !allow.answer().equals(AnswerRules.UNCHANGED));
    }

    private void forward(Request request, Decided decided, Attempt attempt, AnswerRules answer, Passage passage) {
        // Preparing reads nothing.
        if (!(request instanceof Request.OfParse) && !facts.read(decided.labels())) {
            session.end("54000", TOO_MANY_LABELS, "Connect again.", TOO_MANY_LABELS);
            return;
        }
        if (request.isPart()) {
            inbox.forwarded(attempt);
        }
        awaitCopy(dispatch.forward(request, decided, attempt, answer, passage instanceof Passage.Checked));
    }

    /**
     * Whether SQL would run what the protocol prepared. That is decided, recorded, held and shown to people at each Bind, and not when
     * it is prepared, so that EXECUTE would run it past all of that.
     */
    private boolean runsUnseen(List<Statement> statements) {
        for (Statement statement : statements) {
            if (statement.kind().equals("EXECUTE") || statement.innerKinds().contains("EXECUTE")) {
                String name = statement.prepared();
                if (name == null || ObjectNames.tooLong(name) || inFlight.mayBePrepared(name)) {
                    return true;
                }
            }
        }
        return false;
    }

    // -- holds

    private void hold(Request request, Decided decided, Hold hold) {
        boolean inTransaction = answers.inTransaction();
        Duration within = inTransaction
                ? session.settings().holdInTransactionWithin()
                : session.settings().holdWithin();
        long number = session.nextNumber();
        List<String> values = request instanceof Request.OfBind bound && bound.whole() != null
                ? Parameters.display(bound.whole(), bound.encoding())
                : List.of();
        String id = actions.hold(
                number,
                new HoldRequest(
                        ledger.nextAttempt(),
                        request.sql().utf8ForDisplay(),
                        values,
                        hold.reasons(),
                        facts.stated().reason(),
                        facts.stated().task(),
                        inTransaction,
                        within));
        Attempt attempt = ledger.attempt(request, decided, "hold", id);
        gate = new Gate.Holding(number, id, request, decided, attempt);
        actions.setTimer(Timer.HOLD, within);
        answers.notice(NoticeResponse.builder("NOTICE", "00000", "waiting for approval, request " + id)
                .detail(Refusal.detail(hold.reasons(), session.id(), attempt.number, id))
                .hint("An approver decides with: sallyport approve " + id
                        + " (or deny). Cancelling the statement withdraws it.")
                .build());
        if (inFlight.size() > 0 && !(request instanceof Request.OfQuery)) {
            // So that the client gets what was answered before, and an error there ends the wait.
            dispatch.flush();
        }
    }

    private void answered(Gate.Holding holding, Verdict verdict) {
        switch (verdict) {
            case Verdict.Approved _ -> {
                actions.setTimer(Timer.HOLD, null);
                // Rules and schema may have changed while a person thought; an approval is not above them.
                decide(holding.request(), holding);
            }
            case Verdict.Refused(var reason) -> refuseHeld(holding, "approval request " + holding.id() + ": " + reason);
        }
    }

    private void refuseHeld(Gate.Holding holding, String message) {
        actions.setTimer(Timer.HOLD, null);
        gate = null;
        List<Reason> reasons = holding.decided().decision().reasons();
        dispatch.refuse(
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
            answers.finish(holding.attempt(), "skipped", null);
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

    private void awaitCopy(@Nullable Expected copy) {
        if (copy != null) {
            gate = new Gate.AwaitingCopy(copy);
        }
    }

    private void copy(Frame frame) throws ProtocolViolation {
        switch (frame.type()) {
            case FrontendType.COPY_DATA -> dispatch.more(frame.bytes(), answers.copyAccount());
            case FrontendType.COPY_DONE, FrontendType.COPY_FAIL -> {
                FrontendMessages.decode(frame);
                dispatch.more(frame.bytes(), answers.copyAccount());
                answers.copyInEnded();
                if (inFlight.first() instanceof Expected.OfQuery query) {
                    // Another COPY may follow in the same Query.
                    gate = new Gate.AwaitingCopy(query);
                }
            }
            case FrontendType.FLUSH, FrontendType.SYNC -> {
                // The server ignores both while it takes in data, and so answers neither.
            }
            default -> throw new ProtocolViolation(NOT_FOR_COPY);
        }
    }

    // -- time

    /** The timer runs for a whole interval at a time, so that a busy session need not touch it. */
    private void idle() {
        Duration silent = Duration.ofNanos(session.now() - lastHeardNanos);
        Duration left = grant.idle().minus(silent);
        if (left.isPositive()) {
            actions.setTimer(Timer.IDLE, left);
        } else if (gate != null || inFlight.size() > 0) {
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
