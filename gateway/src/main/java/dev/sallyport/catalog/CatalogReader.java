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
    private final Connection connection;
    private final ViewReader views;

    CatalogReader(Connection connection, ViewReader views) {
        this.connection = connection;
        this.views = views;
    }

    /**
     * A catalog, and what tells it from one that was read before or after a change.
     *
     * @param mark equal for two reads if nothing has changed between them
     */
    record Marked(Catalog catalog, String mark) {}

    /**
     * Reads everything, unless nothing has changed since an earlier read, and ends the transaction.
     *
     * @param known what was read before, or null
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
            String mark = mark();
            if (known != null && known.mark().equals(mark)) {
                return known;
            }
            Catalog catalog = catalog(version);
            return new Marked(catalog, mark);
        } finally {
            connection.rollback();
        }
    }

    private String mark() throws SQLException {
        StringBuilder mark = new StringBuilder();
        new Rows(connection)
                .each(
                        CatalogQueries.MARK,
                        row -> mark.append(row.getString(1))
                                .append(' ')
                                .append(row.getLong(2))
                                .append(' ')
                                .append(row.getString(3))
                                .append('\n'));
        return mark.toString();
    }

    private Catalog catalog(long version) throws SQLException {
        Rows rows = new Rows(connection);
        RelationReader relations = new RelationReader(rows);
        List<Relation> undefined = relations.relations();
        List<Type> types = new TypeReader(rows).types(undefined);
        Catalog.Contents contents = new Catalog.Contents(
                places(rows),
                undefined,
                new RoutineReader(rows, undefined, types).routines(),
                operators(rows),
                types,
                relations.foreignKeys(),
                relations.defersChecks());
        Catalog withoutViews = new Catalog(version, contents);
        return new Catalog(version, contents.with(views.describe(connection, withoutViews)));
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
