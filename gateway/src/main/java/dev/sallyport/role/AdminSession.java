package dev.sallyport.role;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/** How the gateway's own role works in a database: in transactions, with limits, and with names that nobody can bend. */
final class AdminSession {
    /** How long one statement may take. */
    static final Duration STATEMENT = Duration.ofSeconds(10);

    /** How long it may wait for a lock. */
    static final Duration LOCK = Duration.ofSeconds(5);

    private AdminSession() {}

    /** What every transaction begins with. */
    static final List<String> SETTINGS = List.of(
            "SET LOCAL search_path = pg_catalog",
            "SET LOCAL statement_timeout = '" + STATEMENT.toSeconds() + "s'",
            "SET LOCAL lock_timeout = '" + LOCK.toSeconds() + "s'",
            "SET LOCAL idle_in_transaction_session_timeout = '60s'");

    /** What is done in a transaction. */
    @FunctionalInterface
    interface Work<T> {
        T in(Connection connection) throws SQLException;
    }

    /** Does it and commits; if it throws, nothing is left of it. */
    static <T> T commit(Connection connection, Work<T> work) throws SQLException {
        return run(connection, false, result -> true, work);
    }

    /** Does it and commits if the result is good; otherwise, or if it throws, nothing is left of it. */
    static <T> T commitIf(Connection connection, Predicate<? super T> isGood, Work<T> work) throws SQLException {
        return run(connection, false, isGood, work);
    }

    /** Does what only reads. */
    static <T> T read(Connection connection, Work<T> work) throws SQLException {
        return run(connection, true, result -> false, work);
    }

    private static <T> T run(Connection connection, boolean reads, Predicate<? super T> isGood, Work<T> work)
            throws SQLException {
        connection.setAutoCommit(false);
        boolean done = false;
        try {
            if (reads) {
                execute(connection, "SET TRANSACTION READ ONLY");
            }
            for (String setting : SETTINGS) {
                execute(connection, setting);
            }
            T result = work.in(connection);
            if (isGood.test(result)) {
                connection.commit();
                done = true;
            }
            return result;
        } finally {
            if (!done) {
                connection.rollback();
            }
        }
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
