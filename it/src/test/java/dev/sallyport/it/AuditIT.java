package dev.sallyport.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Every attempt is in the journal before it is forwarded, and what came of it after; and the journal can be proven. */
@ExtendWith(House.Keeper.class)
class AuditIT {
    private final House house;

    AuditIT(House house) {
        this.house = house;
    }

    @Test
    void aSessionsStatementsAreAccountedForInOrder() throws IOException {
        String application = "audited";
        try (Wire wire = Wire.login(
                house.gateway.port(),
                house.agent(),
                Map.of(
                        "application_name",
                        application,
                        "options",
                        "-c sallyport.reason=billing -c sallyport.task=T-12"))) {
            wire.ask("SELECT id, title FROM products WHERE id < 4 ORDER BY id");
            wire.ask("SELECT 1 / 0");
            wire.ask("SELECT 1 / length(ssn) FROM customers");
            wire.send(
                    Wire.parse("", "SELECT title FROM products WHERE id = $1 AND title = $2", 23, 25),
                    Wire.bind("", "", false, "4", "product 4"),
                    Wire.execute("", 0),
                    Wire.sync());
            wire.readThrough('Z');
            wire.send(Wire.query("UPDATE payments SET note = 'audited hold' WHERE id = 9"));
            Approver approver = new Approver(house.gateway.http(), house.approver());
            String id = approver.waiting("audited hold").path("id").asString();
            approver.post("/api/v1/requests/" + id + "/approve", "{\"comment\":\"seen\"}");
            wire.readThrough('Z');
        }

        List<JsonNode> records = new Journal(house.gateway.audit()).ofSession(application);

        // What came of a statement is written late: only that it comes after its attempt, and before the end, is
        // certain.
        assertThat(records.stream().map(Journal::type).filter(type -> !type.equals("StatementFinished")))
                .containsExactly(
                        "SessionOpened",
                        "StatementAttempted",
                        "StatementAttempted",
                        "StatementAttempted",
                        "StatementAttempted",
                        "StatementAttempted",
                        "ApprovalRequested",
                        "StatementAttempted",
                        "ApprovalDecided",
                        "SessionClosed");
        assertThat(Journal.type(records.getLast())).isEqualTo("SessionClosed");
        for (int attempt = 1; attempt <= 6; attempt++) {
            assertThat(records.indexOf(finished(records, attempt)))
                    .isGreaterThan(records.indexOf(attempted(records, attempt)));
        }
        JsonNode opened = records.getFirst();
        assertThat(opened.path("identity").path("subject").asString()).isEqualTo("agent-7");
        assertThat(opened.path("identity").path("issuer").asString()).isEqualTo(house.issuer.name());
        assertThat(opened.path("identity").path("groups").toString()).isEqualTo("[\"ai-agents\"]");
        assertThat(opened.path("reason").asString()).isEqualTo("billing");
        assertThat(opened.path("task").asString()).isEqualTo("T-12");

        JsonNode read = finished(records, 1);
        assertThat(read.path("outcome").asString()).isEqualTo("completed");
        assertThat(read.path("rows").asInt()).isEqualTo(3);
        assertThat(read.path("bytes").asInt()).isGreaterThan(3 * "product 1".length());
        assertThat(read.path("durationMicros").asLong()).isPositive();
        assertThat(read.path("commandTag").asString()).isEqualTo("SELECT 3");

        assertThat(finished(records, 2).path("outcome").asString()).isEqualTo("failed");
        assertThat(finished(records, 2).path("sqlState").asString()).isEqualTo("22012");

        assertThat(attempted(records, 3).path("decision").asString()).isEqualTo("deny");
        assertThat(attempted(records, 3).path("reasons").size()).isPositive();
        assertThat(finished(records, 3).path("outcome").asString()).isEqualTo("denied");
        assertThat(finished(records, 3).path("sqlState").asString()).isEqualTo("42501");

        JsonNode bind = attempted(records, 5);
        assertThat(bind.path("parameterCount").asInt()).isEqualTo(2);
        assertThat(bind.path("parameterTypes").size()).isEqualTo(2);
        assertThat(bind.toString()).doesNotContain("product 4");
        assertThat(finished(records, 5).path("rows").asInt()).isEqualTo(1);

        assertThat(attempted(records, 6).path("decision").asString()).isEqualTo("hold");
        JsonNode decided = records.stream()
                .filter(entry -> Journal.type(entry).equals("ApprovalDecided"))
                .findFirst()
                .orElseThrow();
        assertThat(decided.path("verdict").asString()).isEqualTo("approved");
        assertThat(decided.path("decidedBy").path("subject").asString()).isEqualTo("dana");
        assertThat(decided.path("comment").asString()).isEqualTo("seen");
        assertThat(finished(records, 6).path("commandTag").asString()).isEqualTo("UPDATE 1");
    }

    private static JsonNode attempted(List<JsonNode> records, int attempt) {
        return of(records, "StatementAttempted", attempt);
    }

    private static JsonNode finished(List<JsonNode> records, int attempt) {
        return of(records, "StatementFinished", attempt);
    }

    private static JsonNode of(List<JsonNode> records, String type, int attempt) {
        return records.stream()
                .filter(entry -> Journal.type(entry).equals(type)
                        && entry.path("attempt").asInt() == attempt)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aRefusedClientIsInTheJournalToo() throws IOException {
        String user = "refused-4b9d";
        Program.Outcome outcome = Psql.run(house.gateway.port(), "not a token", "shop", "", "-U", user);
        assertThat(outcome.exitCode()).isEqualTo(2);

        JsonNode refused = Await.value("the refusal is in the journal", () -> {
            try {
                return new Journal(house.gateway.audit())
                        .records().stream()
                                .filter(entry ->
                                        entry.path("claimedUser").asString("").equals(user))
                                .findFirst()
                                .orElse(null);
            } catch (IOException failure) {
                throw new AssertionError(failure);
            }
        });
        assertThat(Journal.type(refused)).isEqualTo("SessionRefused");
        assertThat(refused.path("sqlState").asString()).isEqualTo("28000");
        assertThat(refused.toString()).doesNotContain("not a token");
    }

    @Test
    void verifyProvesTheJournalAndFindsOneChangedByte() throws IOException {
        try (Wire wire = Wire.login(house.gateway.port(), house.agent(), Map.of("application_name", "verified"))) {
            wire.ask("SELECT 'to be changed'");
        }
        Journal journal = new Journal(house.gateway.audit());
        journal.ofSession("verified");
        Path copy = house.newDirectory("audit-copy");
        // Sessions of other tests may still be closing: a copy is good once it was made between two of their records.
        Await.until("a copy of the journal is whole", () -> {
            try {
                copyAll(house.gateway.audit(), copy);
            } catch (NoSuchFileException replaced) {
                return false;
            }
            return verify(copy).exitCode() == 0;
        });
        assertThat(verify(copy).out()).contains("whole");

        Path changed = copy.resolve(journal.segments().getLast().getFileName());
        String text = Files.readString(changed);
        Files.writeString(changed, text.replace("'to be changed'", "'to be chanced'"));
        assertThat(Files.readString(changed)).isNotEqualTo(text).hasSameSizeAs(text);

        Program.Outcome broken = verify(copy);
        assertThat(broken.exitCode()).isEqualTo(1);
        assertThat(broken.err()).contains("BROKEN", changed.getFileName().toString(), "was changed");
    }

    private static Program.Outcome verify(Path directory) {
        return Program.run("audit", "verify", "--directory", directory.toString());
    }

    private static void copyAll(Path from, Path to) throws IOException {
        try (var files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    @Test
    void searchFindsWhatWasDenied() {
        assertThat(Psql.run(
                                house.gateway.port(),
                                house.agent(),
                                "shop",
                                "SELECT 1 / length(ssn) AS sought_for FROM customers;")
                        .err())
                .contains("refused");

        Program.Outcome found = Program.run(
                "audit",
                "search",
                "--config",
                house.gateway.configuration().toString(),
                "--decision",
                "deny",
                "--text",
                "sought_for");
        assertThat(found.exitCode()).isZero();
        assertThat(found.out().lines()).hasSize(1).allMatch(line -> line.contains("sought_for"));
    }
}
