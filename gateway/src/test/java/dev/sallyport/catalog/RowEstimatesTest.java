package dev.sallyport.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.policy.ShopDatabase;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RowEstimatesTest {
    private static final List<String> PUBLIC = List.of("public");
    private static final long CATALOG = 1;

    @SuppressWarnings("NullAway.Init")
    private ShopDatabase shop;

    @SuppressWarnings("NullAway.Init")
    private RowEstimates estimates;

    @BeforeAll
    void start() throws IOException, SQLException {
        shop = ShopDatabase.start();
        shop.execute("""
                CREATE TABLE counted (id integer PRIMARY KEY, n integer NOT NULL, document jsonb);
                INSERT INTO counted SELECT i, i % 10, '{"a": 1}' FROM generate_series(1, 1000) AS i;
                CREATE TABLE copied (id integer, n integer);
                CREATE SEQUENCE numbers;
                CREATE SCHEMA other;
                CREATE TABLE other.counted (id integer);
                INSERT INTO other.counted SELECT generate_series(1, 30);
                CREATE SCHEMA "it's \\ ""odd"", $1 ?";
                CREATE TABLE "it's \\ ""odd"", $1 ?".counted (id integer);
                INSERT INTO "it's \\ ""odd"", $1 ?".counted SELECT generate_series(1, 50);
                ANALYZE;
                CREATE FUNCTION writes() RETURNS integer IMMUTABLE LANGUAGE plpgsql
                    AS $$ BEGIN INSERT INTO public.copied VALUES (1, 1); RETURN 1; END $$;
                CREATE FUNCTION raises() RETURNS integer IMMUTABLE LANGUAGE plpgsql
                    AS $$ BEGIN RAISE EXCEPTION 'no'; END $$;
                CREATE FUNCTION lasts() RETURNS integer IMMUTABLE LANGUAGE plpgsql
                    AS $$ BEGIN PERFORM pg_sleep(60); RETURN 1; END $$;
                """);
        estimates = estimates(new AtomicLong());
    }

    @AfterAll
    void stop() throws IOException {
        estimates.close();
        shop.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            SELECT * FROM counted                                                            | 1000
            SELECT * FROM counted LIMIT 7                                                    |    7
            SELECT count(*) FROM counted                                                     |    1
            (SELECT * FROM counted)                                                          | 1000
            TABLE counted                                                                    | 1000
            VALUES (1), (2), (3)                                                             |    3
            UPDATE counted SET n = 1                                                         | 1000
            UPDATE counted SET n = 1 WHERE id = 5                                            |    1
            DELETE FROM counted                                                              | 1000
            INSERT INTO copied SELECT id, n FROM counted                                     | 1000
            INSERT INTO copied VALUES (1, 1), (2, 2)                                         |    2
            WITH d AS (DELETE FROM counted RETURNING n) SELECT count(*) FROM d               | 1000
            MERGE INTO copied USING counted AS c ON copied.id = c.id WHEN NOT MATCHED THEN INSERT VALUES (c.id, 1) | 1000
            SELECT * FROM other.counted                                                      |   30
            """)
    void whatTheServerExpectsToReturnOrWriteIsTheEstimate(String statement, long rows) {
        assertThat(rows(statement)).isEqualTo(rows);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
            SELECT * FROM counted WHERE id = $1                                              =>    1
            UPDATE counted SET n = $2 WHERE id = $1                                          =>    1
            DELETE FROM counted WHERE n = $1                                                 =>  100
            INSERT INTO copied VALUES ($1, $2)                                               =>    1
            SELECT * FROM counted WHERE id = 3 AND document ? 'a'                            =>    1
            SELECT * FROM counted WHERE id = $1 AND document ? $2                            =>    1
            SELECT * FROM counted WHERE id = 3 AND document ?| array['{fn now()}', '?']      =>    1
            SELECT '{d ''2000-01-01''}', E'\\'', $$ it's ? $$, "n" /* it's ? */ FROM counted -- it's ? => 1000
            """)
    void parametersHaveNoValuesAndEverythingElseIsSentAsItIs(String statement, long rows) {
        assertThat(rows(statement)).isEqualTo(rows);
    }

    @Test
    void namesAreLookedForInTheSearchPathAsTheSessionHasIt() {
        assertThat(rows("SELECT * FROM counted", List.of("other", "public"))).isEqualTo(30);
        assertThat(rows("SELECT * FROM counted", List.of("public", "other"))).isEqualTo(1000);
        assertThat(rows("SELECT * FROM counted", List.of("it's \\ \"odd\", $1 ?")))
                .isEqualTo(50);
        assertThat(rows("SELECT * FROM counted", List.of())).isEqualTo(RowEstimates.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FORM counted",
                "SELECT * FROM nowhere",
                "SELECT nothing FROM counted",
                "BEGIN",
                "",
                "SELECT 1;",
                "SELECT ';'",
                "SELECT 1; DROP TABLE copied",
                "SELECT raises()",
                "SELECT writes()"
            })
    void whatTheServerDoesNotPlanIsUnknown(String statement) throws SQLException {
        assertThat(rows(statement)).isEqualTo(RowEstimates.UNKNOWN);
        assertThat(rows("SELECT * FROM counted")).isEqualTo(1000);
        assertThat(number("SELECT count(*) FROM copied")).isZero();
    }

    @Test
    void whatTheServerPlansForTooLongIsUnknown() {
        try (RowEstimates own = new RowEstimates("shop", shop::connectForPlans, Runnable::run, () -> 0)) {
            assertThat(rows(own, "SELECT lasts()", CATALOG)).isEqualTo(RowEstimates.UNKNOWN);
        }
    }

    @Test
    void whatIsEstimatedIsNotExecuted() throws SQLException {
        long before = number("SELECT sum(hashtextextended(c::text, 0) % 1000000) FROM counted AS c");
        rows("DELETE FROM counted");
        rows("UPDATE counted SET n = n + 1");
        rows("INSERT INTO copied SELECT nextval('numbers'), n FROM counted");
        rows("SELECT nextval('numbers'), pg_advisory_lock(7)");
        rows("WITH d AS (DELETE FROM counted RETURNING *) SELECT * FROM d");

        assertThat(number("SELECT sum(hashtextextended(c::text, 0) % 1000000) FROM counted AS c"))
                .isEqualTo(before);
        assertThat(number("SELECT count(*) FROM copied")).isZero();
        assertThat(number("SELECT count(*) FROM numbers WHERE NOT is_called")).isOne();
        assertThat(number("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"))
                .isZero();
    }

    @Test
    void aConnectionIsLeftAsItWas() throws SQLException {
        try (Connection only = shop.connectForPlans();
                RowEstimates one = new RowEstimates("shop", () -> only, Runnable::run, () -> 0, ShopDatabase.PATIENT)) {
            assertThat(one.estimate("SELECT * FROM counted", List.of("other"), CATALOG))
                    .isCompletedWithValue(30L);
            try (Statement statement = only.createStatement();
                    ResultSet row = statement.executeQuery(
                            "SELECT current_setting('statement_timeout'), current_setting('search_path'), "
                                    + "current_setting('transaction_read_only')")) {
                row.next();
                assertThat(List.of(row.getString(1), row.getString(2), row.getString(3)))
                        .containsExactly("0", "\"$user\", public", "on");
            }
        }
    }

    @Test
    void aTableThatSomeoneIsAlteringIsNotWaitedFor() throws SQLException {
        try (Connection altering = shop.connect();
                Statement statement = altering.createStatement()) {
            altering.setAutoCommit(false);
            statement.execute("LOCK TABLE copied IN ACCESS EXCLUSIVE MODE");

            assertThat(rows("SELECT id FROM copied")).isEqualTo(RowEstimates.UNKNOWN);
        }
    }

    @Test
    void anAnswerThatDoesNotComeIsUnknownOnceTheDeadlineIsOver() {
        CountDownLatch never = new CountDownLatch(1);
        CatalogSource.Connections silent = () -> {
            awaited(never);
            throw new SQLException("nobody is there");
        };
        try (RowEstimates waiting =
                new RowEstimates("shop", silent, task -> Thread.ofVirtual().start(task), System::nanoTime)) {
            assertThat(waiting.estimate("SELECT 1", PUBLIC, CATALOG)
                            .orTimeout(60, TimeUnit.SECONDS)
                            .join())
                    .isEqualTo(RowEstimates.UNKNOWN);
        } finally {
            never.countDown();
        }
    }

    @Test
    void noMoreThanTheLimitMayWait() {
        List<Runnable> tasks = new ArrayList<>();
        try (RowEstimates full = new RowEstimates("shop", shop::connectForPlans, tasks::add, () -> 0)) {
            int limit = RowEstimates.AT_ONCE + RowEstimates.WAITING;
            for (int i = 0; i < limit; i++) {
                var _ = full.estimate("SELECT " + i, PUBLIC, CATALOG);
            }
            assertThat(tasks).hasSize(limit);
            assertThat(full.estimate("SELECT 'one more'", PUBLIC, CATALOG)).isCompletedWithValue(RowEstimates.UNKNOWN);
            assertThat(tasks).hasSize(limit);

            tasks.removeFirst().run();
            var _ = full.estimate("SELECT 'one more'", PUBLIC, CATALOG);
            assertThat(tasks).hasSize(limit);
        }
    }

    @Test
    void anExecutorThatTakesNothingLeavesItUnknownAndTheRoomFree() {
        AtomicInteger refusals = new AtomicInteger();
        try (RowEstimates refused = new RowEstimates(
                "shop",
                shop::connectForPlans,
                _ -> {
                    refusals.incrementAndGet();
                    throw new RejectedExecutionException();
                },
                () -> 0)) {
            int more = RowEstimates.AT_ONCE + RowEstimates.WAITING + 1;
            for (int i = 0; i < more; i++) {
                assertThat(refused.estimate("SELECT " + i, PUBLIC, CATALOG)).isCompletedWithValue(RowEstimates.UNKNOWN);
            }
            assertThat(refusals).hasValue(more);
        }
    }

    @Test
    void aLongerTextThanTheLimitIsNotAskedAbout() {
        String start = "SELECT * FROM counted --";
        String longest = start + "x".repeat(RowEstimates.TEXT_CHARS - start.length());

        assertThat(rows(longest)).isEqualTo(1000);
        assertThat(rows(longest + "x")).isEqualTo(RowEstimates.UNKNOWN);
    }

    @Test
    void anEstimateHoldsForAWhileAndForOneCatalog() throws SQLException {
        AtomicLong clock = new AtomicLong();
        shop.execute("CREATE TABLE growing AS SELECT generate_series(1, 10) AS i; ANALYZE growing");
        try (RowEstimates own = estimates(clock)) {
            assertThat(rows(own, "SELECT * FROM growing", CATALOG)).isEqualTo(10);
            shop.execute("INSERT INTO growing SELECT generate_series(1, 10); ANALYZE growing");

            clock.set(RowEstimates.KEPT.toNanos());
            assertThat(rows(own, "SELECT * FROM growing", CATALOG)).isEqualTo(10);
            assertThat(rows(own, "SELECT * FROM growing", CATALOG + 1)).isEqualTo(20);
            clock.incrementAndGet();
            assertThat(rows(own, "SELECT * FROM growing", CATALOG)).isEqualTo(20);
        }
    }

    @Test
    void noMoreThanTheLimitIsRemembered() {
        AtomicInteger asked = new AtomicInteger();
        CatalogSource.Connections counting = () -> {
            asked.incrementAndGet();
            throw new SQLException("nobody is there");
        };
        try (RowEstimates own = new RowEstimates("shop", counting, Runnable::run, () -> 0)) {
            for (int i = 0; i < RowEstimates.CACHED; i++) {
                rows(own, "SELECT " + i, CATALOG);
            }
            rows(own, "SELECT 0", CATALOG);
            assertThat(asked).hasValue(RowEstimates.CACHED);
            rows(own, "SELECT 'one more'", CATALOG);
            rows(own, "SELECT 0", CATALOG);
            assertThat(asked).hasValue(RowEstimates.CACHED + 1);
            rows(own, "SELECT 1", CATALOG);
            assertThat(asked).hasValue(RowEstimates.CACHED + 2);
        }
    }

    private RowEstimates estimates(AtomicLong clock) {
        return new RowEstimates(
                "shop",
                shop::connectForPlans,
                task -> Thread.ofVirtual().start(task),
                clock::get,
                ShopDatabase.PATIENT);
    }

    private long rows(String statement) {
        return rows(statement, PUBLIC);
    }

    private long rows(String statement, List<String> searchPath) {
        return estimates
                .estimate(statement, searchPath, CATALOG)
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }

    private static long rows(RowEstimates estimates, String statement, long catalog) {
        CompletableFuture<Long> answer = estimates.estimate(statement, PUBLIC, catalog);
        return answer.orTimeout(60, TimeUnit.SECONDS).join();
    }

    private long number(String query) throws SQLException {
        try (Connection connection = shop.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static void awaited(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
