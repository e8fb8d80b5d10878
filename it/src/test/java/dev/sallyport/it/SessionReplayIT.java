package dev.sallyport.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** What sessions did that change what names mean, read labelled columns and bear claims is decided again as it was then. */
@ExtendWith(House.Keeper.class)
class SessionReplayIT {
    private static final String THINGS = "SELECT id FROM things";

    private static final String WRITE = "UPDATE one.things SET id = 1 WHERE id = 1";
    private static final String HELD = "INSERT INTO one.payments SELECT id, body FROM one.tickets";

    private static final String SCHEMA = """
        CREATE SCHEMA one; CREATE SCHEMA two;
        CREATE TYPE one.mood AS ENUM ('fine', 'tired');
        CREATE TABLE one.things (id int PRIMARY KEY, mood one.mood); INSERT INTO one.things VALUES (1, 'fine');
        CREATE TABLE two.things (id int PRIMARY KEY);
        CREATE TABLE one.tickets (id int PRIMARY KEY, body text); INSERT INTO one.tickets VALUES (1, 'do it');
        CREATE TABLE one.payments (id int PRIMARY KEY, note text);
        CREATE TABLE one.people (id int PRIMARY KEY, ssn text); INSERT INTO one.people VALUES (1, 'Qx7zCANARY');
        GRANT ALL ON SCHEMA one, two TO app; GRANT ALL ON ALL TABLES IN SCHEMA one, two TO app;
        """;

    private static final String RULES = """
        rules:
          - { name: not-two, when: '"two.things" in statement.relations', then: deny }
          - { name: no-writing-after-tickets, when: '"untrusted" in session.read && statement.writes', then: deny }
          - { name: team-b-reads, when: 'principal.claims.team == "b" && statement.writes', then: deny }
          - { name: not-so-many, when: session.statements >= 100, then: deny }
          - { name: not-so-long, when: 'session.age > duration("24h")', then: deny }
          - { name: not-for-cleaning, when: 'session.task == "cleaning" && statement.kind == "SHOW"', then: deny }
          - { name: ask, when: 'statement.writes && "one.payments" in statement.relations', then: approve }
        """;

    private final House house;
    private final Path directory;

    SessionReplayIT(House house) throws IOException {
        this.house = house;
        this.directory = house.newDirectory("sessions");
    }

    @Test
    void whatWasDecidedIsDecidedSoAgainAndAnotherConfigurationChangesWhatItIsAbout() throws Exception {
        Path audit = record();
        List<JsonNode> attempts = new Journal(audit)
                .records().stream()
                        .filter(entry -> Journal.type(entry).equals("StatementAttempted"))
                        .toList();
        assertThat(decisions(attempts))
                .containsEntry("not-two", 6L)
                .containsEntry("no-writing-after-tickets", 2L)
                .containsEntry("team-b-reads", 1L)
                .containsEntry("not-for-cleaning", 1L)
                .containsEntry("customer", 1L)
                .containsEntry("ask", 1L);
        long decided = attempts.stream()
                .filter(entry -> entry.has("rule") && !entry.path("bySession").asBoolean(false))
                .count();

        Program.Outcome same = replay(audit, RULES);
        assertThat(same.out())
                .startsWith(decided + " attempts decided again, 0 of them otherwise (0 different statements)\n");
        assertThat(same.exitCode()).isZero();

        assertThat(changes(audit, RULES.replace("\"two.things\" in", "\"one.things\" in")))
                .containsExactly(
                        "deny -> allow, 2 times, agent-7 on replayed: " + THINGS,
                        "deny -> allow, 1 time, agent-7 on replayed: " + THINGS + " WHERE id = $1",
                        "allow -> deny, 3 times, agent-7 on replayed: " + THINGS,
                        "allow -> deny, 2 times, agent-7 on replayed: SELECT id FROM one.things WHERE mood = $1",
                        "allow -> deny, 2 times, agent-7 on replayed: " + THINGS + " WHERE id = $1",
                        "allow -> deny, 2 times, agent-7 on replayed: " + WRITE);
        assertThat(changes(audit, RULES.replace("\"untrusted\" in session.read &&", "false &&")))
                .containsExactly("deny -> allow, 2 times, agent-7 on replayed: " + WRITE);
        assertThat(changes(audit, RULES.replace("team == \"b\"", "team == \"a\"")))
                .containsExactly(
                        "deny -> allow, 1 time, bert on replayed: " + WRITE,
                        "approve -> deny, 1 time, agent-7 on replayed: " + HELD,
                        "allow -> deny, 2 times, agent-7 on replayed: " + WRITE,
                        "allow -> deny, 1 time, agent-7 on replayed: CREATE TABLE one.fresh (id int)");
        assertThat(changes(audit, RULES.replace("\"cleaning\"", "\"other\"")))
                .containsExactly("deny -> allow, 1 time, bert on replayed: SHOW work_mem");
        assertThat(changes(audit, RULES.replace(">= 100", ">= 2 && session.task == \"cleaning\"")))
                .containsExactly("allow -> deny, 1 time, bert on replayed: SELECT 3");
        Program.Outcome unknown = replay(audit, RULES.replace("claims.team", "claims.level"));
        assertThat(unknown.out())
                .startsWith("0 attempts decided again")
                .contains(decided + " attempts not decided again: conditions ask for claims that the journal");
    }

    private List<String> changes(Path audit, String rules) throws IOException {
        return replay(audit, rules)
                .out()
                .lines()
                .filter(line -> line.contains(" -> "))
                .toList();
    }

    private static Map<String, Long> decisions(List<JsonNode> attempts) {
        return attempts.stream()
                .filter(entry -> !entry.path("decision").asString().equals("allow"))
                .filter(entry -> entry.has("rule"))
                .collect(Collectors.groupingBy(entry -> entry.path("rule").asString(), Collectors.counting()));
    }

    /** Sessions of three people, in a journal of a gateway that has ended. */
    private Path record() throws Exception {
        house.postgres.execute("postgres", "CREATE DATABASE replayed OWNER app");
        house.postgres.execute("replayed", SCHEMA);
        try (SallyportProcess gateway = SallyportProcess.start(directory.resolve("gateway"), configuration(RULES))) {
            paths(gateway);
            prepared(gateway);
            labels(gateway);
            try (Wire wire = login(gateway, "bert", "b", Map.of("options", "-c sallyport.task=cleaning"))) {
                wire.ask(WRITE);
                wire.ask("SHOW work_mem");
                wire.ask("SELECT 3");
            }
            return gateway.audit();
        }
    }

    /** Each way to change the search path. */
    private void paths(SallyportProcess gateway) throws IOException {
        try (Wire wire = login(gateway, "agent-7", "a", Map.of())) {
            wire.ask(THINGS);
            wire.ask("SET search_path = one");
            wire.ask(THINGS);
            wire.ask("SET search_path = two");
            wire.ask(THINGS);
            wire.ask("BEGIN");
            wire.ask("SET LOCAL search_path = one");
            wire.ask(THINGS);
            wire.ask("ROLLBACK");
            wire.ask(THINGS);
            wire.ask("SELECT set_config('search_path', 'one', false)");
            wire.ask(THINGS);
            wire.ask("SELECT ssn FROM people");
            wire.ask("SELECT id FROM people WHERE ssn LIKE 'Q%'");
            wire.send(Wire.query("SET search_path = one"), Wire.query(THINGS));
            wire.readCycles(2);
            wire.ask("BEGIN");
            wire.ask("CREATE TABLE one.fresh (id int)");
            wire.ask(THINGS);
            wire.ask("ROLLBACK");
        }
    }

    private void prepared(SallyportProcess gateway) throws SQLException, IOException {
        try (Connection connection = PgjdbcSession.connect(
                        new Endpoint("Sallyport", gateway.port(), "agent", token("agent-7", "a"), "replayed", true),
                        Map.of());
                Statement statement = connection.createStatement();
                PreparedStatement prepared = connection.prepareStatement(THINGS + " WHERE id = ?")) {
            statement.execute("SET search_path = one");
            prepared.setInt(1, 1);
            prepared.execute();
            statement.execute("SET search_path = two");
            Failure.of(prepared::execute);
        }
        int mood = Integer.parseInt(house.postgres.value("replayed", "SELECT oid FROM pg_type WHERE typname = 'mood'"));
        try (Wire wire = login(gateway, "agent-7", "a", Map.of())) {
            wire.send(
                    Wire.parse("p", "SELECT id FROM one.things WHERE mood = $1", mood),
                    Wire.bind("", "p", false, "fine"),
                    Wire.execute("", 0),
                    Wire.sync());
            wire.readThrough('Z');
            wire.ask("EXECUTE p('fine')");
        }
    }

    /** One session reads what strangers wrote, one has a person agree to it, and one reads nothing. */
    private void labels(SallyportProcess gateway) throws IOException {
        try (Wire reading = login(gateway, "agent-7", "a", Map.of());
                Wire other = login(gateway, "agent-7", "a", Map.of())) {
            reading.ask(WRITE);
            reading.ask("SELECT body FROM one.tickets");
            reading.ask(WRITE);
            other.ask(WRITE);
            other.send(Wire.query(HELD));
            Approver approver = new Approver(gateway.http(), house.approver());
            String id = approver.waiting("INSERT INTO one.payments").path("id").asString();
            approver.post("/api/v1/requests/" + id + "/approve", "{}");
            other.readThrough('Z');
            other.ask(WRITE);
        }
    }

    private Wire login(SallyportProcess gateway, String who, String team, Map<String, String> parameters)
            throws IOException {
        Map<String, String> all = new HashMap<>(parameters);
        all.put("database", "replayed");
        return Wire.login(gateway.port(), token(who, team), all);
    }

    private String token(String who, String team) {
        return house.issuer.token(
                who, List.of("ai-agents"), claims -> claims.claim("team", team).claim("level", 3));
    }

    private Program.Outcome replay(Path audit, String rules) throws IOException {
        Path there = house.newDirectory("replayed-by");
        Certificate.write(there);
        Path file = Files.writeString(there.resolve("sallyport.yaml"), configuration(rules));
        List<String> arguments = new ArrayList<>(
                List.of("policy", "replay", "--journal", audit.toString(), "--config", file.toString()));
        return Program.run(arguments.toArray(String[]::new));
    }

    private String configuration(String rules) {
        return Settings.beginning(house, "replayed") + """
            masks:
              - { name: customer, database: replayed, columns: [one.people.ssn], with: redact }
            labels:
              - { name: untrusted, database: replayed, columns: [one.tickets.body] }
            access:
              - name: agents
                who: '"ai-agents" in groups && claims.team in ["a", "b"]'
                database: replayed
                statements: [read, write, ddl]
                session: { lasts: 15m }
            %s
            audit: { directory: audit, durability: written }
            approval: { approvers: '"dba" in groups', within: 1h, inTransaction: 2s }
            """.formatted(rules.strip());
    }
}
