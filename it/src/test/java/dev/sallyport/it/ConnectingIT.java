package dev.sallyport.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Unmodified clients connect with a token as their password, and only with a good one. */
@ExtendWith(House.Keeper.class)
class ConnectingIT {
    private static final String NO_ACCESS = "there is no access entry for this identity and database";

    private final House house;

    ConnectingIT(House house) {
        this.house = house;
    }

    @Test
    void psqlConnectsAndIsAnswered() {
        Program.Outcome outcome = Psql.run(
                house.gateway.port(), house.agent(), "shop", "SELECT title, price FROM products WHERE id = 4;");

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).isEqualTo("product 4|5.00\n");
        assertThat(outcome.exitCode()).isZero();
    }

    @ParameterizedTest
    @MethodSource
    void pgjdbcConnectsAndIsAnsweredInEachOfItsModes(String mode, String threshold) throws SQLException {
        try (Connection connection = house.gateway.connect(
                        house.agent(), "pgjdbc", "preferQueryMode", mode, "prepareThreshold", threshold);
                var statement = connection.prepareStatement("SELECT title, price FROM products WHERE id = ?")) {
            for (int id = 1; id <= 7; id++) {
                statement.setInt(1, id);
                try (ResultSet rows = statement.executeQuery()) {
                    assertThat(rows.next()).isTrue();
                    assertThat(rows.getString(1)).isEqualTo("product " + id);
                    assertThat(rows.getBigDecimal(2)).isEqualByComparingTo(String.valueOf(id * 1.25));
                    assertThat(rows.next()).isFalse();
                }
            }
        }
    }

    static Stream<Arguments> pgjdbcConnectsAndIsAnsweredInEachOfItsModes() {
        return Stream.of(
                Arguments.of("simple", "5"),
                Arguments.of("extended", "0"),
                Arguments.of("extended", "1"),
                Arguments.of("extended", "-1"),
                Arguments.of("extendedCacheEverything", "5"));
    }

    @Test
    void nodePostgresConnectsAndIsAnswered() {
        List<JsonNode> lines = Node.run(
                house.gateway.port(),
                house.agent(),
                "shop",
                List.of(
                        Node.statement("SELECT title FROM products WHERE id = $1", 9),
                        Map.of("text", "SELECT 1 AS one; SELECT 2 AS two")));

        assertThat(lines).hasSize(2);
        assertThat(lines.get(0).path("rows").toString()).isEqualTo("[[\"product 9\"]]");
    }

    @ParameterizedTest
    @MethodSource
    void aTokenThatIsNotGoodIsRefusedWithTheReason(String reason, Consumer<JWTClaimsSet.Builder> change) {
        String token = house.issuer.token("agent-7", List.of("ai-agents"), change);

        SQLException refusal = refused(token, "shop");

        assertThat(refusal.getSQLState()).isEqualTo("28000");
        assertThat(refusal.getMessage())
                .contains(reason)
                .doesNotContain("payroll", "Exception", "dev.sallyport", "shop", token);
    }

    static Stream<Arguments> aTokenThatIsNotGoodIsRefusedWithTheReason() {
        return Stream.of(
                Arguments.of(
                        "expired",
                        change(claims -> claims.expirationTime(at(-60)).issueTime(at(-600)))),
                Arguments.of("not valid before", change(claims -> claims.notBeforeTime(at(300)))),
                Arguments.of("audience", change(claims -> claims.audience("another-service"))),
                Arguments.of("issuer", change(claims -> claims.issuer("https://elsewhere.invalid"))));
    }

    private static Consumer<JWTClaimsSet.Builder> change(Consumer<JWTClaimsSet.Builder> change) {
        return change;
    }

    private static Date at(long seconds) {
        return Date.from(Instant.now().plusSeconds(seconds));
    }

    @Test
    void aTokenThatSomebodyElseSignedIsRefused() throws Exception {
        try (Issuer impostor = Issuer.start()) {
            String token =
                    impostor.token("agent-7", List.of("ai-agents"), claims -> claims.issuer(house.issuer.name()));

            SQLException refusal = refused(token, "shop");

            assertThat(refusal.getSQLState()).isEqualTo("28000");
            assertThat(refusal.getMessage()).contains("sign").doesNotContain("payroll", "Exception");
        }
    }

    @ParameterizedTest
    @MethodSource
    void whatIsNotATokenIsRefused(String password) {
        SQLException refusal = refused(password, "shop");

        assertThat(refusal.getSQLState()).isEqualTo("28000");
        assertThat(refusal.getMessage()).doesNotContain(password, "payroll", "Exception");
    }

    static Stream<String> whatIsNotATokenIsRefused() {
        return Stream.of(PostgresServer.PASSWORD, "a.b.c", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZ2VudC03In0.");
    }

    @Test
    void aForbiddenDatabaseAndOneThatDoesNotExistAreRefusedAlike() {
        SQLException forbidden = refused(house.agent(), "payroll");
        SQLException unknown = refused(house.agent(), "no_such_database");

        assertThat(forbidden.getSQLState()).isEqualTo("28000");
        assertThat(forbidden.getMessage()).contains(NO_ACCESS);
        assertThat(unknown.getSQLState()).isEqualTo(forbidden.getSQLState());
        assertThat(unknown.getMessage()).isEqualTo(forbidden.getMessage());
    }

    @Test
    void aGroupThatMayUseAnotherDatabaseMayNotUseThisOne() {
        assertThat(refused(house.issuer.token("clerk", "payroll"), "shop").getMessage())
                .contains(NO_ACCESS);
        assertThat(refused(house.issuer.token("nobody"), "shop").getMessage()).contains(NO_ACCESS);
    }

    @Test
    void withoutTlsAClientIsRefusedBeforeItsTokenIsAskedFor() throws Exception {
        Program.Outcome outcome = Program.run(
                Psql.command(house.gateway.port(), "shop", "-c", "SELECT 1"),
                Psql.environment(house.agent(), "disable"),
                "");
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains("TLS is required");

        try (Wire wire = Wire.plain(house.gateway.port())) {
            wire.send(Wire.startup(Map.of("user", "agent", "database", "shop")));
            List<Wire.Frame> frames = wire.readToEnd();
            assertThat(frames).hasSize(1);
            assertThat(frames.getFirst().type()).isEqualTo('E');
            assertThat(frames.getFirst().field('C')).isEqualTo("28000");
        }
    }

    private SQLException refused(String password, String database) {
        Properties properties = new Properties();
        properties.setProperty("user", "agent");
        properties.setProperty("password", password);
        properties.setProperty("sslmode", "require");
        return Failure.of(() -> DriverManager.getConnection(house.gateway.url(database), properties));
    }
}
