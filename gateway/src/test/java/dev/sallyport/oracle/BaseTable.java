package dev.sallyport.oracle;

import dev.sallyport.sql.flow.ColumnId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A table whose columns can be changed. Immutable.
 *
 * @param oid pg_class.oid
 * @param name qualified and quoted
 * @param partitioned whether its rows are in its partitions
 */
record BaseTable(int oid, String name, boolean partitioned, List<Attribute> attributes) {

    /**
     * A column.
     *
     * @param id as that of this table
     * @param same itself, and the columns of the tables that this one inherits from which show it
     * @param name quoted
     * @param type as it is written
     * @param category pg_type.typcategory, but {@code T} for times of day, and a domain's that of its base
     * @param generated whether it is computed from others
     * @param fixed whether it decides in which partition a row is
     */
    record Attribute(
            ColumnId id,
            Set<ColumnId> same,
            String name,
            String type,
            String category,
            boolean generated,
            boolean fixed) {}

    private static final String TABLES = """
            SELECT c.oid, format('%I.%I', n.nspname, c.relname), c.relkind = 'p'
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p') AND c.oid >= 16384 AND n.nspname NOT LIKE 'pg\\_%'
              AND n.nspname <> 'information_schema' AND NOT c.relispartition
            ORDER BY c.oid""";

    private static final String ATTRIBUTES = """
            SELECT a.attrelid, a.attnum, quote_ident(a.attname), format_type(a.atttypid, a.atttypmod),
                   CASE WHEN t.typname IN ('time', 'timetz') THEN 'T' ELSE t.typcategory::text END, a.attgenerated <> '',
                   COALESCE(a.attnum = ANY (p.partattrs::int2[]), false), a.attname
            FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
            LEFT JOIN pg_partitioned_table p ON p.partrelid = a.attrelid
            WHERE a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attrelid, a.attnum""";

    private static final String ANCESTORS = """
            WITH RECURSIVE line(child, ancestor) AS (
                SELECT inhrelid, inhparent FROM pg_inherits
                UNION SELECT l.child, i.inhparent FROM line l JOIN pg_inherits i ON i.inhrelid = l.ancestor)
            SELECT l.child, a.attname, l.ancestor, a.attnum
            FROM line l JOIN pg_attribute a ON a.attrelid = l.ancestor AND a.attnum > 0""";

    /** Every table outside the system's schemas. */
    static List<BaseTable> all(Connection connection) throws SQLException {
        Map<String, Set<ColumnId>> shown = new TreeMap<>();
        Map<Integer, List<Attribute>> attributes = new TreeMap<>();
        List<BaseTable> tables = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            try (ResultSet row = statement.executeQuery(ANCESTORS)) {
                while (row.next()) {
                    shown.computeIfAbsent(row.getLong(1) + " " + row.getString(2), absent -> new HashSet<>())
                            .add(new ColumnId((int) row.getLong(3), row.getShort(4)));
                }
            }
            try (ResultSet row = statement.executeQuery(ATTRIBUTES)) {
                while (row.next()) {
                    int relation = (int) row.getLong(1);
                    ColumnId id = new ColumnId(relation, row.getShort(2));
                    Set<ColumnId> same =
                            new HashSet<>(shown.getOrDefault(row.getLong(1) + " " + row.getString(8), Set.of()));
                    same.add(id);
                    attributes
                            .computeIfAbsent(relation, absent -> new ArrayList<>())
                            .add(new Attribute(
                                    id,
                                    same,
                                    row.getString(3),
                                    row.getString(4),
                                    row.getString(5),
                                    row.getBoolean(6),
                                    row.getBoolean(7)));
                }
            }
            try (ResultSet row = statement.executeQuery(TABLES)) {
                while (row.next()) {
                    int oid = (int) row.getLong(1);
                    tables.add(new BaseTable(
                            oid, row.getString(2), row.getBoolean(3), attributes.getOrDefault(oid, List.of())));
                }
            }
        }
        return tables;
    }

    /** The columns that can be changed. */
    List<Attribute> changeable() {
        return attributes.stream()
                .filter(attribute -> !attribute.generated() && !attribute.fixed())
                .toList();
    }

    /**
     * Changes a column in the transaction that is open. The rows are written anew in their order, so that the order in which they lie
     * tells nothing of what was changed.
     *
     * @return false if it can't be done to that type
     */
    boolean perturb(Statement statement, Attribute changed, Perturbation perturbation) throws SQLException {
        Optional<String> value = perturbation.expression(changed.name(), changed.category(), changed.type());
        if (value.isEmpty()) {
            return false;
        }
        List<Attribute> stored =
                attributes.stream().filter(attribute -> !attribute.generated()).toList();
        String only = partitioned ? "" : "ONLY ";
        statement.execute("SET LOCAL session_replication_role = replica");
        statement.execute(
                "CREATE TEMPORARY TABLE saved ON COMMIT DROP AS SELECT row_number() OVER () AS sallyport_row, t.* FROM "
                        + only + name + " t");
        statement.execute("TRUNCATE " + only + name);
        statement.execute("INSERT INTO " + name + " ("
                + stored.stream().map(Attribute::name).collect(Collectors.joining(", "))
                + ") OVERRIDING SYSTEM VALUE SELECT "
                + stored.stream()
                        .map(attribute -> attribute.equals(changed) ? value.get() : "s." + attribute.name())
                        .collect(Collectors.joining(", "))
                + " FROM saved s ORDER BY s.sallyport_row");
        statement.execute("DROP TABLE saved");
        statement.execute("SET LOCAL session_replication_role = origin");
        return true;
    }
}
