package dev.sallyport.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** A server that is there and does nothing any more: whoever waits for it waits for a bounded time. */
@ExtendWith(House.Keeper.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StoppedServerIT {
    private static final String CONNECTION_FAILURE = "08006";
    private static final String GRANT_ENDED = "57P01";

    private final House house;
    private PostgresServer postgres;
    private SallyportProcess gateway;

    StoppedServerIT(House house) {
        this.house = house;
    }

    @BeforeAll
    void start() throws Exception {
        Path directory = house.newDirectory("stopped");
        postgres = PostgresServer.start(directory.resolve("postgres"));
        gateway = SallyportProcess.start(
                directory.resolve("gateway"),
                Settings.shop(postgres, house.issuer).replace("sslmode=disable", "sslmode=disable&connect_timeout=5"));
    }

    @AfterAll
    void stop() throws Exception {
        try (PostgresServer _ = postgres) {
            gateway.close();
        }
    }

    @Test
    void aServerThatStopsBeforeItLetsAClientInIsGivenUpInTime() throws Exception {
        String postmaster = postgres.value("SELECT split_part(pg_read_file('postmaster.pid'), E'\\n', 1)");
        signal("STOP", postmaster);
        try {
            assertThat(Failure.of(() -> gateway.connect(house.agent()).close()).getSQLState())
                    .isEqualTo(CONNECTION_FAILURE);
        } finally {
            signal("CONT", postmaster);
        }
        Await.until("it is served again", () -> {
            try (Connection connection = gateway.connect(house.agent());
                    Statement statement = connection.createStatement()) {
                return statement.execute("SELECT 1");
            } catch (SQLException notYet) {
                return false;
            }
        });
    }

    @Test
    void aServerThatStopsInAStatementHoldsNobodyBeyondTheGrant() throws Exception {
        String token = house.issuer.token("agent-8", "brief");
        try (Connection connection = gateway.connect(token, "stopped");
                Statement statement = connection.createStatement()) {
            CompletableFuture<SQLException> failure =
                    Meanwhile.ask(() -> Failure.of(() -> statement.execute("SELECT pg_sleep(300), 'stopped'")));
            Await.until(
                    "the statement runs", () -> !postgres.backends("stopped").isEmpty() && sleeps());
            String backend = Integer.toString(postgres.backends("stopped").getFirst());
            signal("STOP", backend);
            try {
                assertThat(failure.get(Await.DEADLINE.toSeconds(), TimeUnit.SECONDS)
                                .getSQLState())
                        .isEqualTo(GRANT_ENDED);
            } finally {
                signal("CONT", backend);
            }
        }
        Await.until("its backend is gone", () -> postgres.backends("stopped").isEmpty());
        Await.until(
                "what came of it is in the journal", () -> outcomes("'stopped'").contains("unknown"));
    }

    @Test
    void aCancelWhileTheServerStandsStillTakesEffectWhenItGoesOn() throws Exception {
        try (Connection connection = gateway.connect(house.agent(), "cancelled");
                Statement statement = connection.createStatement()) {
            CompletableFuture<SQLException> failure =
                    Meanwhile.ask(() -> Failure.of(() -> statement.execute("SELECT pg_sleep(300), 'cancelled'")));
            Await.until(
                    "the statement runs", () -> !postgres.backends("cancelled").isEmpty() && sleeps());
            String backend = Integer.toString(postgres.backends("cancelled").getFirst());
            signal("STOP", backend);
            try {
                statement.cancel();
            } finally {
                signal("CONT", backend);
            }
            assertThat(failure.get(Await.DEADLINE.toSeconds(), TimeUnit.SECONDS).getSQLState())
                    .isEqualTo("57014");
            assertThat(statement.execute("SELECT 1")).isTrue();
        }
    }

    @Test
    void aBackendThatDiesIsToldToTheClientAndToTheJournal() throws Exception {
        try (Connection connection = gateway.connect(house.agent(), "killed");
                Statement statement = connection.createStatement()) {
            CompletableFuture<SQLException> failure =
                    Meanwhile.ask(() -> Failure.of(() -> statement.execute("SELECT pg_sleep(300), 'killed'")));
            Await.until("the statement runs", () -> !postgres.backends("killed").isEmpty() && sleeps());
            signal("KILL", Integer.toString(postgres.backends("killed").getFirst()));
            assertThat(failure.get(Await.DEADLINE.toSeconds(), TimeUnit.SECONDS).getSQLState())
                    .isEqualTo(CONNECTION_FAILURE);
        }
        Await.until(
                "what came of it is in the journal", () -> outcomes("'killed'").contains("unknown"));
        // The server starts anew after such a death.
        Await.until("it is served again", () -> {
            try (Connection connection = gateway.connect(house.agent())) {
                return connection.isValid(0);
            } catch (SQLException notYet) {
                return false;
            }
        });
    }

    private boolean sleeps() {
        return !postgres.value("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'")
                .equals("0");
    }

    /** What the journal says came of the attempts whose text holds this. */
    private List<String> outcomes(String text) throws IOException {
        List<JsonNode> records = new Journal(gateway.audit()).records();
        List<JsonNode> attempts = records.stream()
                .filter(entry -> Journal.type(entry).equals("StatementAttempted")
                        && entry.path("statement").asString("").contains(text))
                .toList();
        return records.stream()
                .filter(entry -> Journal.type(entry).equals("StatementFinished")
                        && attempts.stream()
                                .anyMatch(attempt -> entry.path("session").equals(attempt.path("session"))
                                        && entry.path("attempt").equals(attempt.path("attempt"))))
                .map(entry -> entry.path("outcome").asString(""))
                .toList();
    }

    private static void signal(String name, String process) {
        assertThat(Program.run(List.of("kill", "-" + name, process), Map.of(), "")
                        .exitCode())
                .isZero();
    }
}
