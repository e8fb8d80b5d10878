package dev.sallyport.role;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Whether the gateway's own role may do what it has to. For one transaction, whose search path is pg_catalog alone. */
final class AdminRights {
    private static final String SELF =
            "SELECT rolname, rolsuper, rolcreaterole, rolinherit FROM pg_roles WHERE rolname = current_user";

    private static final String NAMED = """
        SELECT rolname, rolsuper, pg_has_role(current_user, oid, 'MEMBER WITH ADMIN OPTION')
        FROM pg_roles WHERE rolname = ANY (?)\
        """;

    private AdminRights() {}

    /** What it lacks for an access entry's roles, with what to do about it. */
    static List<Line> findings(Connection connection, AccessRole access) throws SQLException {
        int server = connection.getMetaData().getDatabaseMajorVersion();
        List<Line> findings = new ArrayList<>();
        boolean mayAll;
        String self;
        try (PreparedStatement statement = connection.prepareStatement(SELF);
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            self = rows.getString(1);
            mayAll = rows.getBoolean(2);
            if (mayAll) {
                findings.add(new Line.Note(
                        "The gateway's role " + self + " is a superuser, which it need not be: CREATEROLE is enough."));
            } else if (!rows.getBoolean(3)) {
                findings.add(new Line.Problem("the gateway's role " + self + " may not create roles: ALTER ROLE "
                        + Sql.identifier(self) + " CREATEROLE"));
            }
            if (!mayAll && !rows.getBoolean(4) && server < RoleStatements.GRANTS_WITH_OPTIONS) {
                findings.add(new Line.Problem("the gateway's role " + self
                        + " does not inherit the rights of roles, so that it could not end their backends: ALTER ROLE "
                        + Sql.identifier(self) + " INHERIT"));
            }
        }
        Set<String> missing = new LinkedHashSet<>(access.named());
        try (PreparedStatement statement = connection.prepareStatement(NAMED)) {
            statement.setArray(
                    1, connection.createArrayOf("text", access.named().toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    String name = rows.getString(1);
                    missing.remove(name);
                    if (rows.getBoolean(2)) {
                        findings.add(new Line.Problem("the role " + name + " is a superuser"));
                    } else if (!mayAll
                            && server >= RoleStatements.GRANTS_WITH_OPTIONS
                            && access.maskedColumns() == AccessRole.MaskedColumns.GRANTED
                            && !rows.getBoolean(3)) {
                        findings.add(new Line.Problem("the gateway's role " + self + " may not grant " + name
                                + ": GRANT " + Sql.identifier(name) + " TO " + Sql.identifier(self)
                                + " WITH ADMIN OPTION"));
                    }
                }
            }
        }
        missing.forEach(name -> findings.add(new Line.Problem("there is no role " + name)));
        return findings;
    }
}
