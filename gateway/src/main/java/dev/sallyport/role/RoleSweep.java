package dev.sallyport.role;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Finds short-lived roles that nobody needs: what a gateway that was killed has left. A role is one of ours if all of it fits: its name,
 * its comment, the database in it, and that the gateway's own role is a member of it, as is done when it is made. For one transaction,
 * whose search path is pg_catalog alone.
 */
final class RoleSweep {
    /** How many roles one sweep looks at; those that nobody is logged in as come first. */
    static final int MOST = 1_000;

    /**
     * After this time a role that nobody is logged in as is not going to be used: a session that has no connection to its server
     * within 30 seconds has ended.
     */
    static final Duration LOGGING_IN = Duration.ofSeconds(60);

    /** For how long after a grant's end the gateway that made it may still be ending the session. */
    static final Duration ENDING = Duration.ofSeconds(60);

    private static final String FOUND = """
        SELECT r.rolname, shobj_description(r.oid, 'pg_authid'), current_database(), now(),
               EXISTS (SELECT FROM pg_stat_get_activity(NULL) a WHERE a.usesysid = r.oid)
        FROM pg_roles r
        WHERE r.rolname ~ '^sallyport_[a-z2-7]{26}$' AND NOT r.rolsuper
          AND EXISTS (SELECT FROM pg_auth_members m JOIN pg_roles self ON self.oid = m.member
                      WHERE m.roleid = r.oid AND self.rolname = current_user)
        ORDER BY 5, 1 LIMIT
        """ + MOST;

    private RoleSweep() {}

    /** The names of those that can go. */
    static List<String> leftOver(Connection connection, Predicate<String> isInUse) throws SQLException {
        List<String> leftOver = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(FOUND);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                String name = rows.getString(1);
                String comment = rows.getString(2);
                Instant now = rows.getTimestamp(4).toInstant();
                Optional<RoleMark> mark =
                        comment == null || !RoleNames.isShortLived(name) ? Optional.empty() : RoleMark.of(comment);
                if (mark.isPresent()
                        && mark.get().database().equals(rows.getString(3))
                        && !isInUse.test(name)
                        && isOver(mark.get(), rows.getBoolean(5), now)) {
                    leftOver.add(name);
                }
            }
        }
        return leftOver;
    }

    static boolean isOver(RoleMark mark, boolean loggedIn, Instant now) {
        return now.isAfter(mark.ends().plus(ENDING))
                || (!loggedIn && now.isAfter(mark.made().plus(LOGGING_IN)));
    }
}
