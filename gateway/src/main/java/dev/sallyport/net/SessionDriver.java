package dev.sallyport.net;

import dev.sallyport.audit.AuditReceipt;
import dev.sallyport.audit.AuditRecord;
import dev.sallyport.grant.Grant;
import dev.sallyport.identity.Principal;
import dev.sallyport.policy.Decided;
import dev.sallyport.policy.Decision;
import dev.sallyport.policy.Situation;
import dev.sallyport.policy.StatementDecider;
import dev.sallyport.recording.RecordingHeader;
import dev.sallyport.session.Actions;
import dev.sallyport.session.Admission;
import dev.sallyport.session.Credentials;
import dev.sallyport.session.Event;
import dev.sallyport.session.Event.Verdict;
import dev.sallyport.session.HoldRequest;
import dev.sallyport.session.SessionIdentity;
import dev.sallyport.session.Timer;
import dev.sallyport.upstream.Channels;
import dev.sallyport.upstream.Upstream;
import dev.sallyport.upstream.UpstreamListener;
import dev.sallyport.upstream.WriteBuffer;
import dev.sallyport.wire.BackendMessage.BackendKeyData;
import dev.sallyport.wire.Bytes;
import dev.sallyport.wire.FrameDecoder;
import dev.sallyport.wire.FrameLimits;
import dev.sallyport.wire.Input;
import dev.sallyport.wire.ProtocolViolation;
import dev.sallyport.wire.SqlState;
import dev.sallyport.wire.StartupPacket.StartupMessage;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drives one session: turns what happens on its channels and elsewhere into events, and its actions into what they ask for. All on
 * the client's event loop; what comes from other threads is handed over to it.
 *
 * <p>It is long because it is the one place where a session's actions meet the world; each is a few lines here.
 */
final class SessionDriver implements Actions, UpstreamListener, Sessions.Handle {
    /** How long a client may take to read the end of what it was sent, before its connection is closed regardless. */
    static final Duration CLOSING = Duration.ofSeconds(5);

    private static final Logger log = LoggerFactory.getLogger(SessionDriver.class);
    private static final int LONG_KEYS_SINCE_MINOR = 2;

    private final Channel channel;
    private final EventLoop loop;
    private final SessionServices services;
    private final CancelKeys cancelKeys;
    private final Sessions sessions;
    private final String id;
    private final String client;
    private final BackendKeyData key;
    private final SessionMachine machine;
    private final Pump pump;
    private final SessionTimers timers;
    private final Accounts accounts;
    private final SessionRecording recording;
    private final WriteBuffer toClient;
    private final FrameDecoder fromClient = new FrameDecoder(FrameLimits.frontend());
    private final Map<Long, String> holds = new HashMap<>();
    private volatile @Nullable LiveSession live;
    private @Nullable Upstream upstream;

    /** What the session logs in as, while it may be logged in. */
    private Logins.Obtained.@Nullable Login login;

    private boolean readsClient = true;
    private boolean readsServer = true;
    private boolean recordingHasRoom = true;

    /** More of what is being read is coming in a moment: the time to flush is after that. */
    private boolean bursting;

    private boolean failed;
    private int accountsUnderWay;

    SessionDriver(
            Channel channel,
            int protocolMinor,
            SessionServices services,
            LoopJournal journal,
            CancelKeys cancelKeys,
            Sessions sessions) {
        this.channel = channel;
        this.loop = channel.eventLoop();
        this.services = services;
        this.cancelKeys = cancelKeys;
        this.sessions = sessions;
        this.id = services.ids().get();
        this.client = name(channel);
        this.pump = new Pump(List.of(this::takeFromServer, this::takeFromClient), this::flush, this::fail);
        this.timers = new SessionTimers(loop, timer -> pump.post(() -> expired(timer)));
        this.accounts = new Accounts(journal, this::onLoop, this::happened);
        this.recording = new SessionRecording(services.nanoTime());
        this.toClient = new WriteBuffer(channel);
        this.key = cancelKeys.register(
                protocolMinor >= LONG_KEYS_SINCE_MINOR ? CancelKeys.LONG_KEY : CancelKeys.SHORT_KEY,
                () -> happensLater(new Event.CancelRequested()));
        this.machine = services.machines().create(new SessionIdentity(id, client), key, this);
    }

    /** Begins the session. */
    void start(StartupMessage startup, Bytes rest) {
        sessions.add(id, this);
        channel.pipeline().addLast("session", new ClientHandler());
        channel.closeFuture().addListener(_ -> onLoop(this::clientGone));
        fromClient.feed(rest);
        happened(new Event.ClientStarted(startup));
    }

    // -- from the world

    private void happened(Event event) {
        pump.post(() -> machine.step(event, services.nanoTime().getAsLong()));
    }

    private void happensLater(Event event) {
        onLoop(() -> happened(event));
    }

    private void onLoop(Runnable work) {
        if (loop.inEventLoop()) {
            work.run();
            return;
        }
        try {
            loop.execute(work);
        } catch (RejectedExecutionException stopped) {
            // The loop stops after its last session has ended, and this is of no more use to anybody.
            log.atDebug().addKeyValue("session", id).log("an answer came after the end");
        }
    }

    private boolean takeFromServer() {
        Upstream server = upstream;
        if (server == null || !readsServer || machine.isClosed()) {
            return false;
        }
        try {
            Input input = server.next(machine::passesFromServer);
            if (input == null) {
                return false;
            }
            machine.step(new Event.ServerSent(input), services.nanoTime().getAsLong());
        } catch (ProtocolViolation violation) {
            log.atWarn()
                    .addKeyValue("session", id)
                    .addKeyValue("violation", violation.getMessage())
                    .log("the server broke the protocol");
            closeServer();
            machine.step(
                    new Event.ServerGone("the database server broke the protocol"),
                    services.nanoTime().getAsLong());
        }
        return true;
    }

    private boolean takeFromClient() {
        if (!readsClient || machine.isClosed()) {
            return false;
        }
        try {
            Input input = fromClient.next(machine::passesFromClient);
            if (input == null) {
                return false;
            }
            if (machine.isOpen()) {
                recording.client(input.bytes());
            }
            machine.step(new Event.ClientSent(input), services.nanoTime().getAsLong());
        } catch (ProtocolViolation violation) {
            machine.step(
                    new Event.EndOrdered(violation.sqlState(), String.valueOf(violation.getMessage())),
                    services.nanoTime().getAsLong());
        }
        return true;
    }

    private void expired(Timer timer) {
        if (timers.take(timer)) {
            machine.step(new Event.TimerExpired(timer), services.nanoTime().getAsLong());
        }
    }

    private void clientGone() {
        happened(new Event.ClientGone("the client closed its connection"));
        pump.post(() -> {
            cancelKeys.forget(key);
            timers.stop();
            toClient.release();
            live = null;
            departIfAccountedFor();
        });
        if (failed) {
            departIfAccountedFor();
        }
    }

    /** The end of the session's handling. */
    private void departIfAccountedFor() {
        if (!channel.isOpen() && accountsUnderWay == 0) {
            sessions.remove(id);
        }
    }

    private void flush() {
        if (!bursting) {
            toClient.flush();
            if (upstream != null) {
                upstream.flush();
            }
            waitForRecording();
        }
    }

    /** A recording's disk that is slower than the session slows the session down, and nothing of it is lost. */
    private void waitForRecording() {
        boolean room = recording.hasRoom(() -> loop.execute(this::waitForRecording));
        if (room != recordingHasRoom) {
            recordingHasRoom = room;
            readIfWanted();
        }
    }

    private void readIfWanted() {
        readClientIfWanted();
        if (upstream != null) {
            upstream.setReading(readsServer && channel.isWritable() && recordingHasRoom);
        }
    }

    private void readClientIfWanted() {
        channel.config().setAutoRead(readsClient && recordingHasRoom && (upstream == null || upstream.isWritable()));
    }

    /** Something threw that must not: nobody knows what it left behind, so both sides are closed. */
    private void fail(Throwable failure) {
        log.atError()
                .addKeyValue("session", id)
                .setCause(Failures.wordless(failure))
                .log("a session failed and was ended");
        failed = true;
        try {
            machine.step(
                    new Event.EndOrdered(SqlState.INTERNAL_ERROR, "the gateway failed"),
                    services.nanoTime().getAsLong());
        } catch (RuntimeException again) {
            log.atError()
                    .addKeyValue("session", id)
                    .setCause(Failures.wordless(again))
                    .log("a session that failed could not end itself");
        }
        List.copyOf(holds.keySet()).forEach(number -> endHold(number, "the session failed"));
        timers.stop();
        cancelKeys.forget(key);
        closeServer();
        live = null;
        recording.finish(_ -> {});
        closeClient();
    }

    // -- Sessions.Handle

    @Override
    public Optional<LiveSession> live() {
        return Optional.ofNullable(live);
    }

    @Override
    public void end(String sqlState, String reason) {
        happensLater(new Event.EndOrdered(sqlState, reason));
    }

    // -- UpstreamListener

    @Override
    public void ready(Map<String, String> parameters, int processId) {
        if (upstream != null) {
            upstream.setReading(readsServer && channel.isWritable() && recordingHasRoom);
        }
        happened(new Event.ServerReady(parameters, processId));
    }

    @Override
    public void unavailable(String sqlState, String reason) {
        happened(new Event.ServerUnavailable(sqlState, reason));
    }

    @Override
    public void readable() {
        bursting = true;
        pump.run();
    }

    @Override
    public void readComplete() {
        bursting = false;
        flush();
    }

    @Override
    public void writabilityChanged() {
        readClientIfWanted();
    }

    @Override
    public void gone(String why) {
        happened(new Event.ServerGone(why));
    }

    // -- Actions

    @Override
    public void sendClient(Bytes bytes) {
        if (machine.isOpen()) {
            recording.server(bytes);
        }
        toClient.add(bytes);
    }

    @Override
    public void sendServer(Bytes bytes, AuditReceipt receipt) {
        if (upstream != null && !failed) {
            upstream.send(bytes);
        }
    }

    @Override
    public void admit(Credentials credentials) {
        services.blocking().execute(() -> {
            Admission admission;
            try {
                admission = services.admissions().admit(credentials, client);
            } catch (RuntimeException failure) {
                log.atError()
                        .addKeyValue("session", id)
                        .setCause(Failures.wordless(failure))
                        .log("a token could not be checked");
                admission = new Admission.Refused(
                        SqlState.INVALID_AUTHORIZATION_SPECIFICATION, "the token could not be checked", null);
            }
            happensLater(new Event.AdmissionAnswered(admission));
        });
    }

    @Override
    public void connect(Principal principal, Grant grant, Credentials credentials, AuditReceipt receipt) {
        Instant now = services.clock().instant();
        live = new LiveSession(id, principal, grant, grant.database(), now, client);
        RecordingHeader header =
                new RecordingHeader(id, now, principal.issuer(), principal.subject(), grant.database());
        recording.begin();
        services.blocking().execute(() -> {
            try {
                var recorder = services.recorders().open(header, this::recordingFailed);
                onLoop(() -> recording.opened(recorder));
            } catch (IOException | RuntimeException failure) {
                log.atError()
                        .addKeyValue("session", id)
                        .setCause(Failures.wordless(failure))
                        .log("a recording could not be begun");
                happensLater(new Event.ServerUnavailable(SqlState.IO_ERROR, "the session can't be recorded"));
                return;
            }
            logIn(grant, credentials);
        });
    }

    /** On a thread that may block. */
    private void logIn(Grant grant, Credentials credentials) {
        Optional<Database> database = services.databases().apply(grant.database());
        if (database.isEmpty()) {
            happensLater(new Event.ServerUnavailable(SqlState.INVALID_CATALOG_NAME, "the database is not configured"));
            return;
        }
        try {
            switch (database.get().logins().obtain(grant, id)) {
                case Logins.Obtained.Refused(String sqlState, String reason) ->
                    happensLater(new Event.ServerUnavailable(sqlState, reason));
                case Logins.Obtained.Login obtained ->
                    onLoop(() -> pump.post(() -> connect(database.get(), obtained, credentials)));
            }
        } catch (RuntimeException failure) {
            log.atError()
                    .addKeyValue("session", id)
                    .setCause(Failures.wordless(failure))
                    .log("a session got nothing to log in as");
            happensLater(new Event.ServerUnavailable(
                    SqlState.CONNECTION_FAILURE, "the gateway could not log in to the database server"));
        }
    }

    private void recordingFailed(String why) {
        log.atError().addKeyValue("session", id).addKeyValue("reason", why).log("a recording failed");
        end(SqlState.ADMIN_SHUTDOWN, "the session can't be recorded any more");
    }

    private void connect(Database database, Logins.Obtained.Login obtained, Credentials credentials) {
        if (machine.isClosed() || failed) {
            obtained.over().run();
            return;
        }
        login = obtained;
        Map<String, String> parameters = new LinkedHashMap<>(credentials.parameters());
        if (!credentials.applicationName().isEmpty()) {
            parameters.putIfAbsent("application_name", credentials.applicationName());
        }
        upstream = database.connector().connect(loop, obtained.role(), parameters, this);
    }

    @Override
    public void decide(long number, Principal principal, Grant grant, Situation situation, Bytes sql) {
        Optional<StatementDecider> decider =
                services.databases().apply(grant.database()).map(Database::decider);
        try {
            decider.orElseThrow()
                    .decide(
                            principal,
                            grant,
                            situation,
                            sql.asArray(),
                            decided -> happensLater(new Event.DecisionMade(number, decided)));
        } catch (RuntimeException failure) {
            log.atError()
                    .addKeyValue("session", id)
                    .setCause(Failures.wordless(failure))
                    .log("a statement could not be decided");
            Decision denial = new Decision.Deny(
                    SqlState.INTERNAL_ERROR,
                    "the statement could not be decided",
                    "Tell the gateway's operator.",
                    List.of());
            happened(new Event.DecisionMade(number, new Decided(denial, List.of())));
        }
    }

    @Override
    public void append(long number, AuditRecord record) {
        accounts.append(number, record);
    }

    @Override
    public void append(AuditRecord record) {
        accountsUnderWay++;
        Runnable over = () -> onLoop(() -> {
            accountsUnderWay--;
            departIfAccountedFor();
        });
        if (record instanceof AuditRecord.SessionClosed closed) {
            recording.finish(sha256 -> onLoop(() -> accounts.append(
                    new AuditRecord.SessionClosed(
                            closed.session(), closed.why(), closed.statements(), closed.duration(), sha256),
                    over)));
        } else {
            accounts.append(record, over);
        }
    }

    @Override
    public String hold(long number, HoldRequest request) {
        LiveSession self = live;
        if (self == null) {
            throw new IllegalStateException("only a session that was let in has statements to hold");
        }
        String opened = services.approvals()
                .open(
                        request,
                        self.principal(),
                        id,
                        self.database(),
                        verdict -> onLoop(() -> answered(number, verdict)))
                .id();
        holds.put(number, opened);
        return opened;
    }

    private void answered(long number, Verdict verdict) {
        pump.post(() -> {
            if (holds.remove(number) != null) {
                machine.step(
                        new Event.HoldAnswered(number, verdict),
                        services.nanoTime().getAsLong());
            }
        });
    }

    @Override
    public void endHold(long number, String why) {
        String opened = holds.remove(number);
        if (opened != null) {
            services.approvals().withdraw(opened, why);
        }
    }

    @Override
    public void setTimer(Timer timer, @Nullable Duration after) {
        timers.set(timer, after);
    }

    @Override
    public void cancelServer() {
        if (upstream != null) {
            upstream.cancel();
        }
    }

    @Override
    public void closeServer() {
        if (upstream != null) {
            upstream.close();
            upstream = null;
        }
        if (login != null) {
            login.over().run();
            login = null;
        }
    }

    @Override
    public void closeClient() {
        toClient.flush();
        if (live == null) {
            // It was refused, and may have sent more than it waited with: a reset would take the reason from it.
            channel.config().setAutoRead(true);
            FatalErrors.hearOut(channel);
        } else {
            Channels.closeAfterWrites(channel, CLOSING);
        }
    }

    @Override
    public void schemaChanged() {
        tellDatabase(Database::schemaChanged);
    }

    @Override
    public void sessionBegan() {
        tellDatabase(Database::sessionBegan);
    }

    private void tellDatabase(Function<Database, Runnable> what) {
        LiveSession self = live;
        if (self != null) {
            services.databases()
                    .apply(self.database())
                    .ifPresent(database -> what.apply(database).run());
        }
    }

    @Override
    public void readServer(boolean on) {
        readsServer = on;
        readIfWanted();
    }

    @Override
    public void readClient(boolean on) {
        readsClient = on;
        readClientIfWanted();
    }

    private static String name(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress address
                ? address.getAddress().getHostAddress() + ":" + address.getPort()
                : "unknown";
    }

    /** What the client's channel says. */
    private final class ClientHandler extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            Bytes bytes = Channels.take(message);
            if (!machine.isClosed() && !failed) {
                bursting = true;
                fromClient.feed(bytes);
                pump.run();
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            readComplete();
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) {
            if (upstream != null) {
                upstream.setReading(readsServer && channel.isWritable() && recordingHasRoom);
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            log.atDebug()
                    .addKeyValue("session", id)
                    .addKeyValue("failure", cause.getClass().getName())
                    .log("a client's connection broke");
            Channels.close(context);
        }
    }
}
