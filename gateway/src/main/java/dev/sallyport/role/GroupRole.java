package dev.sallyport.role;

import dev.sallyport.policy.MaskedRelations;
import dev.sallyport.policy.MaskedRelations.MaskedRelation;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The group of an access entry from which masked columns are withheld: it has the rights, and each session's role is a member of it, so
 * that beginning a session costs one role and not thousands of grants. For one transaction, whose search path is pg_catalog alone.
 */
final class GroupRole {
    private static final String EXISTING =
            "SELECT r.oid, shobj_description(r.oid, 'pg_authid') FROM pg_roles r WHERE r.rolname = ?";

    /** What a group may still read of what it must not, whatever the way. */
    private static final String READABLE = """
        SELECT DISTINCT m.name FROM unnest(?::oid[], ?::int2[], ?::text[]) AS m(relation, attribute, name)
        WHERE CASE m.attribute WHEN 0 THEN has_any_column_privilege(?::oid, m.relation, 'SELECT')
                               ELSE has_column_privilege(?::oid, m.relation, m.attribute, 'SELECT') END\
        """;

    private static final String LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(?, 0))";

    private final Connection connection;
    private final AccessRole role;
    private final String name;
    private final String comment;

    /**
     * Of an entry that withholds masked columns.
     *
     * @param database the server's name of the database
     */
    GroupRole(Connection connection, AccessRole role, String database) {
        this.connection = connection;
        this.role = role;
        this.name = RoleNames.group(role.access());
        this.comment = "Sallyport group of access " + role.access() + ", database " + database;
    }

    String name() {
        return name;
    }

    /** What has to be done so that it is as it should be, and what is so already. Changes nothing. */
    List<Line> plan(MaskedRelations.Known masked) throws SQLException {
        List<Line> lines = new ArrayList<>();
        long oid = 0;
        try (PreparedStatement statement = connection.prepareStatement(EXISTING)) {
            statement.setString(1, name);
            try (ResultSet rows = statement.executeQuery()) {
                if (rows.next()) {
                    oid = rows.getLong(1);
                    if (!comment.equals(rows.getString(2))) {
                        return List.of(new Line.Problem("the role " + name
                                + " is there and is not this access entry's group in this database"));
                    }
                }
            }
        }
        List<String> making = List.of(
                "CREATE ROLE " + Sql.identifier(name) + " NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION",
                "COMMENT ON ROLE " + Sql.identifier(name) + " IS " + Sql.literal(comment));
        for (String sql : making) {
            lines.add(oid == 0 ? new Line.Statement(sql) : new Line.InForce(sql));
        }
        Set<Integer> byColumn = masked.relations().stream()
                .filter(relation -> !relation.isOpen())
                .map(MaskedRelation::oid)
                .collect(Collectors.toSet());
        SecurableReader.Found found = new SecurableReader(connection, role.memberOf(), oid).read(byColumn);
        lines.addAll(PrivilegePlan.of(name, role.statements(), found, masked.relations()));
        return lines;
    }

    /**
     * Makes the group of an access entry as it should be, or changes nothing and says why it can't be.
     *
     * @return the problems; none if it is
     */
    static List<String> bringUpToDate(Connection connection, AccessRole role, MaskedRelations.Known masked)
            throws SQLException {
        return AdminSession.commitIf(
                connection,
                List::isEmpty,
                changing -> new GroupRole(changing, role, database(changing)).bringUpToDate(masked));
    }

    /** The server's name of the database that one is connected to. */
    static String database(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT current_database()")) {
            rows.next();
            return rows.getString(1);
        }
    }

    private List<String> bringUpToDate(MaskedRelations.Known masked) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LOCK)) {
            statement.setString(1, comment);
            statement.execute();
        }
        List<Line> lines = plan(masked);
        List<String> problems = problems(lines);
        if (!problems.isEmpty()) {
            return problems;
        }
        for (Line line : lines) {
            if (line instanceof Line.Statement(String sql)) {
                AdminSession.execute(connection, sql);
            }
        }
        return readable(masked);
    }

    static List<String> problems(List<Line> lines) {
        return lines.stream()
                .<String>mapMulti((line, texts) -> {
                    if (line instanceof Line.Problem(String text)) {
                        texts.accept(text);
                    }
                })
                .toList();
    }

    /** Asks the server itself: whoever granted it something else has undone what was meant here. */
    private List<String> readable(MaskedRelations.Known masked) throws SQLException {
        List<Long> relations = new ArrayList<>();
        List<Short> attributes = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (MaskedRelation relation : masked.relations()) {
            Set<Short> columns = relation.closed() != null ? Set.of((short) 0) : relation.columns();
            for (short attribute : new TreeSet<>(columns)) {
                relations.add(Integer.toUnsignedLong(relation.oid()));
                attributes.add(attribute);
                names.add(relation.name());
            }
        }
        List<String> problems = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(READABLE)) {
            statement.setArray(1, connection.createArrayOf("oid", relations.toArray()));
            statement.setArray(2, connection.createArrayOf("int2", attributes.toArray()));
            statement.setArray(3, connection.createArrayOf("text", names.toArray()));
            long oid = oid();
            statement.setLong(4, oid);
            statement.setLong(5, oid);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    problems.add("the role " + name + " may read what is masked in " + rows.getString(1)
                            + " by a right that somebody else gave it");
                }
            }
        }
        return problems;
    }

    private long oid() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(EXISTING)) {
            statement.setString(1, name);
            try (ResultSet rows = statement.executeQuery()) {
                if (!rows.next()) {
                    throw new SQLException("the group is not there", "42704");
                }
                return rows.getLong(1);
            }
        }
    }
}
