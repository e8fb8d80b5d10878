package dev.sallyport.oracle;

import dev.sallyport.sql.flow.ColumnId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Has the server say what a query names: it makes a view of it, or the body of a function where it can't be a view (it writes, or two of
 * its columns have one name), reads what was recorded of that, and takes it back. For one thread; needs a connection in a transaction.
 *
 * <p>Two records are read. {@code pg_depend} has the columns that could not be dropped without the query, but none of the system's own
 * relations and none for a whole row; and it has columns that are not read, of tables whose row type is taken a field of. The stored
 * query has the columns for which a privilege is asked, of every relation, and a mark for whole rows; it has that mark also for
 * {@code (t).c}, of which a query without any whole row in it is kept as {@code t.c}. A column is named if a privilege is asked for it.
 * (PostgreSQL, System Catalogs, pg_depend and pg_rewrite; RTEPermissionInfo in parsenodes.h.)
 */
final class ServerOracle {
    /** Attributes in a stored query's sets are counted from here, so that those of system columns are not negative. */
    private static final int FIRST_ATTRIBUTE = -7;

    private static final Pattern PERMISSIONS = Pattern.compile(
            ":relid (\\d+)[^{}]*?:requiredPerms (\\d+)[^{}]*?:selectedCols \\(b([ \\d]*)\\) :insertedCols \\(b([ \\d]*)\\)"
                    + " :updatedCols \\(b([ \\d]*)\\)");

    /** In a reference to a whole row. */
    private static final String WHOLE_ROW = ":varattno 0 ";

    /** The privilege that reading asks for; those for writing are others. (acl.h, parsenodes.h: ACL_SELECT.) */
    private static final int SELECT = 1 << 1;

    private final Connection connection;

    ServerOracle(Connection connection) {
        this.connection = connection;
    }

    /** What came of asking. */
    sealed interface Answer {
        /** It was recorded. */
        record Known(Recorded recorded) implements Answer {}

        /** The server itself does not take the query. */
        record Rejected(String sqlState, String message) implements Answer {}
    }

    /** Asks about one query, without a semicolon. Leaves the transaction as it was. */
    Answer ask(String query) throws SQLException {
        Answer view = define("CREATE TEMPORARY VIEW sallyport_oracle AS " + query, """
                SELECT r.oid, 'pg_rewrite'::regclass, r.ev_class, r.ev_action::text FROM pg_rewrite r
                WHERE r.ev_class = 'pg_temp.sallyport_oracle'::regclass""");
        return view instanceof Answer.Known
                ? view
                : define(
                        "CREATE FUNCTION pg_temp.sallyport_oracle() RETURNS void BEGIN ATOMIC " + query + "; END", """
                        SELECT p.oid, 'pg_proc'::regclass, 0, p.prosqlbody::text FROM pg_proc p
                        WHERE p.oid = 'pg_temp.sallyport_oracle()'::regprocedure""");
    }

    private Answer define(String definition, String record) throws SQLException {
        savepoint();
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(definition);
            statement.execute("SET LOCAL search_path = pg_catalog");
            return new Answer.Known(read(statement, record));
        } catch (SQLException e) {
            return new Answer.Rejected(String.valueOf(e.getSQLState()), String.valueOf(e.getMessage()));
        } finally {
            rollBack();
        }
    }

    private void savepoint() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SAVEPOINT sallyport_oracle");
        }
    }

    private void rollBack() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("ROLLBACK TO SAVEPOINT sallyport_oracle");
            statement.execute("RELEASE SAVEPOINT sallyport_oracle");
        }
    }

    private static Recorded read(Statement statement, String record) throws SQLException {
        long object;
        String catalog;
        int self;
        String stored;
        try (ResultSet row = statement.executeQuery(record)) {
            row.next();
            object = row.getLong(1);
            catalog = row.getString(2);
            self = (int) row.getLong(3);
            stored = row.getString(4);
        }
        Set<ColumnId> columns = new TreeSet<>();
        Set<Integer> relations = new HashSet<>();
        Set<Integer> wholeRows = new HashSet<>();
        boolean writes = false;
        Matcher permissions = PERMISSIONS.matcher(stored);
        while (permissions.find()) {
            int relation = Integer.parseUnsignedInt(permissions.group(1));
            if (relation != 0 && relation != self) {
                relations.add(relation);
                writes |= (Integer.parseInt(permissions.group(2)) & ~SELECT) != 0;
                for (int group = 3; group <= 5; group++) {
                    attributes(relation, permissions.group(group), columns, wholeRows);
                }
            }
        }
        Set<ColumnId> depended = new TreeSet<>();
        String dependencies = " FROM pg_depend d WHERE d.classid = '" + catalog + "'::regclass AND d.objid = " + object;
        try (ResultSet rows = statement.executeQuery("SELECT d.refobjid, d.refobjsubid" + dependencies
                + " AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid <> 0 AND d.refobjid <> "
                + Integer.toUnsignedLong(self))) {
            while (rows.next()) {
                depended.add(new ColumnId((int) rows.getLong(1), rows.getShort(2)));
            }
        }
        for (int relation : wholeRows) {
            if (!stored.contains(WHOLE_ROW)) {
                depended.stream()
                        .filter(column -> column.relation() == relation)
                        .forEach(columns::add);
                continue;
            }
            try (ResultSet rows = statement.executeQuery("SELECT attnum FROM pg_attribute WHERE attnum > 0"
                    + " AND NOT attisdropped AND attrelid = " + Integer.toUnsignedLong(relation))) {
                while (rows.next()) {
                    columns.add(new ColumnId(relation, rows.getShort(1)));
                }
            }
        }
        depended.removeAll(columns);
        return new Recorded(columns, depended, relations, functions(statement, dependencies), writes);
    }

    private static void attributes(int relation, String set, Set<ColumnId> columns, Set<Integer> wholeRows) {
        for (String member : set.strip().split(" ")) {
            if (!member.isEmpty()) {
                int attribute = Integer.parseInt(member) + FIRST_ATTRIBUTE;
                if (attribute == 0) {
                    wholeRows.add(relation);
                } else {
                    columns.add(new ColumnId(relation, (short) attribute));
                }
            }
        }
    }

    private static Set<String> functions(Statement statement, String dependencies) throws SQLException {
        Set<String> functions = new TreeSet<>();
        try (ResultSet rows = statement.executeQuery("SELECT n.nspname || '.' || p.proname FROM pg_proc p"
                + " JOIN pg_namespace n ON n.oid = p.pronamespace WHERE p.oid IN (SELECT d.refobjid" + dependencies
                + " AND d.refclassid = 'pg_proc'::regclass UNION SELECT o.oprcode FROM pg_operator o WHERE o.oid IN"
                + " (SELECT d.refobjid" + dependencies + " AND d.refclassid = 'pg_operator'::regclass))")) {
            while (rows.next()) {
                functions.add(rows.getString(1));
            }
        }
        return functions;
    }
}
