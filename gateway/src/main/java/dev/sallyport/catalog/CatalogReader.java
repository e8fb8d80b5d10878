package dev.sallyport.catalog;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a whole catalog over one connection, in one read-only snapshot. For one thread at a time. */
final class CatalogReader {
    /** How many transactions ago the horizon of a mark may be. */
    static final long OLDEST_HORIZON = 1 << 28;

    private final Connection connection;
    private final BodyReader bodies;
    private final ViewReader views;

    CatalogReader(Connection connection, BodyReader bodies, ViewReader views) {
        this.connection = connection;
        this.bodies = bodies;
        this.views = views;
    }

    /**
     * A catalog, and what tells it from one that was read before or after a change.
     *
     * @param seen the horizon of the snapshot that it was read in
     * @param since the horizon that the mark goes back to, no later than that
     * @param mark equal for two reads with the same horizon if nothing has changed between them
     */
    record Marked(Catalog catalog, long seen, long since, String mark) {}

    /**
     * Reads everything that may have changed, unless nothing has since an earlier read, and ends the transaction.
     *
     * @param known what was read before over the same connection, or null
     * @param timeout for each query
     * @param lockTimeout how long to wait for a table that someone is altering
     * @return the very same as before if nothing has changed
     */
    Marked read(@Nullable Marked known, long version, Duration timeout, Duration lockTimeout) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement settings = connection.createStatement()) {
            settings.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
            settings.execute("SET LOCAL search_path = pg_catalog");
            settings.execute("SET LOCAL statement_timeout = " + timeout.toMillis());
            settings.execute("SET LOCAL lock_timeout = " + lockTimeout.toMillis());
            Rows rows = new Rows(connection);
            long horizon = rows.number(CatalogQueries.HORIZON);
            boolean comparable = known != null && isYoung(rows.number(CatalogQueries.age(known.since())));
            if (known == null || !comparable) {
                return new Marked(catalog(rows, null, version), horizon, horizon, mark(rows, horizon));
            }
            String mark = mark(rows, known.since());
            return known.mark().equals(mark)
                    ? known
                    : new Marked(catalog(rows, known, version), horizon, known.since(), mark);
        } finally {
            connection.rollback();
        }
    }

    /** Transactions have numbers of 32 bits: one that was too long ago would seem to be still to come. */
    private static boolean isYoung(long age) {
        return age >= 0 && age <= OLDEST_HORIZON;
    }

    private static String mark(Rows rows, long horizon) throws SQLException {
        StringBuilder mark = new StringBuilder();
        rows.each(
                CatalogQueries.mark(horizon),
                row -> mark.append(row.getString(1))
                        .append(' ')
                        .append(row.getLong(2))
                        .append(' ')
                        .append(row.getString(3))
                        .append('\n'));
        return mark.toString();
    }

    private Catalog catalog(Rows rows, @Nullable Marked known, long version) throws SQLException {
        RelationReader relations = new RelationReader(rows);
        List<Relation> undefined = relations.relations(known);
        List<Type> types = new TypeReader(rows).types(undefined);
        Catalog.Contents contents = new Catalog.Contents(
                places(rows),
                undefined,
                new RoutineReader(rows, undefined, types).routines(),
                operators(rows),
                types,
                relations.foreignKeys(),
                relations.defersChecks());
        List<Routine> described =
                bodies.describe(connection, rows, new Catalog(version, contents), contents.routines());
        Catalog.Contents withBodies = contents.with(undefined, described);
        List<Relation> defined = views.describe(connection, new Catalog(version, withBodies));
        return new Catalog(version, withBodies.with(defined, described));
    }

    private static Catalog.Places places(Rows rows) throws SQLException {
        List<Catalog.Places> places = new ArrayList<>();
        rows.each(
                CatalogQueries.PLACES,
                row -> places.add(new Catalog.Places(
                        row.getString(1), Set.copyOf(Rows.texts(row.getArray(2))), row.getBoolean(3))));
        return places.getFirst();
    }

    private static List<UserOperator> operators(Rows rows) throws SQLException {
        List<UserOperator> operators = new ArrayList<>();
        rows.each(
                CatalogQueries.OPERATORS,
                row -> operators.add(new UserOperator(
                        row.getString(1), row.getString(2), row.getString(3), row.getString(4), Rows.oid(row, 5))));
        return operators;
    }
}
