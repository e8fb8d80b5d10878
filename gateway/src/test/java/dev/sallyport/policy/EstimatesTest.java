package dev.sallyport.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.catalog.RowEstimates;
import dev.sallyport.policy.RuleSetting.Verdict;
import dev.sallyport.sql.flow.SearchPath;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EstimatesTest {
    private static final Situation FRESH = new Situation(new SearchPath.Known(List.of("public")), Set.of());
    private static final RuleSetting UNTOLD = new RuleSetting("untold", "statement.estimatedRows == -1", Verdict.DENY);

    @SuppressWarnings("NullAway.Init")
    private ShopDatabase shop;

    @SuppressWarnings("NullAway.Init")
    private RowEstimates rows;

    @BeforeAll
    void start() throws IOException, SQLException {
        shop = ShopDatabase.start();
        // A lock for the session is what a function can leave behind although its transaction is read-only and rolled
        // back.
        shop.execute("""
                CREATE FUNCTION marks(integer) RETURNS integer IMMUTABLE LANGUAGE plpgsql
                    AS $$ BEGIN PERFORM pg_catalog.pg_advisory_lock(4711); RETURN $1; END $$;
                CREATE OPERATOR public.@@@@ (RIGHTARG = integer, FUNCTION = public.marks);
                CREATE TABLE indexed_by_code (n integer);
                CREATE INDEX ON indexed_by_code ((marks(1) + n));
                CREATE TABLE indexed_in_part (n integer);
                CREATE INDEX ON indexed_in_part (n) WHERE n > marks(1);
                CREATE TABLE checked_by_code (n integer CHECK (n > marks(0)));
                CREATE TABLE checked_by_operator (n integer CHECK (n > @@@@ 0));
                CREATE TABLE checked_parent (n integer);
                CREATE TABLE checked_child (CHECK (n > marks(0))) INHERITS (checked_parent);
                CREATE TABLE split_by_code (n integer) PARTITION BY RANGE ((n + marks(0)));
                CREATE TABLE split_by_code_1 PARTITION OF split_by_code FOR VALUES FROM (0) TO (9);
                CREATE TABLE counted_by_code (n integer, m integer);
                CREATE STATISTICS by_code ON (n + marks(0)), (m + 1) FROM counted_by_code;
                CREATE TABLE filled_by_code (n integer DEFAULT marks(0), m integer);
                """);
        rows = shop.rows();
    }

    @AfterAll
    void stop() throws IOException {
        rows.close();
        shop.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT id FROM orders",
                "SELECT id FROM orders;",
                "/* first */ SELECT id FROM orders -- last",
                "SELECT id FROM orders WHERE id = $1",
                "SELECT count(*), max(total) FROM orders GROUP BY customer_id",
                "SELECT name FROM products",
                "SELECT salary FROM hr.employees",
                "SELECT n FROM filled_by_code",
                "INSERT INTO regions SELECT id, note FROM orders",
                "INSERT INTO regions VALUES ($1, $2)",
                "UPDATE regions SET name = 'x'",
                "DELETE FROM regions WHERE id = 1",
                "WITH d AS (DELETE FROM regions RETURNING id) SELECT id FROM d",
                "MERGE INTO regions r USING orders o ON r.id = o.id WHEN MATCHED THEN DELETE",
                "SELECT 1; SELECT 2",
                "SELECT 1; SELECT 2; SELECT 3; SELECT 4; SELECT 5; SELECT 6; SELECT 7; SELECT 8"
            })
    void whatRunsNothingOfUsersIsEstimated(String sql) {
        assertThat(isEstimated(sql)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT marks(1)",
                "SELECT id FROM orders WHERE id = marks(1)",
                "SELECT @@@@ 1",
                "SELECT order_total(1)",
                "SELECT lower('x')",
                "SELECT 'x'::label",
                "SELECT id FROM customers WHERE email = 'x'",
                "SELECT id FROM customer_directory",
                "SELECT id FROM customer_search",
                "INSERT INTO filled_by_code (m) VALUES (1)",
                "UPDATE products SET stock = 1",
                "DELETE FROM audit_events",
                "EXPLAIN SELECT 1",
                "COPY regions TO STDOUT",
                "SELECT ';'",
                "SELECT id FROM nowhere",
                "SELECT 1; SELECT 2; SELECT 3; SELECT 4; SELECT 5; SELECT 6; SELECT 7; SELECT 8; SELECT 9",
                "SELECT n FROM indexed_by_code",
                "SELECT n FROM indexed_in_part WHERE n = 1",
                "SELECT n FROM checked_by_code WHERE n = 1",
                "SELECT n FROM checked_by_operator WHERE n = 1",
                "SELECT n FROM checked_parent WHERE n = 1",
                "SELECT n FROM split_by_code WHERE n = 1",
                "SELECT n FROM counted_by_code GROUP BY n, m",
                "UPDATE checked_parent SET n = 1 WHERE n = 1"
            })
    void whatMightRunSomethingOfUsersIsNotAndNothingOfItRuns(String sql) throws SQLException {
        assertThat(isEstimated(sql)).isFalse();
        assertThat(marks()).isZero();
    }

    @Test
    void withoutACertainSearchPathNothingIsEstimated() {
        PolicyDecider decider = decider(rows, UNTOLD);
        SearchPath known = new SearchPath.Known(List.of("public"));

        assertThat(isEstimated(decider, new Situation(known, Set.of()))).isTrue();
        assertThat(isEstimated(decider, Situation.UNKNOWN)).isFalse();
        assertThat(isEstimated(decider, new Situation(new SearchPath.Known(List.of("public"), false), Set.of())))
                .isFalse();
        Situation changed = new Situation(known, Set.of(), true, 0, FRESH.age(), "", "");
        assertThat(isEstimated(decider, changed)).isFalse();
    }

    @Test
    void whatCanNotBeToldCountsAsTheMostInRisk() {
        Risk told = explained("SELECT id FROM orders LIMIT 5");
        Risk untold = explained("SELECT id FROM customer_directory");

        assertThat(told.parts()).extracting(Risk.Part::name).doesNotContain("rows");
        assertThat(untold.parts())
                .filteredOn(part -> part.name().equals("rows"))
                .extracting(Risk.Part::points)
                .containsExactly(25);
    }

    @Test
    void theServerIsAskedOnlyIfARuleLooksAtIt() {
        assertThat(connectionsFor(new RuleSetting("none", "statement.count > 9", Verdict.DENY)))
                .isZero();
        assertThat(connectionsFor(UNTOLD)).isOne();
        assertThat(connectionsFor(new RuleSetting("risky", "risk > 99", Verdict.DENY)))
                .isOne();
    }

    private int connectionsFor(RuleSetting rule) {
        AtomicInteger opened = new AtomicInteger();
        try (RowEstimates counting = new RowEstimates(
                "shop",
                () -> {
                    opened.incrementAndGet();
                    return shop.connectForPlans();
                },
                Runnable::run,
                () -> 0)) {
            ShopDatabase.decided(decider(counting, rule), ShopDatabase.everything(), FRESH, "SELECT id FROM orders");
        }
        return opened.get();
    }

    private Risk explained(String sql) {
        Risk risk = ShopDatabase.decided(
                        decider(rows, new RuleSetting("risky", "risk > 99", Verdict.DENY)),
                        ShopDatabase.everything(),
                        FRESH,
                        sql)
                .risk();
        return Objects.requireNonNull(risk, "the decision has no risk");
    }

    private boolean isEstimated(String sql) {
        return ShopDatabase.decided(decider(rows, UNTOLD), ShopDatabase.everything(), FRESH, sql)
                        .decision()
                instanceof Decision.Allow;
    }

    private static boolean isEstimated(PolicyDecider decider, Situation situation) {
        return ShopDatabase.decided(decider, ShopDatabase.everything(), situation, "SELECT id FROM orders")
                        .decision()
                instanceof Decision.Allow;
    }

    private PolicyDecider decider(RowEstimates estimates, RuleSetting rule) {
        return shop.decider(ShopDatabase.policy(List.of(), List.of(rule)), estimates, InstantSource.system());
    }

    private int marks() throws SQLException {
        try (Connection connection = shop.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = 4711")) {
            row.next();
            return row.getInt(1);
        }
    }
}
