package dev.sallyport.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.catalog.CatalogSource;
import dev.sallyport.policy.ShopDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** PostgreSQL's own regression tests as a corpus, from a source tree; see it/oracle.sh. And that their scripts are read right. */
class RegressionOracleTest {

    @Test
    @EnabledIfSystemProperty(named = "sallyport.oracle.tree", matches = ".+")
    void nothingThatARegressionTestNamesIsMissed() throws IOException, SQLException {
        Path tests = Path.of(System.getProperty("sallyport.oracle.tree")).resolve("src/test/regress");
        Path report = Path.of(System.getProperty("sallyport.oracle.report", "target/oracle-regress.txt"));
        try (ShopDatabase server = ShopDatabase.start();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            server.execute("CREATE DATABASE regression TEMPLATE template0 LOCALE 'C'");
            // Statements run as psql sends them; the catalog is read as the gateway reads it.
            CatalogSource.Connections reading = connections(server, "");
            CatalogSource.Connections playing = connections(server, "&preferQueryMode=simple");
            try (CatalogSource catalogs =
                            new CatalogSource("regression", reading, server::analyze, threads, System::nanoTime);
                    RegressionRun run = new RegressionRun(tests, playing, catalogs, server::analyze)) {
                for (String test : schedule(tests)) {
                    run.play(test);
                    Files.writeString(report, run.report());
                }
                assertThat(run.count().compared).isPositive();
                assertThat(run.missed()).isEmpty();
            }
        }
    }

    private static CatalogSource.Connections connections(ShopDatabase server, String options) throws SQLException {
        String url;
        try (Connection connection = server.connect()) {
            url = connection.getMetaData().getURL();
        }
        String other = url.replaceFirst("/postgres\\b", "/regression") + (url.contains("?") ? "&" : "?")
                + "user=postgres" + options;
        return () -> DriverManager.getConnection(other);
    }

    private static List<String> schedule(Path tests) throws IOException {
        String only = System.getProperty("sallyport.oracle.tests", "");
        List<String> scheduled = new ArrayList<>();
        for (String line : Files.readAllLines(tests.resolve("parallel_schedule"))) {
            if (line.startsWith("test:")) {
                scheduled.addAll(List.of(line.substring(5).strip().split("\\s+")));
            }
        }
        if (!only.isEmpty()) {
            scheduled.retainAll(List.of(("test_setup," + only).split(",")));
        }
        return scheduled;
    }

    @Test
    void aFunctionThatIsAValueAloneIsNotCalled() {
        Recorded recorded = new Recorded(Set.of(), Set.of(), Set.of(), Set.of("public.f", "s.g", "public.h"), false);

        assertThat(recorded.called("SELECT 'f'::regproc, 'G'::REGPROC, g (1), h(2)")
                        .functions())
                .containsExactlyInAnyOrder("s.g", "public.h");
    }

    @Test
    void aScriptOfPsqlIsRead() {
        PsqlScript script = new PsqlScript("""
            -- a comment; with a semicolon
            \\set name 'va' lue
            \\getenv directory PG_ABS_SRCDIR
            SELECT ';', E'it\\'s;', "a;b", $x$ ; $x$, (1), :'name', :name::text, a[1:2] /* ; /* ; */ */;
            CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END;
            COPY t FROM stdin;
            1;2
            \\.
            SELECT 3 AS three \\gset p_
            \\d t
            SELECT :p_three \\; SELECT :'directory';
            \\c - somebody
            SELECT 'no end'
            """, Map.of("PG_ABS_SRCDIR", "/there"));

        assertThat(script.next())
                .contains(
                        execute("SELECT ';', E'it\\'s;', \"a;b\", $x$ ; $x$, (1), 'value', value::text, a[1:2] /* ; /*"
                                + " ; */ */"));
        assertThat(script.next())
                .contains(
                        execute("CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT"
                                + " 2; END"));
        assertThat(script.next())
                .contains(new PsqlScript.Step.Execute("COPY t FROM stdin", Optional.of("1;2\n"), Optional.empty()));
        assertThat(script.next())
                .contains(new PsqlScript.Step.Execute("SELECT 3 AS three", Optional.empty(), Optional.of("p_")));
        script.set("p_three", "3");
        assertThat(script.next()).contains(execute("SELECT 3"));
        assertThat(script.next()).contains(execute("SELECT '/there'"));
        assertThat(script.next()).contains(new PsqlScript.Step.Connect(Optional.of("somebody")));
        assertThat(script.next()).contains(execute("SELECT 'no end'"));
        assertThat(script.next()).isEmpty();
    }

    private static PsqlScript.Step execute(String sql) {
        return new PsqlScript.Step.Execute(sql, Optional.empty(), Optional.empty());
    }
}
