package dev.sallyport.session;

import dev.sallyport.grant.Grant;
import dev.sallyport.identity.Principal;
import dev.sallyport.masking.MaskPlan;
import dev.sallyport.masking.MaskingFailure;
import dev.sallyport.policy.Outputs;
import dev.sallyport.wire.BackendMessage.AuthenticationOk;
import dev.sallyport.wire.BackendMessage.BackendKeyData;
import dev.sallyport.wire.BackendMessage.ErrorResponse;
import dev.sallyport.wire.BackendMessage.ParameterStatus;
import dev.sallyport.wire.BackendMessage.ReadyForQuery;
import dev.sallyport.wire.BindHead;
import dev.sallyport.wire.Bytes;
import dev.sallyport.wire.ClientEncoding;
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

    private static final String NOT_FOR_COPY = "a message that does not belong into COPY data";
    private static final String FOREIGN_NAME =
            "a name of a prepared statement or portal must be ASCII unless client_encoding is UTF8";

    private static final String MASKED_FIRST =
            "Select the masked columns before the large ones: at most " + MaskPlan.MOST_SHOWN_BEFORE
                    + " bytes may come before the last of them, and none may be there more than " + Outputs.MOST_OF_ONE
                    + " times.";

    private final Session session;
    private final Actions actions;
    private final Grant grant;

    private final Outbox outbox;
    private final InFlight inFlight = new InFlight();
    private final Ledger ledger;
    private final Dispatch dispatch;
    private final Answers answers;
    private final Gatekeeper gatekeeper;

    private final Inbox inbox;
    private long lastHeardNanos;

    Traffic(
            Session session,
            Principal principal,
            Grant grant,
            Attempt opening,
            SessionFacts facts,
            Event.ServerReady server) {
        this.session = session;
        this.actions = session.actions();
        this.grant = grant;
        this.inbox = new Inbox(actions, session.settings().waitingBytes());
        this.outbox = new Outbox(actions);
        this.ledger = new Ledger(session, outbox, inFlight, facts);
        this.dispatch = new Dispatch(session, outbox, inFlight, ledger, facts, opening);
        this.answers = new Answers(session, inFlight, server.processId());
        this.gatekeeper = new Gatekeeper(
                session,
                principal,
                grant,
                facts,
                inbox,
                inFlight,
                ledger,
                dispatch,
                answers,
                ServersGrammar.of(server.parameters().getOrDefault("server_version", "")));
        this.lastHeardNanos = session.now();
    }

    /** Tells the client that it is in. */
    void welcome(Map<String, String> serverParameters, BackendKeyData key) {
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
        return type == FrontendType.COPY_DATA && answers.copyingIn() && inbox.isEmpty() && gatekeeper.isOpen();
    }

    @Override
    public void on(Event event) throws ProtocolViolation {
        switch (event) {
            case Event.ClientSent(var input) -> received(input);
            case Event.ServerSent(var input) -> answered(input);
            case Event.DecisionMade(var number, var decided) -> gatekeeper.decided(number, decided);
            case Event.Written(var number, var receipt) -> outbox.written(number, receipt);
            case Event.Recorded(var number, var receipt) -> {
                outbox.receive(number, receipt);
                answers.recorded();
            }
            case Event.HoldAnswered(var number, var verdict) -> gatekeeper.answered(number, verdict);
            case Event.CancelRequested _ -> gatekeeper.cancel();
            case Event.ServerGone(var why) -> answers.serverGone(why);
            case Event.TimerExpired(var timer) when timer == Timer.IDLE -> idle();
            case Event.TimerExpired(var timer) when timer == Timer.HOLD -> gatekeeper.holdExpired();
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
        gatekeeper.serverAnswered();
    }

    private void notUnderstood() {
        session.end("08006", "the server's answer could not be understood", "", "the server broke the protocol");
    }

    @Override
    public void abandon(String why) {
        gatekeeper.abandon(why);
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
        while (gatekeeper.isOpen()
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
        if (gatekeeper.isOpen()) {
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
                        gatekeeper.decide(new Request.OfFunctionCall(frame.bytes(), sql));
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
            gatekeeper.putBack(frame);
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
            gatekeeper.decide(new Request.OfQuery(frame.bytes(), sql, encoding));
        }
    }

    private void parse(Frame frame, Parse parse) {
        if (ReadingCheck.concerns(parse.sql())
                && inFlight.size() > 0
                && !inFlight.isCycleOpen()
                && !inFlight.encoding().isSettled()) {
            gatekeeper.putBack(frame);
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
            gatekeeper.decide(request);
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
        gatekeeper.putBack(input);
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
            gatekeeper.decide(new Request.OfBind(
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
        } else {
            gatekeeper.execute(frame, portal);
        }
    }

    private void describe(Frame frame, Describe describe) {
        if (describe.target() == Target.STATEMENT) {
            dispatch.describe(frame, describe.name(), null);
        } else if (!putBack(frame, inFlight.portals(), describe.name())) {
            dispatch.describe(frame, describe.name(), inFlight.portals().get(describe.name()));
        }
    }

    // -- COPY

    private void copy(Frame frame) throws ProtocolViolation {
        switch (frame.type()) {
            case FrontendType.COPY_DATA -> dispatch.more(frame.bytes(), answers.copyAccount());
            case FrontendType.COPY_DONE, FrontendType.COPY_FAIL -> {
                FrontendMessages.decode(frame);
                dispatch.more(frame.bytes(), answers.copyAccount());
                answers.copyInEnded();
                if (inFlight.first() instanceof Expected.OfQuery query) {
                    // Another COPY may follow in the same Query.
                    gatekeeper.awaitCopy(query);
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
        } else if (!gatekeeper.isOpen() || inFlight.size() > 0) {
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
