package dev.sallyport.catalog;

import dev.sallyport.catalog.Look.Depth;
import dev.sallyport.catalog.Look.Found;
import dev.sallyport.catalog.Look.Outcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Reads a whole catalog over one connection, in one read-only snapshot, and looks at whether it still holds. For one thread at a time. */
final class CatalogReader {
    private final Connection connection;
    private final BodyReader bodies;
    private final ViewReader views;
    private final KnownExtensions extensions;
    private final LongSupplier nanoTime;

    CatalogReader(
            Connection connection,
            BodyReader bodies,
            ViewReader views,
            KnownExtensions extensions,
            LongSupplier nanoTime) {
        this.connection = connection;
        this.bodies = bodies;
        this.views = views;
        this.extensions = extensions;
        this.nanoTime = nanoTime;
    }

    /**
     * A catalog, and what tells it from one that was read before or after a change.
     *
     * @param transactions what transactions had ended in the snapshot that was compared or read, as the server says it; null if it can't
     * @param written what the server's statistics said before that of how often the sources were written
     * @param seen the horizon of the snapshot that it was read in
     * @param since the horizon that the mark goes back to, no later than that
     * @param mark equal for two reads with the same horizon if nothing has changed between them
     * @param kept what another read need not read again
     */
    record Marked(
            Catalog catalog,
            @Nullable String transactions,
            @Nullable String written,
            long seen,
            long since,
            Mark mark,
            Kept kept) {
        Marked at(@Nullable String otherTransactions, @Nullable String otherWritten) {
            return new Marked(catalog, otherTransactions, otherWritten, seen, since, mark, kept);
        }
    }

    /** What a read leaves to the next one beside the catalog. */
    record Kept(
            Map<Source, OwnerCounts> counts,
            Set<Integer> running,
            Map<Integer, String> schemas,
            TypeReader.Asked types) {}

    /** What is known at little cost. */
    private record Glance(
            @Nullable String transactions, @Nullable String written) {}

    /**
     * Reads everything that may have changed, unless nothing has since an earlier read, and ends the transaction.
     *
     * @param known what was read before over the same connection, or null
     * @param depth how closely to look at whether it still holds
     * @param timeout for each query
     * @param lockTimeout how long to wait for a table that someone is altering
     * @return the very same catalog as before if nothing has changed
     */
    Found read(@Nullable Marked known, Depth depth, long version, Duration timeout, Duration lockTimeout)
            throws SQLException {
        connection.setAutoCommit(false);
        // In a snapshot of its own: what the statistics tell of by now is in the next one.
        Glance glance = transaction("READ COMMITTED", timeout, lockTimeout, this::glance);
        if (known != null) {
            if (glance.transactions() != null && glance.transactions().equals(known.transactions())) {
                return new Found(known, Outcome.UNTOUCHED, 0, 0);
            } else if (depth == Depth.GLANCE
                    || (depth == Depth.HINTED && Objects.equals(glance.written(), known.written()))) {
                return new Found(known, Outcome.NOT_COMPARED, 0, 0);
            }
        }
        return transaction("REPEATABLE READ", timeout, lockTimeout, rows -> compare(rows, known, glance, version));
    }

    private Glance glance(Rows rows) throws SQLException {
        List<Glance> glances = new ArrayList<>();
        rows.each(
                MarkQueries.glance(connection.getMetaData().getDatabaseMajorVersion()),
                row -> glances.add(new Glance(row.getString(1), row.getString(2))));
        return glances.getFirst();
    }

    private Found compare(Rows rows, @Nullable Marked known, Glance glance, long version) throws SQLException {
        long began = nanoTime.getAsLong();
        String transactions = rows.text(MarkQueries.TRANSACTIONS);
        long horizon = rows.number(MarkQueries.HORIZON);
        XidClock clock = new XidClock(horizon + rows.number(MarkQueries.age(horizon)));
        Marked before = known != null && clock.reaches(known.since()) ? known : null;
        long since = before == null ? horizon : before.since();
        // Before the contents: of what is not part of the snapshot, privileges for one, they may tell later things,
        // never earlier ones.
        Mark.Compared comparison =
                Mark.read(rows, clock.age(since), clock.age(before == null ? horizon : before.seen()));
        long compared = nanoTime.getAsLong();
        if (before != null && before.mark().equals(comparison.mark())) {
            return new Found(before.at(transactions, glance.written()), Outcome.UNCHANGED, compared - began, 0);
        }
        ChangedRows changes = ChangedRows.read(
                rows,
                before == null ? null : new ChangedRows.Since(before.kept().counts(), before.mark()),
                comparison,
                clock,
                horizon);
        Contents contents = contents(rows, before, changes, version);
        return new Found(
                new Marked(
                        contents.catalog(),
                        transactions,
                        glance.written(),
                        horizon,
                        since,
                        comparison.mark(),
                        contents.kept()),
                Outcome.READ,
                compared - began,
                nanoTime.getAsLong() - compared);
    }

    /** What is done in a transaction. */
    private interface Work<T> {
        T with(Rows rows) throws SQLException;
    }

    /** One process of the server's is enough, and compiling queries that run once takes longer than they do. */
    private <T> T transaction(String isolation, Duration timeout, Duration lockTimeout, Work<T> work)
            throws SQLException {
        try (Statement settings = connection.createStatement()) {
            settings.execute("SET TRANSACTION ISOLATION LEVEL " + isolation + ", READ ONLY;"
                    + "SET LOCAL search_path = pg_catalog;"
                    + "SET LOCAL jit = off;"
                    + "SET LOCAL max_parallel_workers_per_gather = 0;"
                    + "SET LOCAL statement_timeout = " + timeout.toMillis() + ";"
                    + "SET LOCAL lock_timeout = " + lockTimeout.toMillis());
            return work.with(new Rows(connection));
        } finally {
            connection.rollback();
        }
    }

    private static List<Integer> casts(Rows rows) throws SQLException {
        List<Integer> casts = new ArrayList<>();
        rows.each(CatalogQueries.CASTS, row -> casts.add(Rows.oid(row, 1)));
        return casts;
    }

    private record Contents(Catalog catalog, Kept kept) {}

    private Contents contents(Rows rows, @Nullable Marked before, ChangedRows changes, long version)
            throws SQLException {
        Kept kept = before == null ? null : before.kept();
        RelationReader.Read relations = new RelationReader(rows, extensions)
                .relations(
                        before == null || kept == null
                                ? null
                                : new RelationReader.Before(before.catalog(), kept.running(), kept.schemas(), changes));
        List<Relation> undefined = relations.relations();
        TypeReader reader = new TypeReader(rows);
        TypeReader.Asked asked = kept != null && kept.types().holds(changes, undefined) ? kept.types() : reader.ask();
        TypeReader.Read types = reader.types(undefined, asked);
        Catalog.Contents contents = new Catalog.Contents(
                places(rows),
                undefined,
                new RoutineReader(rows, undefined, types, extensions).routines(),
                operators(rows),
                types.types(),
                types.code(),
                types.values(),
                relations.foreignKeys(),
                casts(rows),
                relations.defersChecks());
        List<Routine> described =
                bodies.describe(connection, rows, new Catalog(version, contents), contents.routines());
        Catalog.Contents withBodies = contents.with(undefined, described);
        List<Relation> defined = views.describe(connection, new Catalog(version, withBodies));
        return new Contents(
                new Catalog(version, withBodies.with(defined, described)),
                new Kept(changes.counts(), relations.running(), relations.schemas(), asked));
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
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        Rows.oid(row, 5),
                        Rows.oid(row, 6),
                        Rows.oid(row, 7))));
        return operators;
    }
}
