package dev.sallyport.role;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A few connections of the gateway's own role to one database, which are used again. Thread-safe. */
final class AdminConnections implements AutoCloseable {
    /** How many there are at most. */
    static final int MOST = 4;

    private static final Logger LOG = LoggerFactory.getLogger(AdminConnections.class);
    private static final int VALID_WITHIN_SECONDS = 5;

    private final Opening opening;
    private final Semaphore free = new Semaphore(MOST, true);
    private final Queue<Connection> idle = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

    /** Opens a connection. */
    @FunctionalInterface
    interface Opening {
        Connection open() throws SQLException;
    }

    AdminConnections(Opening opening) {
        this.opening = opening;
    }

    /** All connections were in use for too long. */
    static final class BusyException extends SQLException {
        private static final long serialVersionUID = 1;

        BusyException() {
            super("all connections of the gateway's own role are in use", "53300");
        }
    }

    /**
     * Does something with a connection. May block.
     *
     * @param patience how long to wait for one that is free
     * @throws BusyException if none was
     */
    <T> T with(Duration patience, AdminSession.Work<T> work) throws SQLException {
        try {
            if (!free.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new BusyException();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new BusyException();
        }
        try {
            Connection connection = connection();
            boolean good = false;
            try {
                T result = work.in(connection);
                good = true;
                return result;
            } finally {
                if (good && !closed) {
                    idle.add(connection);
                } else {
                    close(connection);
                }
            }
        } finally {
            free.release();
            if (closed) {
                closeIdle();
            }
        }
    }

    private Connection connection() throws SQLException {
        Connection connection = idle.poll();
        if (connection != null && connection.isValid(VALID_WITHIN_SECONDS)) {
            return connection;
        }
        if (connection != null) {
            close(connection);
        }
        return opening.open();
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.atDebug().addKeyValue("sqlState", e.getSQLState()).log("a connection did not close in good order");
        }
    }

    private void closeIdle() {
        for (Connection connection = idle.poll(); connection != null; connection = idle.poll()) {
            close(connection);
        }
    }

    /** Closes those that are not in use, and the others when they no longer are. */
    @Override
    public void close() {
        closed = true;
        closeIdle();
    }
}
