package dev.sallyport.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.catalog.CatalogReader.Marked;
import dev.sallyport.policy.ShopDatabase;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A database with many tables; {@code -Dsallyport.catalog.tables=50000} for very many, with figures on standard output. */
class LargeCatalogTest {
    private static final int TABLES = Integer.getInteger("sallyport.catalog.tables", 300);
    private static final int TABLES_A_TRANSACTION = 500;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final PrintStream FIGURES = System.out;

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
            CatalogReader reader =
                    new CatalogReader(reading, new BodyReader(shop::analyze), new ViewReader(shop::analyze));
            long before = heap();
            Marked first = timed("read", () -> reader.read(null, 1, PATIENCE, PATIENCE));
            FIGURES.println("heap of a catalog: " + ((heap() - before) >> 20) + " MiB");
            assertThat(first.catalog().relations("many", "t" + (TABLES - 1)))
                    .singleElement()
                    .satisfies(table -> assertThat(table.columns()).hasSize(10));

            assertThat(timed("look", () -> reader.read(first, 2, PATIENCE, PATIENCE)))
                    .isSameAs(first);
            statement.execute("ALTER TABLE many.t7 RENAME COLUMN note TO remark");
            statement.execute("DROP TABLE many.t8");
            Marked second = timed("read after a change", () -> reader.read(first, 3, PATIENCE, PATIENCE));

            Relation renamed = one(second.catalog(), "t7");
            assertThat(renamed.column("remark")).isPresent();
            assertThat(renamed.column("note")).isEmpty();
            assertThat(second.catalog().relations("many", "t8")).isEmpty();
            assertThat(one(second.catalog(), "t9").columns())
                    .as("what has not changed is kept")
                    .isSameAs(one(first.catalog(), "t9").columns());
            assertThat(reader.read(second, 4, PATIENCE, PATIENCE)).isSameAs(second);
        }
    }

    private static Relation one(Catalog catalog, String name) {
        return catalog.relations("many", name).getFirst();
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
        Marked read() throws SQLException;
    }

    private static Marked timed(String what, Reading reading) throws SQLException {
        long began = System.nanoTime();
        Marked read = reading.read();
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
