package dev.sallyport.net;

import dev.sallyport.approval.ApprovalDesk;
import dev.sallyport.audit.Durability;
import dev.sallyport.audit.FileJournal;
import dev.sallyport.audit.JournalLimits;
import dev.sallyport.grant.Grant;
import dev.sallyport.identity.Principal;
import dev.sallyport.policy.AnswerRules;
import dev.sallyport.policy.ClaimsNamed;
import dev.sallyport.policy.Decided;
import dev.sallyport.policy.Decision;
import dev.sallyport.policy.MaskFunction;
import dev.sallyport.policy.MaskRule;
import dev.sallyport.policy.MaskSetting;
import dev.sallyport.policy.Reason;
import dev.sallyport.policy.StatementDecider;
import dev.sallyport.recording.RecordingLimits;
import dev.sallyport.recording.Recordings;
import dev.sallyport.session.Admission;
import dev.sallyport.session.Credentials;
import dev.sallyport.session.SessionSettings;
import dev.sallyport.sql.Changes;
import dev.sallyport.sql.Effect;
import dev.sallyport.sql.Reach;
import dev.sallyport.sql.Statement;
import dev.sallyport.sql.TreeDigest;
import dev.sallyport.sql.flow.ColumnId;
import dev.sallyport.sql.flow.Flow;
import dev.sallyport.upstream.UpstreamConnector;
import dev.sallyport.upstream.UpstreamTarget;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Everything of the gateway between the sockets, with real sessions; the token {@code good} is, and texts with {@code held} are. */
final class TestGateway implements AutoCloseable {
    static final String GRANT = "grant-1";
    /** Masks pg_database.datname, for texts that say so. */
    private static final AnswerRules MASKING = new AnswerRules(
            Map.of(
                    new ColumnId(1262, (short) 2),
                    new MaskRule("names", "datname", new MaskFunction.Redact(), MaskSetting.Nulls.CONSTANT, List.of())),
            false);

    private static final Reason ASKED = new Reason("test", "the test asked for it");

    final Sessions sessions = new Sessions();
    final FileJournal journal;
    final ApprovalDesk desk;
    final Recordings recordings;
    final AtomicBoolean recordingFails = new AtomicBoolean();
    final PostgresListener listener;
    private final Map<String, Database> databases;
    private final Grant grant;

    TestGateway(Path directory, UpstreamTarget target) throws IOException {
        this(
                directory,
                target,
                (_, _, _, sql, done) -> decide(new String(sql, StandardCharsets.UTF_8), done),
                () -> {},
                new Grant(
                        GRANT,
                        "test",
                        "shop",
                        Set.of(Effect.READ, Effect.WRITE),
                        List.of(),
                        Instant.now(),
                        Instant.now().plusSeconds(600),
                        Duration.ofMinutes(5)));
    }

    /** With somebody else's decisions for a grant. */
    TestGateway(Path directory, UpstreamTarget target, StatementDecider decider, Runnable schemaChanged, Grant grant)
            throws IOException {
        this.grant = grant;
        journal = FileJournal.open(
                directory.resolve("audit"), Durability.WRITTEN, JournalLimits.DEFAULT, InstantSource.system());
        desk = TestListener.desk(journal);
        recordings = new Recordings(directory.resolve("recordings"), RecordingLimits.DEFAULT);
        databases = Map.of(
                "shop",
                new Database(
                        new UpstreamConnector(target, (_, _) -> {}, Thread::startVirtualThread),
                        Logins.always(target.role()),
                        decider,
                        schemaChanged,
                        schemaChanged));
        SecureRandom random = new SecureRandom();
        SessionServices services = new SessionServices(
                SessionMachine.Factory.of(SessionSettings.DEFAULT),
                (credentials, _) -> admit(credentials),
                journal,
                (header, onFailure) -> {
                    if (recordingFails.get()) {
                        throw new IOException("the disk is full");
                    }
                    return recordings.open(header, onFailure);
                },
                desk,
                name -> Optional.ofNullable(databases.get(name)),
                Thread::startVirtualThread,
                () -> {
                    byte[] id = new byte[8];
                    random.nextBytes(id);
                    return HexFormat.of().formatHex(id);
                },
                InstantSource.system(),
                System::nanoTime);
        listener = new PostgresListener(
                new ListenerSettings(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        TestListener.tls(directory),
                        true,
                        false,
                        100,
                        Duration.ofSeconds(10)),
                services,
                new CancelKeys(random, new WrongKeys(System::nanoTime)),
                sessions);
    }

    Connection connect(String token) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", "agent");
        properties.setProperty("password", token);
        properties.setProperty("sslmode", "require");
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + listener.address().getPort() + "/shop", properties);
    }

    static Principal principal(String subject) {
        return new Principal(
                "https://idp.test",
                subject,
                List.of(),
                Map.of(),
                "token-1",
                Instant.now().plusSeconds(600),
                null);
    }

    private Admission admit(Credentials credentials) {
        return credentials.token().equals("good")
                ? new Admission.Admitted(principal("agent"), grant, Duration.ofMinutes(10), new ClaimsNamed.Any())
                : new Admission.Refused("28000", "the token is not good", null);
    }

    private static void decide(String sql, Consumer<Decided> done) {
        if (sql.contains("broken")) {
            throw new IllegalStateException(sql);
        }
        Decision decision = sql.contains("held")
                ? new Decision.Hold(AnswerRules.UNCHANGED, List.of(ASKED))
                : new Decision.Allow(sql.contains("masked") ? MASKING : AnswerRules.UNCHANGED, List.of(ASKED));
        String[] words = sql.strip().split(" ");
        String verb = words[0].toUpperCase(Locale.ROOT);
        String kind = switch (verb) {
            case "DECLARE" -> "DECLARE CURSOR";
            case "CLOSE" -> "CLOSE CURSOR";
            default -> verb;
        };
        boolean names = Set.of("DECLARE CURSOR", "FETCH", "PREPARE", "DEALLOCATE", "EXECUTE")
                .contains(kind);
        Statement statement = new Statement(
                kind,
                List.of(),
                Effect.READ,
                true,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                false,
                false,
                List.of(),
                List.of(),
                names ? words[1] : null,
                List.of(),
                Reach.NONE,
                TreeDigest.ofText(List.of()),
                Changes.NONE,
                null,
                Flow.unknown("the test says so"),
                0,
                sql.length());
        // On another thread, as a decider that has to look something up does it.
        Thread.startVirtualThread(() -> done.accept(new Decided(decision, List.of(statement))));
    }

    @Override
    public void close() throws IOException {
        stop();
    }

    /** Ends all sessions and writes everything to its end; more than once does no harm. */
    void stop() throws IOException {
        listener.close(Duration.ofSeconds(10));
        desk.close();
        journal.close();
    }
}
