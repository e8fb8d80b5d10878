package dev.sallyport.role;

import java.util.ArrayList;
import java.util.List;

/**
 * The statements by which a session's role is made and dropped. What the gateway runs and what a preview shows comes from here alone.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-createrole.html">CREATE ROLE</a>
 */
final class RoleStatements {
    /** The version from which on a grant of a role says itself whether rights are inherited and SET ROLE is allowed. */
    static final int GRANTS_WITH_OPTIONS = 16;

    private RoleStatements() {}

    /**
     * What differs from session to session, as it stands in SQL: quoted, or a placeholder.
     *
     * @param role the name
     * @param verifier of the password, a text constant
     * @param ends until when one may log in, a text constant
     * @param comment the mark, a text constant
     */
    record Words(String role, String verifier, String ends, String comment) {}

    /**
     * Makes it. The gateway's role becomes a member, without which it may neither end the session's backend nor take over what the
     * session created.
     *
     * @param server the server's major version
     */
    static List<String> make(AccessRole access, int server, Words words) {
        boolean options = server >= GRANTS_WITH_OPTIONS;
        boolean runsAsAnother = access.setRole() != null;
        List<String> statements = new ArrayList<>();
        statements.add("CREATE ROLE " + words.role()
                + " LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION "
                + (runsAsAnother ? "NOINHERIT" : "INHERIT")
                + " CONNECTION LIMIT 1 PASSWORD " + words.verifier()
                + " VALID UNTIL " + words.ends());
        statements.add("COMMENT ON ROLE " + words.role() + " IS " + words.comment());
        statements.add("GRANT " + words.role() + " TO CURRENT_USER" + (options ? " WITH INHERIT TRUE, SET FALSE" : ""));
        for (String role : roles(access)) {
            statements.add("GRANT " + Sql.identifier(role) + " TO " + words.role()
                    + (options
                            ? runsAsAnother ? " WITH INHERIT FALSE, SET TRUE" : " WITH INHERIT TRUE, SET FALSE"
                            : ""));
        }
        if (access.setRole() != null) {
            statements.add("ALTER ROLE " + words.role() + " SET role TO " + Sql.literal(access.setRole()));
        }
        return statements;
    }

    private static List<String> roles(AccessRole access) {
        return switch (access.maskedColumns()) {
            case GRANTED -> access.named();
            case WITHHELD -> List.of(RoleNames.group(access.access()));
        };
    }

    /** Lets nobody log in any more. */
    static String shut(String role) {
        return "ALTER ROLE " + role + " NOLOGIN";
    }

    /** Ends what is logged in; in a preview, where the role's number is not known, by its name. */
    static String endBackends(String role) {
        return "SELECT pg_terminate_backend(pid) FROM pg_stat_get_activity(NULL) WHERE usesysid = " + role;
    }

    /** Ends its membership in another role. */
    static String leave(String role, String other) {
        return "REVOKE " + other + " FROM " + role;
    }

    /** Gives it another name, so that no sweep takes it for one that is to be dropped. */
    static String rename(String role, String name) {
        return "ALTER ROLE " + role + " RENAME TO " + name;
    }

    /** Takes back what others granted to it. Only for a role that owns nothing: it would go too. */
    static String forgetGrants(String role) {
        return "DROP OWNED BY " + role;
    }

    static String drop(String role) {
        return "DROP ROLE " + role;
    }
}
