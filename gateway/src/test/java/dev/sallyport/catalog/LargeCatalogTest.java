package dev.sallyport.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.catalog.CatalogReader.Marked;
import dev.sallyport.catalog.CatalogSource.State;
import dev.sallyport.catalog.Look.Depth;
import dev.sallyport.catalog.Look.Found;
import dev.sallyport.catalog.Look.Outcome;
import dev.sallyport.policy.ShopDatabase;
import dev.sallyport.upstream.TestServers;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A database with many tables; {@code -Dsallyport.catalog.tables=50000} for very many, with figures on standard output. */
class LargeCatalogTest {
    private static final int TABLES = Integer.getInteger("sallyport.catalog.tables", 300);
    private static final int PLAIN_TABLES = Integer.getInteger("sallyport.catalog.tables", 5_000);
    private static final int TABLES_A_TRANSACTION = 500;
    private static final int CHANGES = Integer.getInteger("sallyport.catalog.changes", 3);

    /** Transactions of others between two changes: some seconds. */
    private static final int BETWEEN = 300;

    private static final Duration EVERY = Duration.ofMillis(5);

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final PrintStream FIGURES = System.out;

    private int renamed;

    @Test
    void manyTablesAreReadOnceAndThenOnlyWhatHasChangedOfThem() throws IOException, SQLException {
        try (ShopDatabase shop = ShopDatabase.start();
                Connection changing = shop.connect();
                Statement statement = changing.createStatement();
                Connection reading = shop.connect()) {
            for (int from = 0; from < TABLES; from += TABLES_A_TRANSACTION) {
                statement.execute(tables(from, Math.min(TABLES, from + TABLES_A_TRANSACTION)));
            }
            statement.execute("VACUUM ANALYZE pg_class, pg_attribute, pg_type, pg_depend, pg_index, pg_constraint");
            CatalogReader reader = new CatalogReader(
                    reading,
                    new BodyReader(shop::analyze),
                    new ViewReader(shop::analyze),
                    KnownExtensions.NONE,
                    System::nanoTime);
            long before = heap();
            Marked first = timed("read", () -> read(reader, null, 1)).marked();
            FIGURES.println("heap of a catalog: " + ((heap() - before) >> 20) + " MiB");
            assertThat(first.catalog().relations("many", "t" + (TABLES - 1)))
                    .singleElement()
                    .satisfies(table -> assertThat(table.columns()).hasSize(10));

            Found untouched = timed("look after which no transaction has ended", () -> read(reader, first, 2));
            assertThat(untouched.outcome()).isEqualTo(Outcome.UNTOUCHED);
            statement.execute("INSERT INTO many.t1 (id, tenant_id) VALUES (1, 1)");
            Found compared = timed("look that compares", () -> read(reader, first, 2));
            assertThat(compared.outcome()).isEqualTo(Outcome.UNCHANGED);
            assertThat(compared.marked().catalog()).isSameAs(first.catalog());
            statement.execute("ALTER TABLE many.t7 RENAME COLUMN note TO remark");
            statement.execute("DROP TABLE many.t8");
            Marked second =
                    timed("read after a change", () -> read(reader, first, 3)).marked();

            Relation renamed = one(second.catalog(), "t7");
            assertThat(renamed.column("remark")).isPresent();
            assertThat(renamed.column("note")).isEmpty();
            assertThat(second.catalog().relations("many", "t8")).isEmpty();
            assertThat(one(second.catalog(), "t9").columns())
                    .as("what has not changed is kept")
                    .isSameAs(one(first.catalog(), "t9").columns());
            assertThat(read(reader, second, 4).marked()).isSameAs(second);
        }
    }

    /** What others do must not matter: transactions end all the time, so that every look has to find out what they did. */
    @Test
    void aChangeThatSomebodyElseMakesIsSeenWhileOthersWrite() throws IOException, SQLException {
        try (ShopDatabase shop = ShopDatabase.start(TestServers.usual());
                Connection changing = shop.connect();
                Statement statement = changing.createStatement();
                CatalogSource source = shop.catalogs()) {
            statement.execute("CREATE SCHEMA many");
            statement.execute("CREATE TABLE many.written (id int)");
            for (int from = 0; from < PLAIN_TABLES; from += TABLES_A_TRANSACTION) {
                statement.execute(plain(from, Math.min(PLAIN_TABLES, from + TABLES_A_TRANSACTION) - 1));
            }
            await(source, "c0");
            try (Writer writer = new Writer(shop)) {
                seen("one change after the other", source, writer, 0, shop::execute);
                seen("now and then, by a session that ends", source, writer, BETWEEN, shop::execute);
                // Its statistics are told within a second of what it told of last, or once it was idle for long.
                seen("now and then, by a session that has just done something else", source, writer, BETWEEN, ddl -> {
                    statement.execute("INSERT INTO many.written VALUES (2)");
                    statement.execute(ddl);
                });
                assertThat(writer.written()).isPositive();
            }
        }
    }

    /** How a schema is changed past the source. */
    private interface Changing {
        void execute(String ddl) throws SQLException;
    }

    /**
     * Waits for changes to be seen.
     *
     * @param between how many transactions of others end before each change
     */
    private void seen(String how, CatalogSource source, Writer writer, int between, Changing changing)
            throws SQLException {
        long[] took = new long[CHANGES];
        for (int change = 0; change < CHANGES; change++) {
            long next = writer.written() + between;
            until(source, _ -> writer.written() >= next);
            int before = renamed++;
            changing.execute("ALTER TABLE many.p7 RENAME COLUMN c%d TO c%d".formatted(before, renamed));
            took[change] = await(source, "c" + renamed);
        }
        Arrays.sort(took);
        FIGURES.printf(
                "a change elsewhere is seen after: %d ms, %d ms at most, of %d; %s%n",
                took[CHANGES / 2], took[CHANGES - 1], CHANGES, how);
    }

    private static long await(CatalogSource source, String column) {
        return until(source, catalog -> one(catalog, "p7").column(column).isPresent());
    }

    /** Asks as statements do until something is so; for how many milliseconds. */
    private static long until(CatalogSource source, Predicate<Catalog> enough) {
        long began = System.nanoTime();
        while (System.nanoTime() - began < PATIENCE.toNanos()) {
            State state = source.fresh().join();
            if (state instanceof State.Loaded(Catalog catalog) && enough.test(catalog)) {
                return Duration.ofNanos(System.nanoTime() - began).toMillis();
            }
            LockSupport.parkNanos(EVERY.toNanos());
        }
        throw new AssertionError("not seen in " + PATIENCE);
    }

    /** Commits one small transaction after the other. */
    private static final class Writer implements AutoCloseable {
        private final Connection connection;
        private final AtomicLong written = new AtomicLong();
        private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
        private final ScheduledFuture<?> writing;

        Writer(ShopDatabase shop) throws SQLException {
            connection = shop.connect();
            writing = thread.scheduleWithFixedDelay(this::write, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
        }

        long written() {
            return written.get();
        }

        private void write() {
            try (Statement statement = connection.createStatement()) {
                statement.execute("INSERT INTO many.written VALUES (1)");
                written.incrementAndGet();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() throws SQLException {
            writing.cancel(false);
            thread.close();
            connection.close();
        }
    }

    private static Found read(CatalogReader reader, @Nullable Marked known, long version) throws SQLException {
        return reader.read(known, Depth.THOROUGH, version, PATIENCE, PATIENCE);
    }

    private static Relation one(Catalog catalog, String name) {
        return catalog.relations("many", name).getFirst();
    }

    private static String plain(int from, int to) {
        return """
            DO $$ BEGIN FOR i IN %d..%d LOOP
                EXECUTE format('CREATE TABLE many.p%%s (c0 int, name name, own_%%s int)', i, i);
            END LOOP; END $$\
            """.formatted(from, to);
    }

    private static String tables(int from, int to) {
        StringBuilder script = new StringBuilder("CREATE SCHEMA IF NOT EXISTS many;");
        for (int i = from; i < to; i++) {
            script.append("CREATE TABLE many.t%d (id bigint PRIMARY KEY, tenant_id bigint NOT NULL, name text, "
                            .formatted(i))
                    .append("state text, amount numeric, note text, created_at timestamptz, updated_at timestamptz, ")
                    .append("version int, own_%d text);".formatted(i));
        }
        return script.toString();
    }

    /** What takes time. */
    private interface Reading {
        Found read() throws SQLException;
    }

    private static Found timed(String what, Reading reading) throws SQLException {
        long began = System.nanoTime();
        Found read = reading.read();
        FIGURES.println(
                what + ": " + Duration.ofNanos(System.nanoTime() - began).toMillis() + " ms");
        return read;
    }

    private static long heap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
