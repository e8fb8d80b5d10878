package dev.sallyport.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** A gateway that is killed in the middle of its work has recorded all that it forwarded. */
@ExtendWith(House.Keeper.class)
class KillIT {
    private static final int CLIENTS = 4;
    private static final int STATEMENTS_BEFORE = 400;

    private final House house;

    KillIT(House house) {
        this.house = house;
    }

    @ParameterizedTest
    @ValueSource(strings = {"written", "synced"})
    void theJournalIsWholeAndHoldsEveryStatementThatTheServerRan(String durability) throws Exception {
        String application = "load-" + durability;
        Path directory = house.newDirectory("killed");
        String configuration =
                Settings.shop(house.postgres, house.issuer).replace("durability: written", "durability: " + durability);
        SallyportProcess gateway = SallyportProcess.start(directory, configuration);
        AtomicInteger done = new AtomicInteger();
        List<CompletableFuture<Void>> clients = new ArrayList<>();
        try {
            for (int client = 0; client < CLIENTS; client++) {
                clients.add(load(gateway, application, client, done));
            }
            Await.until("enough statements have run", () -> done.get() >= STATEMENTS_BEFORE);
        } finally {
            gateway.kill();
        }
        for (CompletableFuture<Void> client : clients) {
            client.get(Await.DEADLINE.toSeconds(), TimeUnit.SECONDS);
        }
        Await.until(
                "the backends are gone",
                () -> house.postgres.backends(application).isEmpty());

        assertVerified(gateway.audit());
        assertRecorded(house.postgres.logged(application), new Journal(gateway.audit()).records());

        try (SallyportProcess again = SallyportProcess.start(directory, configuration);
                Connection connection = again.connect(house.agent(), application);
                Statement statement = connection.createStatement()) {
            assertThat(statement.execute("SELECT 'after the restart'")).isTrue();
        }
        assertVerified(gateway.audit());
        List<JsonNode> records = new Journal(gateway.audit()).records();
        assertThat(records.stream().filter(entry -> Journal.type(entry).equals("GatewayStarted")))
                .hasSize(2);
        assertThat(Journal.type(records.getLast())).isEqualTo("GatewayStopped");
        assertRecorded(house.postgres.logged(application), records);
    }

    /** Runs statements until the connection breaks; each text is used by one client only, some of them often. */
    private CompletableFuture<Void> load(SallyportProcess gateway, String application, int client, AtomicInteger done) {
        String mode = client % 2 == 0 ? "simple" : "extended";
        return Meanwhile.run(() -> {
            try (Connection connection = gateway.connect(
                            house.agent(), application, "preferQueryMode", mode, "prepareThreshold", "2");
                    var prepared = connection.prepareStatement(
                            "SELECT title FROM products WHERE id = ? AND " + client + " = " + client);
                    Statement statement = connection.createStatement()) {
                for (int i = 0; ; i++) {
                    statement.execute("SELECT 'client " + client + " statement " + i + "'");
                    prepared.setInt(1, i % 200);
                    prepared.executeQuery().close();
                    done.addAndGet(2);
                }
            } catch (SQLException broken) {
                // The gateway was killed.
            }
        });
    }

    private static void assertVerified(Path audit) {
        Program.Outcome verify = Program.run("audit", "verify", "--directory", audit.toString());
        assertThat(verify.err()).isEmpty();
        assertThat(verify.exitCode()).isZero();
    }

    /** Every text, as often as the server ran it. In the extended protocol it is a Bind that a run is recorded with. */
    private static void assertRecorded(List<String> logged, List<JsonNode> records) {
        Map<String, Long> recorded = records.stream()
                .filter(entry -> Journal.type(entry).equals("StatementAttempted")
                        && !entry.path("phase").asString().equals("parse"))
                .collect(Collectors.groupingBy(entry -> entry.path("statement").asString(), Collectors.counting()));
        Map<String, Long> ran =
                logged.stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        assertThat(logged).hasSizeGreaterThanOrEqualTo(STATEMENTS_BEFORE);
        ran.forEach((sql, times) ->
                assertThat(recorded.getOrDefault(sql, 0L)).as(sql).isGreaterThanOrEqualTo(times));
    }
}
