package dev.sallyport.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;
import tools.jackson.databind.JsonNode;

/** What is declared sensitive comes to no client, by whichever driver, protocol, format and statement it asks. */
@ExtendWith(House.Keeper.class)
class MaskingIT {
    private static final String REDACTED = "[redacted]";

    private final House house;

    MaskingIT(House house) {
        this.house = house;
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1", "0"})
    void pgjdbcGetsEachTypeMaskedAndTheRestAsItIs(String threshold) throws SQLException {
        try (Connection connection = house.gateway.connect(
                        house.agent(), "pgjdbc", "prepareThreshold", threshold, "binaryTransfer", "true");
                var statement =
                        connection.prepareStatement("SELECT id, name, ssn, email, birth_date, visits, tags, profile,"
                                + " city FROM customers WHERE id = ?")) {
            // Often enough that the driver stops asking what the columns are.
            for (int id = 1; id <= 8; id++) {
                statement.setInt(1, id);
                try (ResultSet rows = statement.executeQuery()) {
                    assertThat(rows.next()).isTrue();
                    assertThat(rows.getInt("id")).isEqualTo(id);
                    assertThat(rows.getString("name")).isEqualTo("customer " + id);
                    assertThat(rows.getString("ssn")).isEqualTo(REDACTED);
                    assertThat(rows.getString("email")).isEqualTo(REDACTED);
                    assertThat(rows.getObject("birth_date", LocalDate.class)).isEqualTo("2000-01-01");
                    assertThat(rows.getInt("visits")).isZero();
                    assertThat((Object[]) rows.getArray("tags").getArray()).isEmpty();
                    assertThat(rows.getString("profile")).isEqualTo("\"" + REDACTED + "\"");
                    assertThat(rows.getString("city")).isEqualTo(id % 2 == 0 ? "Oslo" : "Bergen");
                    assertThat(rows.next()).isFalse();
                }
            }
        }
    }

    @Test
    void psqlGetsThemMaskedUnderOtherNamesThroughJoinsAndCursors() {
        Program.Outcome outcome = Psql.run(house.gateway.port(), house.agent(), "shop", """
            SELECT c.ssn AS harmless, c.visits, t.id FROM tickets t JOIN customers c ON c.id = t.customer_id WHERE t.id = 3;
            BEGIN;
            DECLARE c CURSOR FOR SELECT ssn, city FROM customers WHERE id < 3 ORDER BY id;
            FETCH ALL FROM c;
            COMMIT;
            SELECT payload FROM tickets WHERE id = 1;
            """);

        assertThat(outcome.out() + outcome.err()).doesNotContain(Shop.CANARIES);
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out().lines().toList())
                .containsExactly(
                        "[redacted]|0|3",
                        "[redacted]|Bergen",
                        "[redacted]|Oslo",
                        "{\"ssn\": \"[redacted]\", \"subject\": \"ticket 1\"}");
    }

    @Test
    void derivedTablesShowNothingOfThem() {
        Program.Outcome outcome = Psql.run(house.gateway.port(), house.agent(), "shop", """
            SELECT x.mail FROM (SELECT id, email AS mail FROM customers) x WHERE x.id = 2;
            WITH w AS (SELECT ssn, id FROM customers) SELECT w.ssn FROM w WHERE id = 4;
            SELECT ssn FROM customers UNION ALL SELECT title FROM products;
            SELECT (SELECT profile FROM customers LIMIT 1);
            SELECT 'the end';
            """);

        assertThat(outcome.out() + outcome.err()).doesNotContain(Shop.CANARIES);
        assertThat(outcome.out()).endsWith("the end\n");
    }

    @Test
    void whatIsMadeOfThemIsMaskedByItsPlace() {
        Program.Outcome outcome = Psql.run(house.gateway.port(), house.agent(), "shop", """
            SELECT id, upper(ssn), city, length(email) FROM customers WHERE id = 1;
            SELECT t.id, (SELECT max(ssn) FROM customers c WHERE c.id = t.customer_id) FROM tickets t WHERE t.id = 2;
            SELECT s.* FROM (SELECT city, ssn AS x, id FROM customers) s WHERE s.id = 3;
            SELECT payload->>'subject', coalesce(payload->>'ssn', '') FROM tickets WHERE id = 1;
            SELECT id FROM customers WHERE ssn = 'x';
            SELECT 1 / length(ssn) FROM customers;
            """);

        assertThat(outcome.out() + outcome.err()).doesNotContain(Shop.CANARIES);
        assertThat(outcome.out().lines().toList())
                .containsExactly("1|[redacted]|Bergen|0", "2|[redacted]", "Bergen|[redacted]|3", "ticket 1|[redacted]");
        assertThat(outcome.err())
                .contains("which rows there are, or their order, depends on public.customers.ssn")
                .contains("whether it fails depends on public.customers.ssn");
    }

    @Test
    void rowsOfCopyAreMaskedInEachFormat() throws Exception {
        Program.Outcome outcome = Psql.run(house.gateway.port(), house.agent(), "shop", """
            COPY (SELECT id, ssn, birth_date, visits, tags, profile, city FROM customers WHERE id = 1) TO STDOUT;
            COPY (SELECT id, upper(ssn), email FROM customers WHERE id = 2) TO STDOUT (FORMAT csv, HEADER, FORCE_QUOTE *);
            COPY (SELECT id, payload FROM tickets WHERE id = 1) TO STDOUT CSV DELIMITER ';';
            COPY (SELECT ssn, id FROM customers ORDER BY ssn) TO STDOUT;
            """);

        assertThat(outcome.out() + outcome.err()).doesNotContain(Shop.CANARIES);
        assertThat(outcome.out().lines().toList())
                .containsExactly(
                        "1\t[redacted]\t2000-01-01\t0\t{}\t\"[redacted]\"\tBergen",
                        "id,upper,email",
                        "\"2\",,\"[redacted]\"",
                        "1;\"{\"\"ssn\"\": \"\"[redacted]\"\", \"\"subject\"\": \"\"ticket 1\"\"}\"");
        assertThat(outcome.err()).contains("depends on public.customers.ssn");

        try (Connection connection = house.gateway.connect(house.agent())) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyOut("COPY customers TO STDOUT (FORMAT binary)", bytes);
            String whole = bytes.toString(StandardCharsets.ISO_8859_1);
            assertThat(whole).doesNotContain(Shop.CANARIES);
            assertThat(whole).startsWith("PGCOPY").contains("customer 50", "[redacted]");
        }
    }

    @Test
    void nodePostgresGetsThemMaskedInTextAndBinaryWhenAStatementIsRunAgain() {
        List<JsonNode> lines = Node.run(
                house.gateway.port(),
                house.agent(),
                "shop",
                List.of(
                        Map.of("text", "SELECT ssn, visits, city FROM customers WHERE id = 1"),
                        Node.named("again", false, "SELECT ssn, visits, city FROM customers WHERE id = $1", 1),
                        Node.named("again", false, "SELECT ssn, visits, city FROM customers WHERE id = $1", 1),
                        Node.named("binary", true, "SELECT ssn, visits, city FROM customers WHERE id = $1", 1),
                        Node.named("binary", true, "SELECT ssn, visits, city FROM customers WHERE id = $1", 1)));

        String text = "[[\"[redacted]\",\"0\",\"Bergen\"]]";
        String binary = "[[\"[redacted]\",\"\\u0000\\u0000\\u0000\\u0000\",\"Bergen\"]]";
        assertThat(lines.stream().map(line -> line.path("rows").toString()))
                .containsExactly(text, text, text, binary, binary);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aStatementThatIsNeverDescribedIsMaskedEachTime(boolean binary) throws Exception {
        try (Wire wire = Wire.login(house.gateway.port(), house.agent(), Map.of())) {
            wire.send(
                    Wire.parse("blind", "SELECT ssn, birth_date, visits, id FROM customers WHERE id = $1", 23),
                    Wire.sync());
            wire.readThrough('Z');
            for (int id = 1; id <= 3; id++) {
                wire.send(Wire.bind("", "blind", binary, Integer.toString(id)), Wire.execute("", 0), Wire.sync());
                List<Wire.Frame> answer = wire.readThrough('Z');
                assertThat(answer.stream().map(Wire.Frame::type)).containsExactly('2', 'D', 'C', 'Z');
                assertThat(answer.get(1))
                        .hasToString(
                                binary
                                        ? "D \\00\\04\\00\\00\\00\\0a[redacted]\\00\\00\\00\\04\\00\\00\\00\\00\\00\\00\\00\\04\\00\\00\\00\\00"
                                                + "\\00\\00\\00\\04\\00\\00\\00\\0" + id
                                        : "D \\00\\04\\00\\00\\00\\0a[redacted]\\00\\00\\00\\0a2000-01-01\\00\\00\\00\\010\\00\\00\\00\\01"
                                                + id);
            }
        }
    }

    /** The portal alone knows which of its columns are masked by their places: FETCH describes a column that is computed as nobody's. */
    @ParameterizedTest
    @ValueSource(strings = {"FETCH 2 FROM p", "FETCH ABSOLUTE 1 FROM P", "FETCH ALL FROM \"p\""})
    void fetchDoesNotRunAPortalOfTheProtocol(String fetch) throws Exception {
        byte[] bound = Wire.join(
                Wire.parse("", "SELECT upper(ssn), lower(email) FROM customers ORDER BY id"),
                Wire.bind("p", "", false));
        try (Wire wire = Wire.login(house.gateway.port(), house.agent(), Map.of())) {
            wire.ask("BEGIN");
            wire.send(bound, Wire.sync());
            wire.readThrough('Z');
            assertIsNotFetched(wire.ask(fetch));
            wire.ask("ROLLBACK");

            wire.ask("BEGIN");
            wire.send(bound, Wire.parse("", fetch), Wire.bind("", "", false), Wire.execute("", 0), Wire.sync());
            assertIsNotFetched(wire.readThrough('Z'));
            wire.ask("ROLLBACK");

            // When FETCH was bound there was no such portal yet.
            wire.ask("BEGIN");
            wire.send(
                    Wire.parse("", fetch), Wire.bind("early", "", false), bound, Wire.execute("early", 0), Wire.sync());
            assertIsNotFetched(wire.readThrough('Z'));
        }
    }

    private static void assertIsNotFetched(List<Wire.Frame> answer) {
        assertThat(answer).noneMatch(frame -> frame.type() == 'D');
        assertThat(answer)
                .filteredOn(frame -> frame.type() == 'E')
                .singleElement()
                .satisfies(error -> assertThat(error.field('C')).isEqualTo("0A000"));
    }

    /** As asyncpg's cursors do. */
    @Test
    void moveGoesOnInAPortalOfTheProtocol() throws Exception {
        try (Wire wire = Wire.login(house.gateway.port(), house.agent(), Map.of())) {
            wire.ask("BEGIN");
            wire.send(
                    Wire.parse("", "SELECT id, upper(ssn) FROM customers ORDER BY id"),
                    Wire.bind("p", "", false),
                    Wire.execute("p", 1),
                    Wire.sync());
            wire.readThrough('Z');
            assertThat(wire.ask("MOVE 2 IN p")).first().hasToString("C MOVE 2\\00");
            wire.send(Wire.execute("p", 1), Wire.sync());
            assertThat(wire.readThrough('Z'))
                    .first()
                    .hasToString("D \\00\\02\\00\\00\\00\\014\\00\\00\\00\\0a[redacted]");
        }
    }

    @Test
    void aCursorOfSqlIsFetchedAndMasked() throws Exception {
        try (Wire wire = Wire.login(house.gateway.port(), house.agent(), Map.of())) {
            wire.ask("BEGIN");
            wire.ask("DECLARE p CURSOR FOR SELECT ssn FROM customers ORDER BY id");
            assertThat(wire.ask("FETCH 1 FROM p"))
                    .filteredOn(frame -> frame.type() == 'D')
                    .singleElement()
                    .hasToString("D \\00\\01\\00\\00\\00\\0a[redacted]");
        }
    }

    @Test
    void rowsThatAWriteReturnsAreMasked() throws SQLException {
        try (Connection connection = house.gateway.connect(house.agent())) {
            connection.setAutoCommit(false);
            try (var statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(
                            "UPDATE customers SET city = 'Rome' WHERE id = 5 RETURNING id, ssn, visits, city")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getInt("id")).isEqualTo(5);
                assertThat(rows.getString("ssn")).isEqualTo(REDACTED);
                assertThat(rows.getInt("visits")).isZero();
                assertThat(rows.getString("city")).isEqualTo("Rome");
            } finally {
                connection.rollback();
            }
        }
    }

    @Test
    void aMaskedColumnIsAsItIsInTheDatabase() {
        assertThat(house.postgres.value("SELECT ssn FROM customers WHERE id = 1"))
                .contains(Shop.CANARY);
        assertThat(house.postgres.value("SELECT visits FROM customers WHERE id = 1"))
                .isEqualTo(Integer.toString(Shop.CANARY_NUMBER));
    }
}
