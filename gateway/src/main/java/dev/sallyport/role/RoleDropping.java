package dev.sallyport.role;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drops one role: first nobody can log in as it, then nobody is, then it goes. If it owns what its session created, it stays as the owner
 * of that, under another name and without any other role's rights. For one connection.
 */
final class RoleDropping {
    /** How long a backend whose connection was closed may take to notice it, before it is ended. */
    static final Duration LEAVING = Duration.ofSeconds(1);

    /** How long one that was told to end may take. */
    static final Duration ENDING = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(RoleDropping.class);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final String UNDEFINED_OBJECT = "42704";
    private static final String DEPENDENT_OBJECTS = "2BP01";

    private static final String OID = "SELECT oid FROM pg_roles WHERE rolname = ?";
    private static final String BACKENDS = "SELECT count(*) FROM pg_stat_get_activity(NULL) WHERE usesysid = ?::oid";

    /** How many objects it owns, in this database or of the whole server, and how often it is named otherwise. */
    private static final String DEPENDING = """
        SELECT count(*) FILTER (WHERE deptype = 'o'), count(*) FROM pg_shdepend
        WHERE refclassid = 'pg_authid'::regclass AND refobjid = ?::oid
          AND dbid IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))\
        """;

    private static final String MEMBER_OF = """
        SELECT r.rolname FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.roleid WHERE m.member = ?::oid\
        """;

    private final Connection connection;
    private final LongSupplier nanoTime;

    RoleDropping(Connection connection, LongSupplier nanoTime) {
        this.connection = connection;
        this.nanoTime = nanoTime;
    }

    /**
     * Drops it, if it is there, or keeps it as an owner. May take as long as {@link #LEAVING} and {@link #ENDING}.
     *
     * @return whether it is gone, as far as the session's name for it goes
     * @throws SQLException if it can't be dropped; nobody can log in as it, if that could be done
     */
    boolean drop(String role) throws SQLException {
        try {
            long oid = AdminSession.commit(connection, shutting -> shut(role));
            if (oid == 0) {
                return true;
            }
            if (!isLeft(oid, LEAVING) && !isEnded(oid)) {
                LOG.atWarn()
                        .addKeyValue("role", role)
                        .log("a session's backend did not end, and its role stays for now");
                return false;
            }
            AdminSession.commit(connection, dropping -> {
                dropNow(role, oid);
                return oid;
            });
            return true;
        } catch (SQLException failure) {
            if (UNDEFINED_OBJECT.equals(failure.getSQLState())) {
                // Somebody else was faster.
                return true;
            }
            throw failure;
        }
    }

    /** Gives its oid, 0 if it is not there. */
    private long shut(String role) throws SQLException {
        long oid = 0;
        try (PreparedStatement statement = connection.prepareStatement(OID)) {
            statement.setString(1, role);
            try (ResultSet rows = statement.executeQuery()) {
                if (rows.next()) {
                    oid = rows.getLong(1);
                }
            }
        }
        if (oid != 0) {
            AdminSession.execute(connection, RoleStatements.shut(Sql.identifier(role)));
        }
        return oid;
    }

    private boolean isEnded(long oid) throws SQLException {
        AdminSession.commit(connection, ending -> {
            AdminSession.execute(ending, RoleStatements.endBackends(Long.toString(oid)));
            return oid;
        });
        return isLeft(oid, ENDING);
    }

    /** Whether no backend is left within a time. */
    private boolean isLeft(long oid, Duration within) throws SQLException {
        long began = nanoTime.getAsLong();
        while (true) {
            // Each look in a transaction of its own: within one the server shows the same statistics again.
            if (AdminSession.read(connection, looking -> backends(oid)) == 0) {
                return true;
            }
            if (nanoTime.getAsLong() - began > within.toNanos()
                    || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private long backends(long oid) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(BACKENDS)) {
            statement.setLong(1, oid);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    /** What depends on a role: objects that it owns, and everything in which it is named. */
    private record Depending(long owned, long all) {}

    private Depending depending(long oid) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(DEPENDING)) {
            statement.setLong(1, oid);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return new Depending(rows.getLong(1), rows.getLong(2));
            }
        }
    }

    private void dropNow(String role, long oid) throws SQLException {
        String name = Sql.identifier(role);
        Depending depending = depending(oid);
        if (depending.owned() > 0) {
            keep(role, oid, depending.owned());
            return;
        }
        // DROP OWNED would drop what it owns, and with it users' data.
        if (depending.all() > 0) {
            AdminSession.execute(connection, RoleStatements.forgetGrants(name));
        }
        AdminSession.execute(connection, RoleStatements.drop(name));
    }

    /**
     * What a session created can run as its owner for whoever uses it: a view, a function, an index that is built anew. So it gets no
     * owner that may do more than it was created by, and its owner may do nothing else.
     */
    private void keep(String role, long oid, long objects) throws SQLException {
        String name = Sql.identifier(role);
        for (String other : memberOf(oid)) {
            AdminSession.execute(connection, RoleStatements.leave(name, Sql.identifier(other)));
        }
        if (!memberOf(oid).isEmpty()) {
            throw new SQLException("somebody else made it a member of a role", DEPENDENT_OBJECTS);
        }
        String kept = RoleNames.kept(role);
        AdminSession.execute(connection, RoleStatements.rename(name, Sql.identifier(kept)));
        LOG.atInfo()
                .addKeyValue("role", role)
                .addKeyValue("kept", kept)
                .addKeyValue("objects", objects)
                .log("what a session created keeps its owner, which has no other rights any more");
    }

    private List<String> memberOf(long oid) throws SQLException {
        List<String> roles = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(MEMBER_OF)) {
            statement.setLong(1, oid);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    roles.add(rows.getString(1));
                }
            }
        }
        return roles;
    }
}
