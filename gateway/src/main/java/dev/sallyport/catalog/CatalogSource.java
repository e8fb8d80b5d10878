package dev.sallyport.catalog;

import dev.sallyport.catalog.Look.Depth;
import dev.sallyport.catalog.Look.Found;
import dev.sallyport.catalog.Look.Outcome;
import dev.sallyport.sql.TextAnalyzer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The catalog of one database, read over Sallyport's own connection and read again when it may have changed. Thread-safe.
 *
 * <p>At most one read is under way. Who asks while one is gets the next, not that one: it may have begun before the change that made
 * them ask.
 */
public final class CatalogSource implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CatalogSource.class);

    /** The driver's property for how many columns' names it remembers. */
    public static final String REMEMBERED_COLUMNS = "databaseMetadataCacheFields";

    /** How long one query of a read may take. */
    static final Duration QUERY_TIMEOUT = Duration.ofSeconds(30);

    /** How long a read waits for a relation that someone is altering. */
    static final Duration LOCK_TIMEOUT = Duration.ofMillis(500);

    /** A read for a name that is not known begins no sooner after the last read. */
    static final Duration UNKNOWN_EVERY = Duration.ofMillis(100);

    /** How long who asks waits for a read that is under way. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    /** A read that takes longer is said in the log. */
    static final Duration LONG_READ = Duration.ofSeconds(1);

    private static final State STILL_READING = new State.Unavailable("the catalog is still being read");

    private static final int VALID_WITHIN_SECONDS = 5;

    private final String database;
    private final Connections connections;
    private final BodyReader bodies;
    private final ViewReader views;
    private final Executor executor;
    private final LongSupplier nanoTime;
    private final Pausing pausing;
    private final Duration patience;
    private final KnownExtensions extensions;
    private final Object lock = new Object();
    private final LookPace pace = new LookPace();
    private @Nullable CompletableFuture<State> running;
    private @Nullable CompletableFuture<State> next;

    /** Whether somebody waits for it who knows of a change. */
    private boolean nextIsUrgent;

    private @Nullable State state;

    /** For the one read that is under way alone. */
    private volatile CatalogReader.@Nullable Marked known;

    /** How often it was said that the schema may have changed, and how often it had been when what is known began to be read. */
    private long changes = 1;

    private long changesKnown;
    private long version;

    /** Of the latest read, which may be under way. */
    private long readBegan;

    private long changesAtRead;

    /** How closely the read that is under way looks. */
    private Depth readDepth = Depth.THOROUGH;

    /** Kept from one read to the next; for the one read that is under way alone. */
    private volatile @Nullable Connection kept;

    /** Opens a connection of Sallyport's own to the database, which has to have {@link #REMEMBERED_COLUMNS} set to 0. */
    @FunctionalInterface
    public interface Connections {
        Connection open() throws SQLException;
    }

    /** What is known. */
    public sealed interface State {

        /** The database's catalog. */
        record Loaded(Catalog catalog) implements State {}

        /**
         * It could not be read.
         *
         * @param reason one sentence fragment without secrets
         */
        record Unavailable(String reason) implements State {}
    }

    /** Has things done later. */
    @FunctionalInterface
    interface Pausing {
        Executor after(long nanos, Executor executor);
    }

    /** Reads nothing yet, and believes nothing of extensions. */
    public CatalogSource(
            String database, Connections connections, TextAnalyzer analyzer, Executor executor, LongSupplier nanoTime) {
        this(database, connections, analyzer, KnownExtensions.NONE, executor, nanoTime);
    }

    /**
     * Reads nothing yet.
     *
     * @param database the configured name, for logs
     * @param analyzer analyses the text of a view's definition, on threads of its own
     * @param executor runs reads; they block, so give it virtual threads
     * @param extensions what is believed of extensions
     * @param nanoTime as {@link System#nanoTime}
     */
    public CatalogSource(
            String database,
            Connections connections,
            TextAnalyzer analyzer,
            KnownExtensions extensions,
            Executor executor,
            LongSupplier nanoTime) {
        this(
                database,
                connections,
                analyzer,
                extensions,
                executor,
                nanoTime,
                (nanos, paused) -> CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS, paused),
                PATIENCE);
    }

    CatalogSource(
            String database,
            Connections connections,
            TextAnalyzer analyzer,
            KnownExtensions extensions,
            Executor executor,
            LongSupplier nanoTime,
            Pausing pausing,
            Duration patience) {
        this.pausing = pausing;
        this.patience = patience;
        this.extensions = extensions;
        this.database = database;
        this.connections = connections;
        this.bodies = new BodyReader(analyzer);
        this.views = new ViewReader(analyzer);
        this.executor = executor;
        this.nanoTime = nanoTime;
    }

    /** Says that the schema may have changed: what is known is not handed out again before it was read anew. */
    public void invalidate() {
        synchronized (lock) {
            changes++;
        }
    }

    /** What is known may be handed out: a read that is under way has yet to find what made it necessary. */
    private boolean isCurrent() {
        return changesKnown == changes && state instanceof State.Loaded;
    }

    /**
     * Says that somebody else may have changed the schema, as somebody may at any time: the next decision waits for a look, which compares
     * if the catalog is small enough for that.
     */
    public void doubt() {
        synchronized (lock) {
            if (pace.alwaysCompares() && pace.awaitedIn(nanoTime.getAsLong(), 0) <= 0) {
                changes++;
            } else {
                pace.doubt(nanoTime.getAsLong());
            }
        }
    }

    /** The catalog, if it is known and neither known to be out of date nor due to be looked at: then ask for {@link #fresh}. */
    public @Nullable Catalog known() {
        synchronized (lock) {
            long now = nanoTime.getAsLong();
            return isCurrent() && state instanceof State.Loaded loaded && !isLookDue(now) && !pace.isOverdue(now)
                    ? loaded.catalog()
                    : null;
        }
    }

    private boolean isLookDue(long now) {
        return running == null && pace.isDue(now);
    }

    /**
     * What is known and not known to be out of date, read first if need be: somebody else may change the schema too. If it has been known
     * for a while a look at whether it still holds is begun, for those who ask next; if for long, it is waited for. Never completes
     * exceptionally.
     */
    public CompletableFuture<State> fresh() {
        synchronized (lock) {
            if (isCurrent() && state instanceof State.Loaded loaded) {
                long now = nanoTime.getAsLong();
                boolean overdue = pace.isOverdue(now);
                if (isLookDue(now)) {
                    start(new CompletableFuture<>(), 0, pace.depth(now));
                }
                return overdue && running != null ? awaited(running) : CompletableFuture.completedFuture(loaded);
            }
            return running != null && changesAtRead == changes ? awaited(running) : refresh();
        }
    }

    /** A read may take long: who asks meanwhile is told so. */
    private CompletableFuture<State> awaited(CompletableFuture<State> read) {
        return read.copy().completeOnTimeout(STILL_READING, patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** The moment, for {@link #since}. */
    public long now() {
        return nanoTime.getAsLong();
    }

    /**
     * What a read finds that began at a moment or later: for a name that is not known, which somebody may have made just before it was
     * written. However often that is asked, such reads take a bounded share of the time; who asks waits for one together with others.
     * Never completes exceptionally.
     *
     * @param moment by {@link #now}
     */
    public CompletableFuture<State> since(long moment) {
        synchronized (lock) {
            if (isCurrent() && state instanceof State.Loaded loaded && pace.seen() - moment >= 0) {
                return CompletableFuture.completedFuture(loaded);
            } else if (running != null
                    && readDepth == Depth.THOROUGH
                    && changesAtRead == changes
                    && readBegan - moment >= 0) {
                return awaited(running);
            } else if (running != null) {
                return awaited(next());
            }
            CompletableFuture<State> started = new CompletableFuture<>();
            start(started, pause(), Depth.THOROUGH);
            return awaited(started);
        }
    }

    /** How long to wait so that reads for unknown names don't follow one another too closely, in nanoseconds. */
    private long pause() {
        return state == null ? 0 : Math.max(0, pace.awaitedIn(nanoTime.getAsLong(), UNKNOWN_EVERY.toNanos()));
    }

    private CompletableFuture<State> next() {
        if (next == null) {
            next = new CompletableFuture<>();
        }
        return next;
    }

    /** What a read that begins from now on finds. Never completes exceptionally. */
    public CompletableFuture<State> refresh() {
        synchronized (lock) {
            if (running == null) {
                CompletableFuture<State> started = new CompletableFuture<>();
                start(started, 0, Depth.THOROUGH);
                return awaited(started);
            }
            nextIsUrgent = true;
            return awaited(next());
        }
    }

    private void start(CompletableFuture<State> future, long pause, Depth depth) {
        running = future;
        changesAtRead = changes;
        readBegan = nanoTime.getAsLong();
        readDepth = depth;
        long number = ++version;
        try {
            (pause > 0 ? pausing.after(pause, executor) : executor).execute(() -> finish(future, read(depth, number)));
        } catch (RuntimeException e) {
            LOG.atWarn().addKeyValue("database", database).setCause(e).log("catalog read could not be started");
            running = null;
            changesKnown = 0;
            future.complete(new State.Unavailable("the catalog could not be read"));
        }
    }

    /** What a read came to: the state, and what was found if it could be read. */
    private record Came(State state, @Nullable Found found, boolean first) {}

    private void finish(CompletableFuture<State> future, Came came) {
        synchronized (lock) {
            running = null;
            state = came.state();
            Found found = came.found();
            if (found == null) {
                pace.failed(readBegan);
                changesKnown = changesAtRead;
            } else {
                pace.done(readBegan, found, came.first());
                changesKnown = found.outcome() == Outcome.NOT_COMPARED ? changesKnown : changesAtRead;
            }
            if (next != null) {
                CompletableFuture<State> waiting = next;
                next = null;
                start(waiting, nextIsUrgent ? 0 : pause(), Depth.THOROUGH);
                nextIsUrgent = false;
            }
        }
        future.complete(came.state());
    }

    private Came read(Depth depth, long number) {
        try {
            Connection connection = connection();
            CatalogReader.Marked before = known;
            if (before == null) {
                LOG.atDebug().addKeyValue("database", database).log("catalog is being read");
            }
            Found found = new CatalogReader(connection, bodies, views, extensions, nanoTime)
                    .read(before, depth, number, QUERY_TIMEOUT, LOCK_TIMEOUT);
            Catalog catalog = found.marked().catalog();
            known = found.marked();
            LOG.atLevel(isLong(found) ? Level.INFO : Level.DEBUG)
                    .addKeyValue("database", database)
                    .addKeyValue("version", catalog.version())
                    .addKeyValue("relations", catalog.relations().size())
                    .addKeyValue("look", found.outcome())
                    .addKeyValue("millis", TimeUnit.NANOSECONDS.toMillis(found.comparing() + found.reading()))
                    .log("catalog read");
            return new Came(new State.Loaded(catalog), found, before == null);
        } catch (SQLException e) {
            close();
            LOG.atWarn()
                    .addKeyValue("database", database)
                    .addKeyValue("sqlState", e.getSQLState())
                    .log("catalog read failed");
            return unavailable("the catalog could not be read, SQLSTATE " + e.getSQLState());
        } catch (RuntimeException | Error e) {
            // Whatever it was, those who wait must be told and another read must be able to begin.
            close();
            LOG.atError().addKeyValue("database", database).setCause(e).log("catalog read failed");
            return unavailable("the catalog could not be read");
        }
    }

    private static Came unavailable(String reason) {
        return new Came(new State.Unavailable(reason), null, false);
    }

    private static boolean isLong(Found found) {
        return found.comparing() + found.reading() > LONG_READ.toNanos();
    }

    /** The connection of the last read if it is still there, else a new one. */
    private Connection connection() throws SQLException {
        Connection connection = kept;
        if (connection == null || !connection.isValid(VALID_WITHIN_SECONDS)) {
            close();
            // Who answers by a new connection may be another server, with transactions of its own.
            known = null;
            connection = connections.open();
            kept = connection;
        }
        return connection;
    }

    /** Lets go of its connection; another read opens a new one. */
    @Override
    public void close() {
        Connection connection = kept;
        kept = null;
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException e) {
                LOG.atDebug().addKeyValue("database", database).log("a connection did not close in good order");
            }
        }
    }
}
