package dev.sallyport.scan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.upstream.TestServers;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Scans of a real server. */
class ScanTest {
    private static EmbeddedPostgres server;

    @BeforeAll
    static void start() throws IOException, SQLException {
        server = TestServers.quiet().start();
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    CREATE DOMAIN mail AS text;
                    CREATE TABLE people (id int, contact mail, "weird ""name" text, tags text[], born date, doc jsonb, note text);
                    INSERT INTO people SELECT n, 'p' || n || '@example.com', '123-45-' || (1000 + n),
                        ARRAY['+4144668' || (1000 + n), '+4144668' || (2000 + n)], '1990-01-01',
                        jsonb_build_object('card', '4111111111111111', 'deep', jsonb_build_object('mails',
                            jsonb_build_array('p' || n || '@example.org'))), 'note ' || n FROM generate_series(1, 50) n;
                    CREATE TABLE parted (id int, iban text) PARTITION BY RANGE (id);
                    CREATE TABLE parted_one PARTITION OF parted FOR VALUES FROM (0) TO (100);
                    INSERT INTO parted SELECT n, 'DE89370400440532013000' FROM generate_series(1, 10) n;
                    CREATE VIEW contacts AS SELECT contact FROM people;
                    CREATE ROLE reader LOGIN;
                    GRANT SELECT (id, contact) ON people TO reader""");
        }
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    private static Connection connect() throws SQLException {
        return server.getPostgresDatabase().getConnection();
    }

    private static Scan.Report scan(Connection connection, Confidence surest) throws SQLException {
        return new Scan(new Scan.Settings(1_000, "US", surest, Duration.ofSeconds(60)))
                .run(connection, (table, tables) -> {});
    }

    @Test
    void columnsDomainsArraysAndKeysOfDocumentsAreFound() throws SQLException {
        try (Connection connection = connect()) {
            assertThat(scan(connection, Confidence.MEDIUM).findings())
                    .extracting(finding -> finding.column() + " " + finding.kind() + " " + finding.confidence())
                    .containsExactlyInAnyOrder(
                            "public.parted.iban bank-account high",
                            "public.people.contact email high",
                            "public.people.\"weird \"\"name\" national-id high",
                            "public.people.tags phone medium",
                            "public.people.born birth-date medium",
                            "public.people.doc->>'card' card-number high",
                            "public.people.doc->'deep'->>'mails' email high");
        }
    }

    @Test
    void whatTheRoleMayNotReadIsLeftOut() throws SQLException {
        try (Connection connection = server.getDatabase("reader", "postgres").getConnection()) {
            Scan.Report report = scan(connection, Confidence.LOW);

            assertThat(report.findings()).extracting(Finding::column).containsExactly("public.people.contact");
            assertThat(report.columns()).isEqualTo(2);
        }
    }

    @Test
    void aTableThatIsLockedIsNamedAndTheOthersAreRead() throws SQLException {
        try (Connection locking = connect();
                Statement lock = locking.createStatement();
                Connection connection = connect()) {
            locking.setAutoCommit(false);
            lock.execute("LOCK TABLE people IN ACCESS EXCLUSIVE MODE");

            Scan.Report report = new Scan(new Scan.Settings(10, "US", Confidence.MEDIUM, Duration.ofMillis(200)))
                    .run(connection, (table, tables) -> {});

            assertThat(report.unread()).containsExactly("public.people: SQLSTATE 55P03");
            assertThat(report.findings()).extracting(Finding::column).contains("public.parted.iban");
        }
    }

    @Test
    void eachTableIsTold() throws SQLException {
        List<String> told = new ArrayList<>();
        try (Connection connection = connect()) {
            new Scan(new Scan.Settings(10, "US", Confidence.HIGH, Duration.ofSeconds(60)))
                    .run(connection, (table, tables) -> told.add(table + " of " + tables));
        }
        assertThat(told).containsExactly("public.parted of 2", "public.people of 2");
    }

    @Test
    void theProposalIsYamlWithTheReasonBesideEachColumnAndWithoutValues() throws SQLException {
        try (Connection connection = connect()) {
            List<String> yaml = new Proposal("shop", scan(connection, Confidence.HIGH)).yaml();

            assertThat(yaml)
                    .contains(
                            "masks:",
                            "  - name: bank-account",
                            "    database: shop",
                            "      - public.parted.iban  # high: 10 of 10 values are bank account numbers, and so the name says",
                            "      - \"public.people.\\\"weird \\\"\\\"name\\\"\"  # high: 50 of 50 values are national identification"
                                    + " numbers",
                            "    with: redact");
            assertThat(String.join("\n", yaml)).doesNotContain("example.com", "123-45", "DE89", "4111");
        }
    }

    @Test
    void nothingFoundIsAnEmptyList() {
        assertThat(new Proposal("shop", new Scan.Report(1, 2, List.of(), List.of("public.t: SQLSTATE 42501"))).yaml())
                .containsExactly(
                        "# Proposed by a scan of shop: 1 table, 2 columns, 0 likely to be sensitive.",
                        "# Look at each before you use it: a scan sees a sample, and not everything sensitive looks so.",
                        "# Not read: public.t: SQLSTATE 42501",
                        "masks: []");
    }
}
