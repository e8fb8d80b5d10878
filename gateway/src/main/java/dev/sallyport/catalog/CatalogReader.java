package dev.sallyport.catalog;

import dev.sallyport.catalog.Column.Generated;
import dev.sallyport.catalog.FunctionFamily.Volatility;
import dev.sallyport.catalog.Relation.Kind;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a whole catalog over one connection, in one read-only snapshot. For one thread at a time. */
final class CatalogReader {
    private static final int FETCH_ROWS = 10_000;

    private final Connection connection;
    private final ViewReader views;

    CatalogReader(Connection connection, ViewReader views) {
        this.connection = connection;
        this.views = views;
    }

    /**
     * A catalog, and what tells it from one that was read before or after a change.
     *
     * @param mark equal for two reads if nothing has changed between them
     */
    record Marked(Catalog catalog, String mark) {}

    /**
     * Reads everything, unless nothing has changed since an earlier read, and ends the transaction.
     *
     * @param known what was read before, or null
     * @param timeout for each query
     * @param lockTimeout how long to wait for a table that someone is altering
     * @return the very same as before if nothing has changed
     */
    Marked read(@Nullable Marked known, long version, Duration timeout, Duration lockTimeout) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement settings = connection.createStatement()) {
            settings.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
            settings.execute("SET LOCAL search_path = pg_catalog");
            settings.execute("SET LOCAL statement_timeout = " + timeout.toMillis());
            settings.execute("SET LOCAL lock_timeout = " + lockTimeout.toMillis());
            String mark = mark();
            if (known != null && known.mark().equals(mark)) {
                return known;
            }
            List<Relation> relations = relations();
            Catalog catalog = new Catalog(
                    version,
                    new Catalog.Contents(
                            views.describe(connection, relations),
                            functions(),
                            operators(),
                            types(),
                            foreignKeys(),
                            defersChecks()));
            return new Marked(catalog, mark);
        } finally {
            connection.rollback();
        }
    }

    private String mark() throws SQLException {
        StringBuilder mark = new StringBuilder();
        each(
                CatalogQueries.MARK,
                row -> mark.append(row.getString(1))
                        .append(' ')
                        .append(row.getLong(2))
                        .append(' ')
                        .append(row.getString(3))
                        .append('\n'));
        return mark.toString();
    }

    private List<Relation> relations() throws SQLException {
        Map<Integer, List<Column>> columns = columns();
        Map<Integer, List<Integer>> parents = new HashMap<>();
        each(CatalogQueries.INHERITANCE, row -> add(parents, oid(row, 1), oid(row, 2)));
        Map<Integer, Map<Integer, Set<Short>>> checks = new HashMap<>();
        each(
                CatalogQueries.CHECKED_TOGETHER,
                row -> checks.computeIfAbsent(oid(row, 1), absent -> new HashMap<>())
                        .computeIfAbsent(oid(row, 2), absent -> new HashSet<>())
                        .add(row.getShort(3)));
        Set<Integer> withCode = new HashSet<>();
        each(CatalogQueries.CODE_IN_DEFAULTS_AND_CHECKS, row -> withCode.add(oid(row, 1)));
        List<Relation> relations = new ArrayList<>();
        each(CatalogQueries.RELATIONS, row -> {
            int oid = oid(row, 1);
            relations.add(new Relation(
                    oid,
                    row.getString(2),
                    row.getString(3),
                    kind(row.getString(4)),
                    columns.getOrDefault(oid, List.of()),
                    parents.getOrDefault(oid, List.of()),
                    List.copyOf(checks.getOrDefault(oid, Map.of()).values()),
                    row.getBoolean(6) || withCode.contains(oid),
                    row.getBoolean(7),
                    row.getBoolean(5),
                    null));
        });
        return relations;
    }

    private Map<Integer, List<Column>> columns() throws SQLException {
        Map<Integer, Map<Short, Set<Short>>> computed = new HashMap<>();
        each(
                CatalogQueries.COMPUTED_FROM,
                row -> computed.computeIfAbsent(oid(row, 1), absent -> new HashMap<>())
                        .computeIfAbsent(row.getShort(2), absent -> new HashSet<>())
                        .add(row.getShort(3)));
        Map<Integer, List<Column>> columns = new HashMap<>();
        each(CatalogQueries.COLUMNS, row -> {
            int relation = oid(row, 1);
            short attribute = row.getShort(2);
            add(
                    columns,
                    relation,
                    new Column(
                            attribute,
                            row.getString(3),
                            oid(row, 4),
                            row.getBoolean(5),
                            generated(row.getString(6)),
                            computed.getOrDefault(relation, Map.of()).getOrDefault(attribute, Set.of())));
        });
        return columns;
    }

    private List<FunctionFamily> functions() throws SQLException {
        List<FunctionFamily> functions = new ArrayList<>();
        each(
                CatalogQueries.FUNCTIONS,
                row -> functions.add(new FunctionFamily(
                        row.getString(1), row.getString(2), volatility(row.getInt(3)), row.getString(4))));
        return functions;
    }

    private List<UserOperator> operators() throws SQLException {
        List<UserOperator> operators = new ArrayList<>();
        each(
                CatalogQueries.OPERATORS,
                row -> operators.add(
                        new UserOperator(row.getString(1), row.getString(2), row.getString(3), row.getString(4))));
        return operators;
    }

    private List<UserType> types() throws SQLException {
        Map<Integer, Set<String>> functions = new HashMap<>();
        each(
                CatalogQueries.TYPE_FUNCTIONS,
                row -> functions
                        .computeIfAbsent(oid(row, 1), absent -> new HashSet<>())
                        .add(row.getString(2) + "." + row.getString(3)));
        Map<Integer, List<Integer>> parts = new HashMap<>();
        each(CatalogQueries.TYPE_PARTS, row -> add(parts, oid(row, 1), oid(row, 2)));
        Map<Integer, List<String>> names = new HashMap<>();
        each(CatalogQueries.TYPES, row -> {
            names.put(oid(row, 1), List.of(row.getString(2), row.getString(3)));
            add(parts, oid(row, 1), oid(row, 4));
            add(parts, oid(row, 1), oid(row, 5));
        });
        List<UserType> types = new ArrayList<>();
        names.forEach((oid, name) -> {
            Set<String> all = new HashSet<>();
            collect(oid, parts, functions, all, new HashSet<>());
            types.add(new UserType(name.get(0), name.get(1), all));
        });
        return types;
    }

    /** Types are not deep: what is made of what was made one after the other, and each is visited once. */
    private static void collect(
            int type,
            Map<Integer, List<Integer>> parts,
            Map<Integer, Set<String>> functions,
            Set<String> into,
            Set<Integer> seen) {
        if (seen.add(type)) {
            into.addAll(functions.getOrDefault(type, Set.of()));
            for (int part : parts.getOrDefault(type, List.of())) {
                collect(part, parts, functions, into, seen);
            }
        }
    }

    private List<ForeignKey> foreignKeys() throws SQLException {
        List<ForeignKey> keys = new ArrayList<>();
        each(
                CatalogQueries.FOREIGN_KEYS,
                row -> keys.add(new ForeignKey(
                        oid(row, 1),
                        shorts(row.getArray(2)),
                        oid(row, 3),
                        shorts(row.getArray(4)),
                        row.getBoolean(5))));
        return keys;
    }

    private boolean defersChecks() throws SQLException {
        List<Boolean> answer = new ArrayList<>();
        each(CatalogQueries.DEFERS_CHECKS, row -> answer.add(row.getBoolean(1)));
        return answer.contains(true);
    }

    /** What is done with each row. */
    @FunctionalInterface
    private interface RowReader {
        void read(ResultSet row) throws SQLException;
    }

    private void each(String query, RowReader reader) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(FETCH_ROWS);
            try (ResultSet rows = statement.executeQuery(query)) {
                while (rows.next()) {
                    reader.read(rows);
                }
            }
        }
    }

    /** An oid has 32 bits without a sign, JDBC reads it as a long. */
    static int oid(ResultSet row, int index) throws SQLException {
        return (int) row.getLong(index);
    }

    private static List<Short> shorts(Array array) throws SQLException {
        List<Short> values = new ArrayList<>();
        for (Object element : (Object[]) array.getArray()) {
            values.add(((Number) element).shortValue());
        }
        return values;
    }

    private static <T> void add(Map<Integer, List<T>> map, int key, T value) {
        map.computeIfAbsent(key, absent -> new ArrayList<>()).add(value);
    }

    private static Kind kind(String relkind) {
        return switch (relkind) {
            case "r" -> Kind.TABLE;
            case "p" -> Kind.PARTITIONED_TABLE;
            case "v" -> Kind.VIEW;
            case "m" -> Kind.MATERIALIZED_VIEW;
            case "f" -> Kind.FOREIGN_TABLE;
            case "S" -> Kind.SEQUENCE;
            case "t" -> Kind.TOAST_TABLE;
            default -> throw new IllegalStateException("the query asks for no relation of kind " + relkind);
        };
    }

    private static Volatility volatility(int worst) {
        return switch (worst) {
            case 0 -> Volatility.IMMUTABLE;
            case 1 -> Volatility.STABLE;
            default -> Volatility.VOLATILE;
        };
    }

    private static Generated generated(String attgenerated) {
        return switch (attgenerated) {
            case "" -> Generated.NEVER;
            case "s" -> Generated.STORED;
            default -> Generated.VIRTUAL;
        };
    }
}
