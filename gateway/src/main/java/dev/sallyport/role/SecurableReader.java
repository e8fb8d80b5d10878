package dev.sallyport.role;

import dev.sallyport.role.Securable.ColumnRights;
import dev.sallyport.role.Securable.Rights;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads who has which privileges in one database: a handful of set-based queries, valid from PostgreSQL 14 on. For one connection,
 * whose search path is pg_catalog alone.
 */
final class SecurableReader {
    private static final String USERS_SCHEMA = "n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'";

    /**
     * Four arrays of privileges. The parameters are the names of the roles whose rights are to be given, and the group's oid, 0 if there
     * is none; 0 among grantees is PUBLIC.
     */
    private static String rights(String privileges, String function, String object, String acl) {
        return """
            ARRAY(SELECT privilege FROM unnest(%1$s) privilege
                  WHERE EXISTS (SELECT FROM pg_roles s WHERE s.rolname = ANY (?) AND %2$s(s.oid, %3$s, privilege))),
            ARRAY(SELECT privilege FROM unnest(%1$s) privilege WHERE %2$s(%3$s, privilege || ' WITH GRANT OPTION')),
            ARRAY(SELECT DISTINCT g.privilege_type FROM aclexplode(%4$s) g WHERE g.grantee = nullif(?, 0)::oid),
            ARRAY(SELECT privilege FROM unnest(%1$s) privilege WHERE %2$s('public'::name, %3$s, privilege))\
            """.formatted("'{" + privileges + "}'::text[]", function, object, acl);
    }

    private static final String DATABASE = "SELECT d.oid, 'DATABASE', NULL, d.datname, "
            + rights("CONNECT,TEMPORARY", "has_database_privilege", "d.oid", "d.datacl")
            + ", false, false FROM pg_database d WHERE d.datname = current_database()";

    private static final String SCHEMAS = "SELECT n.oid, 'SCHEMA', NULL, n.nspname, "
            + rights("USAGE,CREATE", "has_schema_privilege", "n.oid", "n.nspacl")
            + ", false, false FROM pg_namespace n WHERE " + USERS_SCHEMA;

    private static final String RELATIONS = "SELECT c.oid, 'TABLE', n.nspname, c.relname, "
            + rights("SELECT,INSERT,UPDATE,DELETE,TRUNCATE", "has_table_privilege", "c.oid", "c.relacl") + """
            , EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attacl IS NOT NULL),
            EXISTS (SELECT FROM pg_policy p, unnest(p.polroles) r, pg_roles s
                    WHERE p.polrelid = c.oid AND r <> 0 AND s.rolname = ANY (?) AND pg_has_role(s.oid, r, 'MEMBER'))
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND
            """
            + USERS_SCHEMA;

    private static final String SEQUENCES = "SELECT c.oid, 'SEQUENCE', n.nspname, c.relname, "
            + rights("USAGE,SELECT,UPDATE", "has_sequence_privilege", "c.oid", "c.relacl")
            + ", false, false FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            + " WHERE c.relkind = 'S' AND " + USERS_SCHEMA;

    /** Where everybody may execute it, which is so unless it was taken away, nothing need be granted. */
    private static final String ROUTINES = "SELECT p.oid, 'ROUTINE', n.nspname, p.proname, "
            + rights("EXECUTE", "has_function_privilege", "p.oid", "p.proacl") + """
            , p.prosecdef, false, pg_get_function_identity_arguments(p.oid)
            FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
            WHERE (p.proacl IS NOT NULL OR p.prosecdef) AND
            """ + USERS_SCHEMA;

    private static final String COLUMNS = "SELECT a.attrelid, a.attnum, a.attname, "
            + rights("SELECT,INSERT,UPDATE", "has_column_privilege", "a.attrelid, a.attnum", "a.attacl")
            + " FROM pg_attribute a WHERE a.attnum > 0 AND NOT a.attisdropped AND a.attrelid = ANY (?)"
            + " ORDER BY a.attrelid, a.attnum";

    /** Rows are read in parts, so that no answer is held twice. */
    private static final int FETCH_ROWS = 10_000;

    private static final int RIGHTS_AT = 5;
    private static final int ARRAYS = 4;

    private final Connection connection;
    private final Array roles;
    private final long group;

    /**
     * Reads nothing yet.
     *
     * @param roles whose rights are to be given
     * @param group the oid of the group; 0 if there is none
     */
    SecurableReader(Connection connection, Collection<String> roles, long group) throws SQLException {
        this.connection = connection;
        this.roles = connection.createArrayOf("text", roles.toArray());
        this.group = group;
    }

    /**
     * What there is in the database, also what nobody has a right to.
     *
     * @param ownersRights functions that everybody may execute and that run with the rights of their owners
     */
    record Found(List<Securable> securables, List<String> ownersRights) {}

    /**
     * Reads all of it.
     *
     * @param byColumn the relations whose columns matter
     */
    Found read(Set<Integer> byColumn) throws SQLException {
        List<Securable> found = new ArrayList<>();
        List<String> ownersRights = new ArrayList<>();
        each(DATABASE, false, row -> found.add(of(row, Sql.identifier(row.getString(4)), row.getString(4), false)));
        each(SCHEMAS, false, row -> found.add(of(row, Sql.identifier(row.getString(4)), row.getString(4), false)));
        Set<Integer> columns = new LinkedHashSet<>(byColumn);
        each(RELATIONS, true, row -> {
            Securable relation = of(row, qualified(row), display(row), row.getBoolean(RIGHTS_AT + ARRAYS + 1));
            found.add(relation);
            if (row.getBoolean(RIGHTS_AT + ARRAYS)) {
                columns.add(relation.oid());
            }
        });
        each(SEQUENCES, false, row -> found.add(of(row, qualified(row), display(row), false)));
        each(ROUTINES, false, row -> {
            String arguments = "(" + row.getString(RIGHTS_AT + ARRAYS + 2) + ")";
            Securable routine = of(row, qualified(row) + arguments, display(row) + arguments, false);
            if (!row.getBoolean(RIGHTS_AT + ARRAYS)) {
                found.add(routine);
            } else if (!routine.rights().everybodys().isEmpty()) {
                ownersRights.add(routine.name());
            }
        });
        return new Found(withColumns(found, columns), ownersRights);
    }

    private static List<Securable> withColumns(List<Securable> found, Map<Integer, List<ColumnRights>> columns) {
        return found.stream()
                .map(one -> one.isRelation() && columns.containsKey(one.oid())
                        ? new Securable(
                                one.oid(),
                                one.target(),
                                one.name(),
                                one.rights(),
                                columns.getOrDefault(one.oid(), List.of()),
                                one.guarded())
                        : one)
                .toList();
    }

    private List<Securable> withColumns(List<Securable> found, Set<Integer> relations) throws SQLException {
        Map<Integer, List<ColumnRights>> columns = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
            int at = bind(statement);
            statement.setArray(
                    at,
                    connection.createArrayOf(
                            "oid",
                            relations.stream().map(Integer::toUnsignedLong).toArray()));
            statement.setFetchSize(FETCH_ROWS);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    columns.computeIfAbsent((int) rows.getLong(1), absent -> new ArrayList<>())
                            .add(new ColumnRights(rows.getShort(2), rows.getString(3), rights(rows, 4)));
                }
            }
        }
        return withColumns(found, columns);
    }

    /** What is done with each row. */
    @FunctionalInterface
    private interface RowReader {
        void read(ResultSet row) throws SQLException;
    }

    private void each(String query, boolean rolesAgain, RowReader reader) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            int at = bind(statement);
            if (rolesAgain) {
                statement.setArray(at, roles);
            }
            statement.setFetchSize(FETCH_ROWS);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    reader.read(rows);
                }
            }
        }
    }

    /** The parameters of {@link #rights(String, String, String, String)}; gives the number of the next. */
    private int bind(PreparedStatement statement) throws SQLException {
        statement.setArray(1, roles);
        statement.setLong(2, group);
        return 3;
    }

    private static Securable of(ResultSet row, String target, String name, boolean guarded) throws SQLException {
        return new Securable(
                (int) row.getLong(1),
                row.getString(2) + " " + target,
                name,
                rights(row, RIGHTS_AT),
                List.of(),
                guarded);
    }

    private static Rights rights(ResultSet row, int at) throws SQLException {
        return new Rights(texts(row, at), texts(row, at + 1), texts(row, at + 2), texts(row, at + 3));
    }

    private static Set<String> texts(ResultSet row, int at) throws SQLException {
        return Set.of((String[]) row.getArray(at).getArray());
    }

    private static String qualified(ResultSet row) throws SQLException {
        return Sql.qualified(row.getString(3), row.getString(4));
    }

    private static String display(ResultSet row) throws SQLException {
        return row.getString(3) + "." + row.getString(4);
    }
}
