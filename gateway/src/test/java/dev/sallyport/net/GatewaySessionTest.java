package dev.sallyport.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.approval.Choice;
import dev.sallyport.upstream.SslMode;
import dev.sallyport.upstream.TestPostgres;
import dev.sallyport.wire.Bytes;
import dev.sallyport.wire.FrontendMessage.PasswordMessage;
import dev.sallyport.wire.FrontendMessage.Query;
import dev.sallyport.wire.StartupPacket.SSLRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real sessions between pgjdbc and a real PostgreSQL, with TLS on both sides. */
@Timeout(120)
class GatewaySessionTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String ROLE = "tls_scram";

    private static final LeakWatch LEAKS = new LeakWatch();

    @TempDir
    private static Path directory;

    private static TestPostgres postgres;
    private static TestGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        postgres = new TestPostgres(directory);
        gateway = new TestGateway(directory, postgres.target(ROLE, SslMode.REQUIRE));
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
        assertThat(gateway.sessions.list()).isEmpty();
        // A backend needs a moment to notice that its client has gone.
        Await.until(PATIENCE, () -> postgres.backends(ROLE) == 0);
        postgres.close();
        LEAKS.expectNone();
    }

    @Test
    void statementsAreAnsweredInBothProtocols() throws SQLException {
        try (Connection connection = gateway.connect("good");
                Statement statement = connection.createStatement();
                PreparedStatement prepared = connection.prepareStatement("SELECT ?::int + 1")) {
            for (int i = 0; i < 20; i++) {
                assertThat(number(statement.executeQuery("SELECT " + i))).isEqualTo(i);
                prepared.setInt(1, i);
                assertThat(number(prepared.executeQuery())).isEqualTo(i + 1);
            }
        }
    }

    @Test
    void anErrorLeavesTheConnectionUsable() throws SQLException {
        try (Connection connection = gateway.connect("good");
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute("SELECT 1/0"))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            error -> assertThat(error.getSQLState()).isEqualTo("22012"));
            assertThat(number(statement.executeQuery("SELECT 7"))).isEqualTo(7);
        }
    }

    @Test
    void aLargeAnswerArrivesWhole() throws SQLException {
        try (Connection connection = gateway.connect("good");
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT n, repeat('x', 1000) FROM generate_series(1, 50000) AS n")) {
            long sum = 0;
            while (rows.next()) {
                sum += rows.getInt(1) + rows.getString(2).length();
            }
            assertThat(sum).isEqualTo(50_000L * 50_001 / 2 + 50_000 * 1000L);
        }
    }

    @Test
    void aClientThatDoesNotReadHoldsTheServerBackInsteadOfFillingTheGateway() throws Exception {
        try (RawClient client = new RawClient(gateway.listener.address())) {
            client.send(new SSLRequest().encode()).readByte();
            client.encrypt().send(RawClient.startup(0).encode());
            client.read();
            client.send(new PasswordMessage(Bytes.ofUtf8("good")).encode());
            client.readUntilReady();
            client.send(new Query(Bytes.ofUtf8("SELECT repeat('y', 100000) FROM generate_series(1, 10000)")).encode());
            Await.until(PATIENCE, () -> postgres.heldBack(ROLE));
        }
        Await.until(PATIENCE, () -> !postgres.heldBack(ROLE));
    }

    @Test
    void aTokenThatIsNotGoodIsRefused() {
        assertThatThrownBy(() -> gateway.connect("bad"))
                .isInstanceOfSatisfying(
                        SQLException.class,
                        error -> assertThat(error.getSQLState()).isEqualTo("28000"));
    }

    @Test
    void whoIsRefusedIsToldWhyHoweverMuchItHasSentAlready() throws Exception {
        try (RawClient client = new RawClient(gateway.listener.address())) {
            client.send(new SSLRequest().encode()).readByte();
            client.encrypt().send(RawClient.startup(0).encode());
            client.read();
            Bytes query = new Query(Bytes.ofUtf8("SELECT '" + "x".repeat(1 << 20) + "'")).encode();
            client.send(new PasswordMessage(Bytes.ofUtf8("bad")).encode(), query, query, query);
            assertThat(client.readError()).startsWith("28000");
            assertThat(client.ends()).isTrue();
        }
    }

    @Test
    void whatIsSentWithTheTokenWaitsUntilItsSenderIsLetIn() throws Exception {
        try (RawClient client = new RawClient(gateway.listener.address())) {
            client.send(new SSLRequest().encode()).readByte();
            client.encrypt().send(RawClient.startup(0).encode());
            client.read();
            client.send(
                    new PasswordMessage(Bytes.ofUtf8("good")).encode(), new Query(Bytes.ofUtf8("SELECT 7")).encode());
            client.readUntilReady();
            client.readUntilReady();
        }
    }

    @Test
    void aCancelStopsTheStatementAndNotTheSession() throws Exception {
        try (Connection connection = gateway.connect("good");
                Statement statement = connection.createStatement()) {
            CompletableFuture<String> ended = sleep(statement);
            statement.cancel();
            assertThat(ended.get(30, TimeUnit.SECONDS)).isEqualTo("57014");
            assertThat(number(statement.executeQuery("SELECT 7"))).isEqualTo(7);
        }
    }

    @Test
    void theEndOfAGrantEndsItsSessionAndWhatItDoes() throws Exception {
        try (Connection connection = gateway.connect("good");
                Statement statement = connection.createStatement()) {
            CompletableFuture<String> ended = sleep(statement);
            assertThat(gateway.sessions.endGrant("another", "not this one")).isZero();
            assertThat(gateway.sessions.endGrant(TestGateway.GRANT, "the grant was revoked"))
                    .isPositive();
            assertThat(ended.get(30, TimeUnit.SECONDS)).isEqualTo("57P01");
            Await.until(PATIENCE, () -> !postgres.sleeping(ROLE));
        }
    }

    @Test
    void aClientThatGoesAwayTakesItsBackendWithIt() throws Exception {
        Connection connection = gateway.connect("good");
        Statement statement = connection.createStatement();
        CompletableFuture<String> ended = sleep(statement);
        connection.abort(Runnable::run);
        ended.get(30, TimeUnit.SECONDS);
        Await.until(PATIENCE, () -> !postgres.sleeping(ROLE));
    }

    @Test
    void aHeldStatementWaitsForItsApproval() throws Exception {
        try (Connection connection = gateway.connect("good");
                Statement statement = connection.createStatement()) {
            CompletableFuture<Integer> answer = CompletableFuture.supplyAsync(
                    () -> unchecked(() -> number(statement.executeQuery("SELECT 7 AS held"))),
                    Thread::startVirtualThread);
            Await.until(PATIENCE, () -> !gateway.desk.pending().isEmpty());
            assertThat(answer).isNotDone();
            gateway.desk.decide(
                    gateway.desk.pending().getFirst().id(), TestGateway.principal("dba"), Choice.APPROVE, null);
            assertThat(answer.get(30, TimeUnit.SECONDS)).isEqualTo(7);
        }
    }

    @Test
    void aDeciderThatFailsDeniesAndTheSessionGoesOn() throws SQLException {
        try (Connection connection = gateway.connect("good");
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute("SELECT 'broken'"))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            error -> assertThat(error.getSQLState()).isEqualTo("XX000"));
            assertThat(number(statement.executeQuery("SELECT 7"))).isEqualTo(7);
        }
    }

    @Test
    void aSessionIsListedWhileItLivesRecordedAndItsRecordingsSumIsInTheJournal(@TempDir Path own) throws Exception {
        try (TestGateway alone = new TestGateway(own, postgres.target(ROLE, SslMode.REQUIRE))) {
            String id;
            try (Connection connection = alone.connect("good");
                    Statement statement = connection.createStatement()) {
                assertThat(number(statement.executeQuery("SELECT 7"))).isEqualTo(7);
                assertThat(alone.sessions.list()).hasSize(1);
                LiveSession live = alone.sessions.list().getFirst();
                assertThat(live.database()).isEqualTo("shop");
                assertThat(live.principal().subject()).isEqualTo("agent");
                id = live.id();
            }
            Await.until(PATIENCE, () -> alone.sessions.list().isEmpty());
            alone.stop();
            assertThat(alone.recordings.find(id)).isPresent();
            assertThat(Files.readString(journalOf(own))).contains("\"recordingSha256\":\"");
        }
    }

    @Test
    void aSessionThatCanNotBeRecordedIsNot(@TempDir Path own) throws Exception {
        try (TestGateway failing = new TestGateway(own, postgres.target(ROLE, SslMode.REQUIRE))) {
            failing.recordingFails.set(true);
            assertThatThrownBy(() -> failing.connect("good"))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            error -> assertThat(error.getSQLState()).isEqualTo("58030"));
        }
    }

    @Test
    void withoutTheJournalNothingRuns(@TempDir Path own) throws Exception {
        try (TestGateway failing = new TestGateway(own, postgres.target(ROLE, SslMode.REQUIRE));
                Connection connection = failing.connect("good");
                Statement statement = connection.createStatement()) {
            failing.journal.close();
            assertThatThrownBy(() -> statement.execute("SELECT 1"))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            error -> assertThat(error.getSQLState()).isEqualTo("58030"));
        }
    }

    private static Path journalOf(Path own) throws Exception {
        try (var files = Files.walk(own.resolve("audit"))) {
            return files.filter(file -> file.getFileName().toString().endsWith(".jsonl"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static int number(ResultSet rows) throws SQLException {
        rows.next();
        return rows.getInt(1);
    }

    /** Has the server sleep, and gives the SQLSTATE that it ends with. */
    private static CompletableFuture<String> sleep(Statement statement) {
        CompletableFuture<String> ended = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        statement.execute("SELECT pg_sleep(300)");
                        return "none";
                    } catch (SQLException error) {
                        return String.valueOf(error.getSQLState());
                    }
                },
                Thread::startVirtualThread);
        Await.until(PATIENCE, () -> postgres.sleeping(ROLE));
        return ended;
    }

    private interface Throwing<T> {
        T get() throws Exception;
    }

    private static <T> T unchecked(Throwing<T> work) {
        try {
            return work.get();
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }
}
