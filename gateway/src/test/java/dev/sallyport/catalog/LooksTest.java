package dev.sallyport.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.catalog.CatalogReader.Marked;
import dev.sallyport.catalog.Look.Depth;
import dev.sallyport.catalog.Look.Found;
import dev.sallyport.catalog.Look.Outcome;
import dev.sallyport.policy.ShopDatabase;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Looks at a real server's catalogs, and what each may overlook. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class LooksTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private ShopDatabase shop;
    private Connection reading;
    private CatalogReader reader;
    private Marked known;

    @BeforeAll
    void start() throws IOException, SQLException {
        shop = ShopDatabase.start();
        reading = shop.connect();
        reader = new CatalogReader(
                reading,
                new BodyReader(shop::analyze),
                new ViewReader(shop::analyze),
                KnownExtensions.NONE,
                System::nanoTime);
    }

    @BeforeEach
    void prepare() throws SQLException {
        shop.execute("CREATE TABLE looked_at (id int, name text); CREATE TABLE written (id int)");
        known = look(null, Depth.THOROUGH).marked();
    }

    @AfterEach
    void clear() throws SQLException {
        shop.execute("DROP TABLE looked_at, written");
    }

    @AfterAll
    void stop() throws IOException, SQLException {
        reading.close();
        shop.close();
    }

    @Test
    void whereNoTransactionHasEndedAGlanceIsEnough() throws SQLException {
        shop.execute("SELECT count(*) FROM looked_at");
        for (Depth depth : Depth.values()) {
            assertThat(look(known, depth).outcome()).isEqualTo(Outcome.UNTOUCHED);
        }
    }

    @Test
    void whereATransactionHasEndedThatChangedNoSchemaTheRowsAreCompared() throws SQLException {
        shop.execute("INSERT INTO written VALUES (1)");

        assertThat(look(known, Depth.GLANCE).outcome()).isEqualTo(Outcome.NOT_COMPARED);
        Found compared = look(known, Depth.THOROUGH);
        assertThat(compared.outcome()).isEqualTo(Outcome.UNCHANGED);
        assertThat(compared.marked().catalog()).isSameAs(known.catalog());
        assertThat(look(compared.marked(), Depth.THOROUGH).outcome())
                .as("what was compared is known to hold")
                .isEqualTo(Outcome.UNTOUCHED);
    }

    @Test
    void aChangeIsSeenWhenItsTransactionEndsEvenIfYoungerOnesEndedBefore() throws SQLException {
        try (Connection older = shop.connect();
                Statement statement = older.createStatement()) {
            older.setAutoCommit(false);
            statement.execute("ALTER TABLE looked_at RENAME COLUMN name TO title");
            shop.execute("INSERT INTO written VALUES (1)");
            Marked before = look(known, Depth.THOROUGH).marked();
            assertThat(before.catalog()).isSameAs(known.catalog());

            older.commit();
            Found after = look(before, Depth.THOROUGH);
            assertThat(after.outcome()).isEqualTo(Outcome.READ);
            assertThat(column(after, "title")).isTrue();
        }
    }

    @Test
    void oneOfSeveralOpenTransactionsThatEndsIsSeen() throws SQLException {
        try (Connection oldest = shop.connect();
                Statement holding = oldest.createStatement();
                Connection changing = shop.connect();
                Statement statement = changing.createStatement()) {
            oldest.setAutoCommit(false);
            holding.execute("INSERT INTO written VALUES (1)");
            changing.setAutoCommit(false);
            statement.execute("ALTER TABLE looked_at RENAME COLUMN name TO title");
            shop.execute("INSERT INTO written VALUES (2)");
            Marked before = look(known, Depth.THOROUGH).marked();

            changing.commit();
            assertThat(column(look(before, Depth.THOROUGH), "title"))
                    .as("neither the oldest nor the newest transaction is another")
                    .isTrue();
            oldest.rollback();
        }
    }

    @Test
    void statisticsTellSoonOfAChangeThatNothingElseWouldCompareFor() throws SQLException {
        Marked quiet = until(Depth.HINTED, found -> found.outcome() == Outcome.NOT_COMPARED, known)
                .marked();
        shop.execute("ALTER TABLE looked_at RENAME COLUMN name TO title");

        assertThat(column(until(Depth.HINTED, found -> found.outcome() == Outcome.READ, quiet), "title"))
                .isTrue();
    }

    @Test
    void whatReachesBackTooFarToBeComparedIsReadAnew() throws SQLException {
        shop.execute("INSERT INTO written VALUES (1)");
        Marked ancient = new Marked(
                known.catalog(),
                known.transactions(),
                known.written(),
                known.seen(),
                known.since() - XidClock.OLDEST - 1_000_000,
                known.mark(),
                known.kept());

        assertThat(look(ancient, Depth.THOROUGH).outcome()).isEqualTo(Outcome.READ);
    }

    /** Looks again and again, each time after a transaction that changes no schema, until one finds that. */
    private Found until(Depth depth, Predicate<Found> enough, Marked from) throws SQLException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Marked marked = from;
        while (System.nanoTime() - deadline < 0) {
            shop.execute("INSERT INTO written VALUES (1)");
            Found found = look(marked, depth);
            if (enough.test(found)) {
                return found;
            }
            marked = found.marked();
        }
        throw new AssertionError("not found in " + PATIENCE);
    }

    private Found look(@Nullable Marked before, Depth depth) throws SQLException {
        return reader.read(before, depth, 1, PATIENCE, PATIENCE);
    }

    private static boolean column(Found found, String name) {
        return found.marked()
                .catalog()
                .relations("public", "looked_at")
                .getFirst()
                .column(name)
                .isPresent();
    }
}
