package dev.sallyport.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postgresql.util.PSQLException;
import tools.jackson.databind.JsonNode;

/** A statement that a rule sends to a person waits in its connection, and nothing of it is run before. */
@ExtendWith(House.Keeper.class)
class HoldIT {
    private final House house;
    private final Approver approver;

    HoldIT(House house) {
        this.house = house;
        this.approver = new Approver(house.gateway.http(), house.approver());
    }

    @Test
    void anApproverSeesAndApprovesItFromTheCommandLine() throws Exception {
        Path token = Files.writeString(house.newDirectory("approver").resolve("token"), house.approver());
        String url = house.gateway.http().toString();
        try (Wire wire = Wire.login(house.gateway.port(), house.agent(), Map.of())) {
            wire.send(Wire.query("UPDATE payments SET note = 'by command' WHERE id = 1"));
            Wire.Frame notice = wire.read();
            assertThat(notice.type()).isEqualTo('N');
            String id = approver.waiting("by command").path("id").asString();
            assertThat(notice.field('M')).contains(id);

            Program.Outcome listed = Program.run("requests", "--url", url, "--token-file", token.toString());
            assertThat(listed.err()).isEmpty();
            assertThat(listed.out()).contains(id, "by command", "agent-7");
            assertThat(house.postgres.value("SELECT note FROM payments WHERE id = 1"))
                    .isEqualTo("payment 1");

            Program.Outcome approved =
                    Program.run("approve", id, "--comment", "fine", "--url", url, "--token-file", token.toString());
            assertThat(approved.err()).isEmpty();
            assertThat(approved.exitCode()).isZero();
            assertThat(wire.readThrough('Z').stream().map(Wire.Frame::type)).endsWith('C', 'Z');
        }
        assertThat(house.postgres.value("SELECT note FROM payments WHERE id = 1"))
                .isEqualTo("by command");
    }

    @Test
    void anApproverApprovesItByHttpAndOnlyOnce() throws Exception {
        try (Wire wire = Wire.login(house.gateway.port(), house.agent(), Map.of())) {
            wire.send(Wire.query("UPDATE payments SET note = 'by http' WHERE id = 2"));
            String id = approver.waiting("by http").path("id").asString();

            assertThat(approver.post("/api/v1/requests/" + id + "/approve", "{}")
                            .status())
                    .isEqualTo(200);
            assertThat(wire.readThrough('Z').stream().map(Wire.Frame::type)).containsExactly('N', 'C', 'Z');
            assertThat(approver.post("/api/v1/requests/" + id + "/deny", "{}").status())
                    .isEqualTo(409);
        }
        assertThat(house.postgres.value("SELECT note FROM payments WHERE id = 2"))
                .isEqualTo("by http");
    }

    @Test
    void aDeniedOneIsNotRunAndTheConnectionGoesOn() throws Exception {
        Path token = Files.writeString(house.newDirectory("approver").resolve("token"), house.approver());
        // By the simple protocol: in the extended one the server has begun a transaction with the Parse, and the wait
        // is short.
        try (Connection connection = house.gateway.connect(house.agent(), "pgjdbc", "preferQueryMode", "simple");
                Statement statement = connection.createStatement()) {
            CompletableFuture<PSQLException> refusal = Meanwhile.ask(() ->
                    Failure.of(() -> statement.execute("UPDATE payments SET note = 'to be denied' WHERE id = 3")));
            String id = approver.waiting("to be denied").path("id").asString();
            Program.Outcome denied = Program.run(
                    "deny",
                    id,
                    "--comment",
                    "not today",
                    "--url",
                    house.gateway.http().toString(),
                    "--token-file",
                    token.toString());
            assertThat(denied.err()).isEmpty();
            assertThat(denied.exitCode()).isZero();

            PSQLException refused = refusal.get(Await.DEADLINE.toSeconds(), TimeUnit.SECONDS);
            assertThat(refused.getSQLState()).isEqualTo("57014");
            assertThat(refused.getMessage()).contains("denied");
            assertThat(Failure.detail(refused).path("request").asString()).isEqualTo(id);
            assertThat(statement.execute("SELECT 1")).isTrue();
        }
        assertThat(house.postgres.value("SELECT note FROM payments WHERE id = 3"))
                .isEqualTo("payment 3");
        assertThat(house.postgres.log()).doesNotContain("to be denied");
    }

    @Test
    void aCancelEndsTheWait() throws Exception {
        try (Connection connection = house.gateway.connect(house.agent());
                Statement statement = connection.createStatement()) {
            CompletableFuture<PSQLException> refusal = Meanwhile.ask(() ->
                    Failure.of(() -> statement.execute("UPDATE payments SET note = 'to be cancelled' WHERE id = 4")));
            approver.waiting("to be cancelled");
            statement.cancel();

            assertThat(refusal.get(Await.DEADLINE.toSeconds(), TimeUnit.SECONDS).getSQLState())
                    .isEqualTo("57014");
            assertThat(statement.execute("SELECT 1")).isTrue();
        }
        gone("to be cancelled");
        assertThat(house.postgres.value("SELECT note FROM payments WHERE id = 4"))
                .isEqualTo("payment 4");
    }

    @Test
    void aDisconnectWithdrawsTheRequest() throws Exception {
        try (Wire wire = Wire.login(house.gateway.port(), house.agent(), Map.of())) {
            wire.send(Wire.query("UPDATE payments SET note = 'to be left' WHERE id = 5"));
            approver.waiting("to be left");
        }
        gone("to be left");
        assertThat(house.postgres.value("SELECT note FROM payments WHERE id = 5"))
                .isEqualTo("payment 5");
    }

    @Test
    void insideATransactionTheWaitIsShortAndItsEndAbortsTheTransaction() throws Exception {
        String configuration =
                Settings.shop(house.postgres, house.issuer).replace("inTransaction: 5m", "inTransaction: 1s");
        try (SallyportProcess gateway = SallyportProcess.start(house.newDirectory("impatient"), configuration);
                Connection connection = gateway.connect(house.agent());
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("INSERT INTO notes VALUES (200, 'before')");
            PSQLException expired =
                    Failure.of(() -> statement.execute("UPDATE payments SET note = 'expired' WHERE id = 6"));
            assertThat(expired.getSQLState()).isEqualTo("57014");
            assertThat(Failure.of(() -> statement.execute("SELECT 1")).getSQLState())
                    .isEqualTo("25P02");
            connection.rollback();
        }
        assertThat(house.postgres.value("SELECT count(*) FROM notes WHERE id = 200"))
                .isEqualTo("0");
        assertThat(house.postgres.value("SELECT note FROM payments WHERE id = 6"))
                .isEqualTo("payment 6");
    }

    @Test
    void nobodyApprovesTheirOwnStatementOrAnothersWithoutBeingAnApprover() throws Exception {
        String both = house.issuer.token("erin", "ai-agents", "dba");
        try (Wire wire = Wire.login(house.gateway.port(), both, Map.of())) {
            wire.send(Wire.query("UPDATE payments SET note = 'my own' WHERE id = 7"));
            String path =
                    "/api/v1/requests/" + approver.waiting("my own").path("id").asString() + "/approve";

            Approver.Reply own = new Approver(house.gateway.http(), house.issuer.token("erin", "dba")).post(path, "{}");
            assertThat(own.status()).isEqualTo(403);
            Approver.Reply agent = new Approver(house.gateway.http(), house.agent()).post(path, "{}");
            assertThat(agent.status()).isEqualTo(403);
            Approver.Reply stranger = new Approver(house.gateway.http(), "no token").post(path, "{}");
            assertThat(stranger.status()).isEqualTo(401);
            assertThat(house.postgres.value("SELECT note FROM payments WHERE id = 7"))
                    .isEqualTo("payment 7");
            assertThat(approver.post(path.replace("/approve", "/deny"), "{}").status())
                    .isEqualTo(200);
            assertThat(wire.readThrough('Z').stream().map(Wire.Frame::type)).containsExactly('N', 'E', 'Z');
        }
    }

    @Test
    void inTheExtendedProtocolTheApproverSeesTheParameters() throws IOException {
        try (Wire wire = Wire.login(house.gateway.port(), house.agent(), Map.of())) {
            wire.send(
                    Wire.parse("", "UPDATE payments SET note = $1 WHERE id = $2"),
                    Wire.bind("", "", false, "told by parameter", "8"),
                    Wire.execute("", 0),
                    Wire.sync());
            JsonNode listed = approver.waiting("UPDATE payments SET note = $1");
            String id = listed.path("id").asString();
            String shown = approver.get("/api/v1/requests/" + id).body().toString();
            assertThat(shown).contains("told by parameter");
            assertThat(approver.post("/api/v1/requests/" + id + "/approve", "{}")
                            .status())
                    .isEqualTo(200);

            List<Wire.Frame> answer = wire.readThrough('Z');
            assertThat(answer.stream().map(Wire.Frame::type).filter(type -> type != 'N'))
                    .containsExactly('1', '2', 'C', 'Z');
        }
        assertThat(house.postgres.value("SELECT note FROM payments WHERE id = 8"))
                .isEqualTo("told by parameter");
    }

    private void gone(String text) {
        Await.until(
                "the request is no longer pending",
                () -> !approver.get("/api/v1/requests").body().toString().contains(text));
    }
}
