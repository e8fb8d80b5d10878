package dev.sallyport.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.util.PSQLException;
import tools.jackson.databind.JsonNode;

/** A refused statement has no effect, and leaves the connection as PostgreSQL itself would. */
@ExtendWith(House.Keeper.class)
class RefusalIT {
    private static final String DENIED = "SELECT 1 / length(ssn) FROM customers";

    private final House house;

    RefusalIT(House house) {
        this.house = house;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                DENIED,
                "SELECT id FROM customers WHERE ssn LIKE 'Q%'",
                "SELECT id FROM customers ORDER BY ssn",
                "SELECT count(*) FROM customers GROUP BY email",
                "SELECT DISTINCT ssn FROM customers",
                "SELECT to_jsonb(c) FROM customers c",
                "SELECT 1 / (visits - 5) FROM customers",
                "SELECT id FROM tickets WHERE payload->>'ssn' = 'x'",
                "CREATE TABLE taken AS SELECT ssn FROM customers",
                "INSERT INTO notes SELECT id, ssn FROM customers",
                "COPY (SELECT id FROM customers WHERE ssn = 'x') TO STDOUT",
                "COPY (SELECT ssn FROM customers ORDER BY ssn) TO STDOUT",
                "SELECT most_common_vals FROM pg_stats WHERE tablename = 'customers'",
                "DO $$ BEGIN RAISE NOTICE '%', (SELECT ssn FROM customers LIMIT 1); END $$"
            })
    void aUseOfASensitiveColumnIsRefusedWithItsReasonsAndTheConnectionGoesOn(String sql) throws SQLException {
        try (Connection connection = house.gateway.connect(house.agent());
                Statement statement = connection.createStatement()) {
            PSQLException refusal = Failure.of(() -> statement.execute(sql));

            assertThat(refusal.getSQLState()).isEqualTo("42501");
            assertThat(refusal.toString()).doesNotContain(Shop.CANARIES);
            JsonNode detail = Failure.detail(refusal);
            assertThat(detail.path("rule").asString()).isNotBlank();
            assertThat(detail.path("reasons").size()).isPositive();
            assertThat(detail.path("session").asString()).isNotBlank();
            try (ResultSet rows = statement.executeQuery("SELECT city FROM customers WHERE id = 2")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getString(1)).isEqualTo("Oslo");
            }
        }
    }

    @Test
    void aRuleOfOnesOwnRefusesByItsName() throws SQLException {
        try (Connection connection = house.gateway.connect(house.agent());
                Statement statement = connection.createStatement()) {
            PSQLException refusal = Failure.of(() -> statement.execute("DROP TABLE keepers"));

            assertThat(refusal.getSQLState()).isEqualTo("42501");
            assertThat(Failure.detail(refusal).path("rule").asString()).contains("no-drop");
        }
        assertThat(house.postgres.value("SELECT to_regclass('public.keepers')")).isEqualTo("keepers");
    }

    @Test
    void aDeniedStatementLeavesTheTransactionAborted() throws SQLException {
        try (Connection connection = house.gateway.connect(house.agent());
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("INSERT INTO notes VALUES (100, 'before')");
            assertThat(state(statement, DENIED)).isEqualTo("42501");
            assertThat(state(statement, "SELECT 1")).isEqualTo("25P02");
            assertThat(state(statement, "INSERT INTO notes VALUES (101, 'after')"))
                    .isEqualTo("25P02");
            connection.rollback();
            try (ResultSet rows = statement.executeQuery("SELECT count(*) FROM notes WHERE id IN (100, 101)")) {
                rows.next();
                assertThat(rows.getInt(1)).isZero();
            }
        }
    }

    @Test
    void aTransactionGoesOnFromTheSavepointBeforeADenial() throws SQLException {
        try (Connection connection = house.gateway.connect(house.agent());
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("INSERT INTO notes VALUES (110, 'kept')");
            Savepoint savepoint = connection.setSavepoint("before_it");
            assertThat(state(statement, DENIED)).isEqualTo("42501");
            connection.rollback(savepoint);
            statement.execute("INSERT INTO notes VALUES (111, 'kept too')");
            connection.commit();
        }
        assertThat(house.postgres.value("SELECT count(*) FROM notes WHERE id IN (110, 111)"))
                .isEqualTo("2");
    }

    @Test
    void theEarlierHalfOfADeniedPipelineDoesNotCommit() throws IOException {
        try (Wire wire = Wire.login(house.gateway.port(), house.agent(), Map.of())) {
            wire.send(
                    Wire.parse("", "INSERT INTO notes VALUES (120, 'earlier')"),
                    Wire.bind("", "", false),
                    Wire.execute("", 0),
                    Wire.parse("", DENIED),
                    Wire.bind("", "", false),
                    Wire.execute("", 0),
                    Wire.parse("", "INSERT INTO notes VALUES (121, 'later')"),
                    Wire.bind("", "", false),
                    Wire.execute("", 0),
                    Wire.sync(),
                    Wire.query("SELECT count(*) FROM notes WHERE id IN (120, 121)"));

            List<Wire.Frame> pipeline = wire.readThrough('Z');
            assertThat(pipeline.stream().map(Wire.Frame::type)).containsExactly('1', '2', 'C', 'E', 'Z');
            assertThat(pipeline.get(3).field('C')).isEqualTo("42501");
            assertThat(wire.readThrough('Z').get(1)).hasToString("D \\00\\01\\00\\00\\00\\010");
        }
    }

    @Test
    void ofSeveralStatementsInOneMessageNoneIsRunIfOneIsDenied() throws IOException {
        try (Wire wire = Wire.login(house.gateway.port(), house.agent(), Map.of())) {
            List<Wire.Frame> answer = wire.ask(
                    "INSERT INTO notes VALUES (130, 'one'); " + DENIED + "; INSERT INTO notes VALUES (131, 'three')");

            assertThat(answer.stream().map(Wire.Frame::type)).containsExactly('E', 'Z');
            assertThat(answer.getFirst().field('C')).isEqualTo("42501");
            assertThat(wire.ask("SELECT 1").stream().map(Wire.Frame::type)).containsExactly('T', 'D', 'C', 'Z');
        }
        assertThat(house.postgres.value("SELECT count(*) FROM notes WHERE id IN (130, 131)"))
                .isEqualTo("0");
    }

    @Test
    void aDeniedStatementsTextNeverReachesTheServer() throws IOException, SQLException {
        String mark = "denied_7c1f";
        try (Connection connection = house.gateway.connect(house.agent(), mark);
                Statement statement = connection.createStatement()) {
            assertThat(state(statement, "SELECT 1 / length(ssn) AS " + mark + " FROM customers"))
                    .isEqualTo("42501");
            statement.execute("SELECT 'allowed_7c1f'");
        }
        assertThat(house.postgres.log()).contains("allowed_7c1f");
        assertThat(house.postgres.logged(mark)).noneMatch(sql -> sql.contains("AS " + mark));
    }

    private static String state(Statement statement, String sql) {
        return Failure.of(() -> statement.execute(sql)).getSQLState();
    }
}
