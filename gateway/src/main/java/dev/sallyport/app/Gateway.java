package dev.sallyport.app;

import dev.sallyport.app.config.Configuration;
import dev.sallyport.approval.ApprovalDesk;
import dev.sallyport.approval.ApprovalLimits;
import dev.sallyport.approval.Approvers;
import dev.sallyport.approval.ScheduledAlarm;
import dev.sallyport.audit.AppendResult;
import dev.sallyport.audit.AuditRecord;
import dev.sallyport.audit.FileJournal;
import dev.sallyport.audit.JournalLimits;
import dev.sallyport.condition.Condition;
import dev.sallyport.control.ControlServer;
import dev.sallyport.control.ControlSettings;
import dev.sallyport.control.SessionDirectory;
import dev.sallyport.grant.Grants;
import dev.sallyport.identity.JwtAuthenticator;
import dev.sallyport.net.CancelKeys;
import dev.sallyport.net.Database;
import dev.sallyport.net.ListenerSettings;
import dev.sallyport.net.PostgresListener;
import dev.sallyport.net.ServerTls;
import dev.sallyport.net.SessionMachine;
import dev.sallyport.net.SessionServices;
import dev.sallyport.net.Sessions;
import dev.sallyport.net.WrongKeys;
import dev.sallyport.policy.Policy;
import dev.sallyport.policy.PolicyCompiler;
import dev.sallyport.recording.RecordingLimits;
import dev.sallyport.recording.Recordings;
import dev.sallyport.session.SessionSettings;
import dev.sallyport.sql.StatementAnalyzer;
import dev.sallyport.sql.TextAnalyzer;
import dev.sallyport.sql.parser.ParserSettings;
import dev.sallyport.sql.parser.SqlParser;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A gateway that runs: all rooms, wired by hand from one configuration. Thread-safe; closing it closes them in reverse order. */
public final class Gateway implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final Duration JOURNAL_ANSWER = Duration.ofSeconds(30);
    private static final Duration HTTP_CONNECT = Duration.ofSeconds(5);
    private static final int PARSER_THREADS = 2;

    private final Opened opened;
    private final InetSocketAddress postgres;
    private final @Nullable URI http;

    private Gateway(Opened opened, InetSocketAddress postgres, @Nullable URI http) {
        this.opened = opened;
        this.postgres = postgres;
        this.http = http;
    }

    /** Where PostgreSQL clients connect. */
    public InetSocketAddress postgres() {
        return postgres;
    }

    /** Where the HTTP interface is, or null if there is none. */
    public @Nullable URI http() {
        return http;
    }

    /**
     * Starts a gateway.
     *
     * @param version of this program, for the audit
     * @param configurationSha256 of the configuration's file, in hexadecimal, for the audit
     * @throws Exception if any part of it can't be started, and says which; what was started is closed again
     */
    public static Gateway start(Configuration configuration, String version, String configurationSha256)
            throws Exception {
        Opened opened = new Opened();
        try {
            return open(configuration, version, configurationSha256, opened);
        } catch (Exception | Error failure) {
            opened.close();
            throw failure;
        }
    }

    private static Gateway open(Configuration configuration, String version, String configurationSha256, Opened opened)
            throws Exception {
        SecureRandom random = new SecureRandom();
        InstantSource clock = InstantSource.system();
        Supplier<String> ids = () -> Ids.next(clock, random);
        ExecutorService blocking =
                opened.add(Executors.newVirtualThreadPerTaskExecutor(), ExecutorService::shutdownNow);

        Configuration.Audit audit = configuration.audit();
        FileJournal journal = opened.add(
                FileJournal.open(audit.directory(), audit.durability(), JournalLimits.DEFAULT, clock), Gateway::stop);
        record(journal, new AuditRecord.GatewayStarted(version, configurationSha256));

        Policy policy = policy(configuration);
        TextAnalyzer analyzer = analyzer(opened);
        Map<String, Database> databases = new HashMap<>();
        for (Configuration.Database database : configuration.databases().values()) {
            databases.put(
                    database.name(),
                    DatabaseRoom.of(database, configuration.roles(), () -> policy, analyzer, blocking, random, opened));
        }

        HttpClient client =
                opened.add(HttpClient.newBuilder().connectTimeout(HTTP_CONNECT).build(), HttpClient::shutdownNow);
        JwtAuthenticator authenticator = new JwtAuthenticator(configuration.issuers(), client, clock);
        Grants grants = new Grants(clock, ids, configuration.limits().grants());
        ScheduledAlarm alarm = opened.add(new ScheduledAlarm(), ScheduledAlarm::close);
        ApprovalDesk desk = opened.add(
                new ApprovalDesk(
                        journal, approvers(configuration), alarm, clock, ApprovalLimits.DEFAULT, Ids.prefix(random)),
                ApprovalDesk::close);

        Sessions sessions = new Sessions();
        SessionServices services = new SessionServices(
                SessionMachine.Factory.of(sessionSettings(configuration)),
                new AdmissionDesk(authenticator, () -> policy, grants, clock),
                journal,
                recorders(configuration),
                desk,
                name -> Optional.ofNullable(databases.get(name)),
                blocking,
                ids,
                clock,
                System::nanoTime);
        PostgresListener listener = opened.add(
                new PostgresListener(
                        listenerSettings(configuration),
                        services,
                        new CancelKeys(random, new WrongKeys(System::nanoTime)),
                        sessions),
                running -> running.close(GRACE));
        URI http = null;
        Configuration.Endpoint endpoint = configuration.listen().http();
        if (endpoint != null) {
            http = opened.add(
                            ControlServer.start(
                                    new ControlSettings(endpoint.host(), endpoint.port(), Set.of()),
                                    authenticator,
                                    desk,
                                    directory(sessions)),
                            ControlServer::close)
                    .address();
        }
        LOG.atInfo()
                .addKeyValue("postgres", listener.address())
                .addKeyValue("http", http == null ? "none" : http)
                .log("serving");
        return new Gateway(opened, listener.address(), http);
    }

    @Override
    public void close() {
        opened.close();
    }

    /** The last record before the journal is let go. */
    private static void stop(FileJournal journal) throws Exception {
        try {
            record(journal, new AuditRecord.GatewayStopped("stopped in good order"));
        } finally {
            journal.close();
        }
    }

    private static void record(FileJournal journal, AuditRecord record) throws Exception {
        CompletableFuture<AppendResult> done = new CompletableFuture<>();
        journal.append(record, done::complete);
        switch (done.get(JOURNAL_ANSWER.toMillis(), TimeUnit.MILLISECONDS)) {
            case AppendResult.Recorded _ -> {
                // As it should be.
            }
            case AppendResult.NotRecorded(var reason) ->
                throw new IOException("the audit journal can't be written: " + reason);
        }
    }

    /** Parses and analyses on threads that are ended with the others. */
    static TextAnalyzer analyzer(Opened opened) {
        SqlParser parser = opened.add(new SqlParser(ParserSettings.withThreads(PARSER_THREADS)), SqlParser::close);
        StatementAnalyzer statements = new StatementAnalyzer();
        return (sql, names) -> parser.submit(sql, (parsed, texts) -> statements.analyze(parsed, sql, names, texts))
                .toCompletableFuture();
    }

    static Policy policy(Configuration configuration) {
        return switch (PolicyCompiler.compile(
                configuration.policy(), configuration.databases().keySet(), 1)) {
            case PolicyCompiler.Result.Compiled(var policy) -> policy;
            case PolicyCompiler.Result.Invalid(var problems) ->
                throw new IllegalStateException("a configuration that was checked has problems: " + problems);
        };
    }

    /** Without an approval section nobody may approve, so that what is held is refused when its time is up. */
    private static Approvers approvers(Configuration configuration) {
        Configuration.Approval approval = configuration.approval();
        if (approval != null) {
            return new Approvers(approval.approvers());
        }
        return switch (Condition.compile("false", Approvers.VARIABLES)) {
            case Condition.Compilation.Compiled(var nobody) -> new Approvers(nobody);
            case Condition.Compilation.Invalid invalid -> throw new IllegalStateException(invalid.toString());
        };
    }

    private static SessionSettings sessionSettings(Configuration configuration) {
        Configuration.Approval approval = configuration.approval();
        return approval == null
                ? SessionSettings.DEFAULT
                : SessionSettings.DEFAULT.withHolds(approval.within(), approval.inTransaction());
    }

    private static SessionServices.Recorders recorders(Configuration configuration) throws IOException {
        Configuration.Recording recording = configuration.recording();
        if (recording == null) {
            return (header, onFailure) -> Unrecorded.INSTANCE;
        }
        RecordingLimits limits =
                new RecordingLimits(recording.limit(), RecordingLimits.DEFAULT.bufferBytes(), recording.answer());
        Recordings recordings = new Recordings(recording.directory(), limits);
        return recordings::open;
    }

    private static ListenerSettings listenerSettings(Configuration configuration) throws IOException {
        Configuration.Endpoint endpoint = configuration.listen().postgres();
        Configuration.Tls tls = configuration.listen().tls();
        return new ListenerSettings(
                new InetSocketAddress(endpoint.host(), endpoint.port()),
                tls == null ? null : new ServerTls(tls.certificate(), tls.key()),
                tls != null && tls.required(),
                false,
                configuration.limits().sessions(),
                ListenerSettings.DEFAULT_STARTUP);
    }

    private static SessionDirectory directory(Sessions sessions) {
        return new SessionDirectory() {
            @Override
            public List<Session> list() {
                return sessions.list().stream()
                        .map(live -> new Session(
                                live.id(),
                                live.principal(),
                                live.database(),
                                live.client(),
                                live.since(),
                                live.grant().ends()))
                        .toList();
            }

            @Override
            public boolean end(String id, String why) {
                return sessions.end(id, why);
            }
        };
    }
}
