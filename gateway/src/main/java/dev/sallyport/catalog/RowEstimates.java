package dev.sallyport.catalog;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a database how many rows a statement would return or write, by EXPLAIN without ANALYZE: the server plans it and executes nothing.
 * Over Sallyport's own connections, in a transaction that is read-only and rolled back, and within a time. Whatever goes wrong, or takes
 * too long, leaves the number {@link #UNKNOWN}. Thread-safe.
 *
 * <p>Planning runs functions that are IMMUTABLE: what is asked about must call none but the system's own, which is for the caller to
 * know.
 */
public final class RowEstimates implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RowEstimates.class);

    /** In place of a number of rows. */
    public static final long UNKNOWN = -1;

    /** For how long an estimate is taken to hold. */
    public static final Duration KEPT = Duration.ofSeconds(60);

    /** How long the server may plan one statement. */
    static final Duration STATEMENT_TIMEOUT = Duration.ofMillis(500);

    /** How long the server may wait for a relation that someone is altering. */
    static final Duration LOCK_TIMEOUT = Duration.ofMillis(100);

    /** How long an answer may take in all, the wait for a free connection included. */
    static final Duration DEADLINE = Duration.ofSeconds(2);

    /** How many statements are asked about at the same time, each over a connection of its own. */
    static final int AT_ONCE = 2;

    /** How many more may wait for one of those. */
    static final int WAITING = 32;

    /** A longer statement is not asked about, in characters. */
    static final int TEXT_CHARS = 16_384;

    /** A longer plan is not read, in characters. */
    static final int PLAN_CHARS = 4 << 20;

    /** How many estimates are remembered. */
    static final int CACHED = 1_024;

    /** The first version of PostgreSQL that plans a statement whose parameters have no values. */
    private static final int KNOWS_GENERIC_PLAN = 16;

    private static final int VALID_WITHIN_SECONDS = 1;

    private final String database;
    private final CatalogSource.Connections connections;
    private final Executor executor;
    private final LongSupplier nanoTime;
    private final Patience patience;
    private final Semaphore free = new Semaphore(AT_ONCE);
    private final Semaphore room = new Semaphore(AT_ONCE + WAITING);
    private final Deque<Connection> idle = new ArrayDeque<>();
    private final Map<Key, Estimate> known = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Estimate> eldest) {
            return size() > CACHED;
        }
    };

    /**
     * How long an estimate is waited for.
     *
     * @param planning how long the server may plan one statement
     * @param answer how long an answer may take in all, the wait for a free connection included
     */
    public record Patience(Duration planning, Duration answer) {}

    private record Key(String statement, List<String> searchPath, long catalog) {}

    private record Estimate(long rows, long madeNanos) {}

    /**
     * Asks nothing yet.
     *
     * @param database the configured name, for logs
     * @param connections of Sallyport's own, by the simple protocol, without which nothing is known of statements with parameters; what
     *     they receive for one query should be bounded
     * @param executor what is run there blocks, so give it virtual threads
     * @param nanoTime as {@link System#nanoTime}
     */
    public RowEstimates(
            String database, CatalogSource.Connections connections, Executor executor, LongSupplier nanoTime) {
        this(database, connections, executor, nanoTime, new Patience(STATEMENT_TIMEOUT, DEADLINE));
    }

    /** The same for whom an estimate is worth another wait. */
    public RowEstimates(
            String database,
            CatalogSource.Connections connections,
            Executor executor,
            LongSupplier nanoTime,
            Patience patience) {
        this.database = database;
        this.connections = connections;
        this.executor = executor;
        this.nanoTime = nanoTime;
        this.patience = patience;
    }

    /**
     * How many rows a statement is expected to return or to write, whichever is more.
     *
     * @param statement the text of one statement: SELECT, VALUES, INSERT, UPDATE, DELETE or MERGE, which calls nothing but the system's
     *     own functions
     * @param searchPath where names without a schema are looked for, as the setting lists them
     * @param catalog the version of the catalog: another one makes the server be asked anew
     * @return {@link #UNKNOWN} if that can't be told; never completes exceptionally, and within the time that an answer may take
     */
    public CompletableFuture<Long> estimate(String statement, List<String> searchPath, long catalog) {
        // The simple protocol runs what comes behind a semicolon, and EXPLAIN stands before the first statement only.
        // Where a semicolon
        // is within quotes is the server's to say, so none is sent.
        if (statement.length() > TEXT_CHARS || statement.indexOf(';') >= 0) {
            return CompletableFuture.completedFuture(UNKNOWN);
        }
        Key key = new Key(statement, List.copyOf(searchPath), catalog);
        Long remembered = remembered(key);
        if (remembered != null) {
            return CompletableFuture.completedFuture(remembered);
        }
        if (!room.tryAcquire()) {
            return CompletableFuture.completedFuture(UNKNOWN);
        }
        CompletableFuture<Long> answer = new CompletableFuture<>();
        try {
            executor.execute(() -> {
                try {
                    answer.complete(asked(key));
                } finally {
                    room.release();
                    // Whatever was thrown, nobody waits in vain.
                    answer.complete(UNKNOWN);
                }
            });
        } catch (RuntimeException e) {
            room.release();
            LOG.atWarn().addKeyValue("database", database).setCause(e).log("an estimate could not be started");
            answer.complete(UNKNOWN);
        }
        return answer.completeOnTimeout(UNKNOWN, patience.answer().toMillis(), TimeUnit.MILLISECONDS);
    }

    private @Nullable Long remembered(Key key) {
        synchronized (known) {
            Estimate estimate = known.get(key);
            return estimate == null || nanoTime.getAsLong() - estimate.madeNanos > KEPT.toNanos()
                    ? null
                    : estimate.rows;
        }
    }

    private long asked(Key key) {
        try {
            if (!free.tryAcquire(patience.answer().toMillis(), TimeUnit.MILLISECONDS)) {
                return UNKNOWN;
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return UNKNOWN;
        }
        try {
            Long remembered = remembered(key);
            return remembered == null ? planned(key) : remembered;
        } finally {
            free.release();
        }
    }

    private long planned(Key key) {
        Connection connection = null;
        long rows = UNKNOWN;
        try {
            connection = connection();
            rows = planned(connection, key);
            giveBack(connection);
        } catch (SQLException e) {
            LOG.atDebug()
                    .addKeyValue("database", database)
                    .addKeyValue("sqlState", e.getSQLState())
                    .log("a statement was not planned");
            close(connection);
        } catch (RuntimeException e) {
            LOG.atError().addKeyValue("database", database).setCause(e).log("a statement was not planned");
            close(connection);
        }
        synchronized (known) {
            known.put(key, new Estimate(rows, nanoTime.getAsLong()));
        }
        return rows;
    }

    private long planned(Connection connection, Key key) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(
                    "SET LOCAL statement_timeout = " + patience.planning().toMillis());
            statement.execute("SET LOCAL lock_timeout = " + LOCK_TIMEOUT.toMillis());
            setSearchPath(connection, key.searchPath);
            boolean generic = connection.getMetaData().getDatabaseMajorVersion() >= KNOWS_GENERIC_PLAN;
            String options = generic ? "(FORMAT JSON, GENERIC_PLAN)" : "(FORMAT JSON)";
            try (ResultSet plan = statement.executeQuery("EXPLAIN " + options + " " + key.statement)) {
                return PlannedRows.of(plan.next() ? plan.getString(1) : "");
            }
        } finally {
            connection.rollback();
        }
    }

    private static void setSearchPath(Connection connection, List<String> schemas) throws SQLException {
        String setting = schemas.stream()
                .map(schema -> "\"" + schema.replace("\"", "\"\"") + "\"")
                .collect(Collectors.joining(", "));
        try (PreparedStatement set =
                connection.prepareStatement("SELECT pg_catalog.set_config('search_path', ?, true)")) {
            set.setString(1, setting);
            set.execute();
        }
    }

    private Connection connection() throws SQLException {
        Connection kept;
        synchronized (idle) {
            kept = idle.poll();
        }
        if (kept != null && kept.isValid(VALID_WITHIN_SECONDS)) {
            return kept;
        }
        close(kept);
        Connection opened = connections.open();
        try {
            opened.setReadOnly(true);
            opened.setAutoCommit(false);
            return opened;
        } catch (SQLException e) {
            close(opened);
            throw e;
        }
    }

    private void giveBack(Connection connection) {
        synchronized (idle) {
            idle.add(connection);
        }
    }

    private void close(@Nullable Connection connection) {
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException e) {
                LOG.atDebug().addKeyValue("database", database).log("a connection did not close in good order");
            }
        }
    }

    /** Lets go of its connections; another question opens a new one. */
    @Override
    public void close() {
        synchronized (idle) {
            idle.forEach(this::close);
            idle.clear();
        }
    }
}
