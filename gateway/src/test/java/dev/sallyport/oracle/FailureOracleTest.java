package dev.sallyport.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.catalog.Catalog;
import dev.sallyport.catalog.CatalogSource;
import dev.sallyport.policy.ShopDatabase;
import dev.sallyport.sql.flow.ColumnId;
import dev.sallyport.sql.flow.Flow;
import dev.sallyport.sql.flow.SearchPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether statements fail where one column holds other values: where the analysis says that it does not depend on the column, they end
 * alike, with the same SQLSTATE or none.
 *
 * <p>{@code -Dsallyport.oracle.failures=N} makes that many random statements, {@code -Dsallyport.oracle.seed=N} begins with another.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FailureOracleTest {
    private static final Logger LOG = LoggerFactory.getLogger(FailureOracleTest.class);
    private static final int STATEMENTS = Integer.getInteger("sallyport.oracle.failures", 400);
    private static final long FIRST_SEED = Long.getLong("sallyport.oracle.seed", 1);
    private static final int WAIT_SECONDS = 60;
    private static final String TABLE = """
            CREATE TABLE %s.t (id int, code text, amount numeric, born date, doc jsonb, n int, f float8, label text, other text);
            CREATE VIEW %1$s.safe AS SELECT id, upper(code) AS code, amount, n, label FROM %1$s.t;
            CREATE VIEW %1$s.risky AS SELECT id, code, amount, n, label, 10 / (n - 3) AS q FROM %1$s.t;
            INSERT INTO %1$s.t VALUES
              (1, '12', 5, '2020-01-01', '{"a": 1}', 1, 0.5, '7', 'x'),
              (2, '13', 6, '2021-01-01', '{"a": 2}', 2, 1.5, '8', 'y'),
              (3, '14', 7, '2022-01-01', '[1]', 4, 2.5, '9', 'z');
            """;
    private static final Map<String, List<String>> CHANGES = new LinkedHashMap<>();

    static {
        CHANGES.put("code", List.of("'boom'", "NULL", "CASE id WHEN 1 THEN 'x' ELSE '12' END", "'\\'"));
        CHANGES.put("amount", List.of("0", "NULL", "1e400", "CASE id WHEN 1 THEN 'NaN'::numeric ELSE 3 END"));
        CHANGES.put("born", List.of("'infinity'", "NULL", "'5874897-12-31'"));
        CHANGES.put("doc", List.of("'null'", "NULL", "'\"s\"'"));
        CHANGES.put("n", List.of("0", "3", "2147483647", "NULL", "-1"));
        CHANGES.put("f", List.of("0", "1e308", "NULL", "'NaN'"));
        CHANGES.put("label", List.of("'boom'", "'%'", "NULL"));
    }

    @SuppressWarnings("NullAway.Init")
    private ShopDatabase shop;

    @SuppressWarnings("NullAway.Init")
    private Connection connection;

    @SuppressWarnings("NullAway.Init")
    private Catalog catalog;

    @BeforeAll
    void start() throws IOException, SQLException {
        shop = ShopDatabase.start();
        shop.execute("CREATE SCHEMA base; " + TABLE.formatted("base"));
        for (var change : CHANGES.entrySet()) {
            for (int i = 0; i < change.getValue().size(); i++) {
                String schema = change.getKey() + i;
                shop.execute("CREATE SCHEMA " + schema + "; " + TABLE.formatted(schema) + "UPDATE " + schema + ".t SET "
                        + change.getKey() + " = " + change.getValue().get(i));
            }
        }
        try (CatalogSource source = shop.catalogs()) {
            CatalogSource.State state =
                    source.fresh().orTimeout(WAIT_SECONDS, TimeUnit.SECONDS).join();
            if (!(state instanceof CatalogSource.State.Loaded loaded)) {
                throw new IOException("no catalog");
            }
            catalog = loaded.catalog();
        }
        connection = shop.connect();
    }

    @AfterAll
    void stop() throws IOException, SQLException {
        connection.close();
        shop.close();
    }

    private Flow flow(String sql) {
        return Flows.of(
                shop.analyze(sql.getBytes(StandardCharsets.UTF_8), catalog.names(new SearchPath.Known(List.of("base"))))
                        .orTimeout(WAIT_SECONDS, TimeUnit.SECONDS)
                        .join());
    }

    private ColumnId column(String name) {
        var table = catalog.relations("base", "t").getFirst();
        return new ColumnId(table.oid(), table.column(name).orElseThrow().attribute());
    }

    /** How a statement ends: a SQLSTATE, or nothing if it succeeds. */
    private String end(String schema, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute("SET search_path = " + schema
                    + "; SET statement_timeout = '5s'; SET plan_cache_mode = force_custom_plan");
            try (ResultSet rows = statement.executeQuery(sql)) {
                while (rows.next()) {
                    rows.getString(1);
                }
                return "";
            } catch (SQLException e) {
                return e.getSQLState();
            }
        }
    }

    private static final class Count {
        private int compared;
        private int failed;
        private int differing;
        private final List<String> missed = new ArrayList<>();
    }

    private void compare(String sql, Count count) throws SQLException {
        Flow flow = flow(sql);
        String before = end("base", sql);
        count.failed += before.isEmpty() ? 0 : 1;
        for (var change : CHANGES.entrySet()) {
            boolean decides =
                    flow.failures().isUnknown() || flow.failures().columns().containsKey(column(change.getKey()));
            for (int i = 0; i < change.getValue().size(); i++) {
                String after = end(change.getKey() + i, sql);
                count.compared += decides ? 0 : 1;
                if (!after.equals(before)) {
                    count.differing++;
                    if (!decides) {
                        count.missed.add(sql + "\n-- " + change.getKey() + " = "
                                + change.getValue().get(i) + ": " + before + " became " + after);
                    }
                }
            }
        }
    }

    @Test
    void whereAColumnDoesNotDecideItStatementsEndAlike() throws SQLException {
        Count count = new Count();
        for (long seed = FIRST_SEED; seed < FIRST_SEED + STATEMENTS; seed++) {
            compare(new FailingStatements(new SplittableRandom(seed)).statement(), count);
        }
        LOG.atInfo()
                .addKeyValue("statements", STATEMENTS)
                .addKeyValue("compared", count.compared)
                .addKeyValue("failed", count.failed)
                .addKeyValue("differing", count.differing)
                .log("statements that may fail");
        assertThat(count.missed).isEmpty();
        assertThat(count.compared).isGreaterThan(STATEMENTS);
        assertThat(count.failed).isGreaterThan(STATEMENTS / 20);
        assertThat(count.differing).isGreaterThan(STATEMENTS / 20);
    }

    @Test
    void whatHasBeenTriedIsDecidedByTheColumn() throws SQLException {
        Count count = new Count();
        for (String sql : List.of(
                "SELECT 1 / (amount - 5) FROM t",
                "SELECT code::int FROM t",
                "SELECT (SELECT id FROM t WHERE code IN ('12', 'x'))",
                "SELECT (SELECT max(o.n) FROM t i WHERE i.code = '12') FROM t o",
                "SELECT repeat('x', n) FROM t",
                "SELECT CASE WHEN code LIKE '1%' THEN 1 / (n - n) END FROM t",
                "SELECT id FROM t WHERE code = 'boom' AND 1 / (n - 1) > 0",
                "SELECT label LIKE code FROM t",
                "SELECT CASE WHEN code = '12' THEN q END FROM (SELECT code, 1 / (n - n) AS q FROM t) s",
                "SELECT CASE WHEN code = '12' THEN q END FROM risky",
                "SELECT coalesce(code, (1 / (n - n))::text) FROM t",
                "SELECT code IS NULL OR 1 / (n - n) > 0 FROM t",
                "SELECT count(*) FILTER (WHERE code = '12' AND 1 / (n - n) > 0) FROM t",
                "SELECT sum(1 / (n - n)) FILTER (WHERE code = '12') FROM t",
                "SELECT sum(CASE WHEN code = '12' THEN 9e131071 ELSE 0 END) FROM t, generate_series(1, 2)",
                "SELECT CASE WHEN code = '12' THEN upper(a || b) END FROM (SELECT code, label COLLATE \"C\" AS a, other COLLATE"
                        + " \"POSIX\" AS b FROM t) s",
                "SELECT CASE WHEN code = '12' THEN a = b END FROM (SELECT code, label COLLATE \"C\" AS a, other COLLATE \"POSIX\""
                        + " AS b FROM t) s",
                "SELECT amount = f FROM t",
                "SELECT coalesce(f, amount) FROM t",
                "SELECT f FROM t UNION ALL SELECT amount FROM t",
                "SELECT coalesce(born, now()) FROM t",
                "SELECT substring(label, 1, n - 1) FROM t",
                "SELECT jsonb_array_elements(doc) FROM t",
                "SELECT (ARRAY[1, 2])[amount::int8] FROM t",
                "SELECT ARRAY[CASE WHEN code = '12' THEN ARRAY[1] ELSE ARRAY[1, 2] END, ARRAY[3]] FROM t",
                "SELECT generate_series(1, 2, n - 1) FROM t",
                "SELECT rank() OVER (ORDER BY id ROWS n PRECEDING) FROM t",
                "SELECT id FROM t LIMIT (SELECT min(n) - 2 FROM t)",
                "SELECT ntile(n) OVER () FROM t",
                "SELECT regexp_replace(label, code, '') FROM t",
                "SELECT (id, n) = (SELECT id, n FROM t WHERE code = '12' OR code = 'boom') FROM t")) {
            int before = count.compared;
            compare(sql, count);
            assertThat(count.compared).as(sql).isGreaterThanOrEqualTo(before);
        }
        assertThat(count.missed).isEmpty();
        assertThat(count.differing).isGreaterThan(30);
    }
}
