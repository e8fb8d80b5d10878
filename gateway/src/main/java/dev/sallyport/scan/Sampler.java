package dev.sallyport.scan;

import dev.sallyport.scan.Kind.ColumnType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Reads samples of tables over one connection, in read-only transactions that change nothing and lock nothing against writers. Of a
 * partitioned table all partitions are read as one; views are left out, since masks follow values through them. For one thread.
 */
final class Sampler {

    /** How much of a value is read, in characters; no kind is longer. */
    static final int VALUE_CHARACTERS = 4_096;

    /** Above so many rows, as the server estimates them, a table's pages are sampled instead of read from the first. */
    private static final int SAMPLED_FROM = 100_000;

    private static final String TABLES = """
            SELECT c.oid, n.nspname, c.relname, greatest(c.reltuples, 0)::bigint, c.relkind
            FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relpersistence <> 't'
              AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\\_%'
              AND pg_catalog.has_schema_privilege(n.oid, 'USAGE')
            ORDER BY n.nspname, c.relname""";

    /** A domain counts as the type it is over, an array as its elements. */
    private static final String COLUMNS = """
            SELECT a.attname, coalesce(e.typname, b.typname, t.typname), coalesce(e.typcategory, b.typcategory, t.typcategory),
                   e.oid IS NOT NULL
            FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
            LEFT JOIN pg_catalog.pg_type b ON b.oid = t.typbasetype
            LEFT JOIN pg_catalog.pg_type e ON e.oid = t.typelem AND t.typcategory = 'A'
            WHERE a.attrelid = ?::oid AND a.attnum > 0 AND NOT a.attisdropped
              AND pg_catalog.has_column_privilege(a.attrelid, a.attnum, 'SELECT')
            ORDER BY a.attnum""";

    private final Connection connection;
    private final int rows;
    private final Duration timeout;

    /**
     * Reads nothing yet.
     *
     * @param rows how many rows of each table are read
     * @param timeout how long one table may take
     */
    Sampler(Connection connection, int rows, Duration timeout) {
        this.connection = connection;
        this.rows = rows;
        this.timeout = timeout;
    }

    /** @param estimatedRows as the server has counted last, 0 if it never has */
    record Table(long oid, String schema, String name, long estimatedRows, boolean partitioned) {
        String display() {
            return schema + "." + name;
        }
    }

    /** @param array whether its values are arrays, of which each element is looked at for itself */
    private record Column(String name, String type, String category, boolean array) {
        boolean isDocument() {
            return type.equals("json") || type.equals("jsonb");
        }
    }

    /** The tables that may be read. */
    List<Table> tables() throws SQLException {
        return inTransaction(statement -> {
            List<Table> tables = new ArrayList<>();
            try (ResultSet found = statement.executeQuery(TABLES)) {
                while (found.next()) {
                    tables.add(new Table(
                            found.getLong(1),
                            found.getString(2),
                            found.getString(3),
                            found.getLong(4),
                            found.getString(5).equals("p")));
                }
            }
            return tables;
        });
    }

    /**
     * Samples of a table's columns, and of the keys in its documents.
     *
     * @throws SQLException if it can't be read, or not in time
     */
    List<Sample> sample(Table table) throws SQLException {
        return inTransaction(statement -> {
            List<Column> columns = columns(table);
            if (columns.isEmpty()) {
                return List.of();
            }
            List<List<String>> values = values(statement, table, columns);
            List<Sample> samples = new ArrayList<>();
            for (int i = 0; i < columns.size(); i++) {
                samples(table, columns.get(i), values.get(i), samples);
            }
            return samples;
        });
    }

    private static void samples(Table table, Column column, List<String> values, List<Sample> samples) {
        ColumnName whole = new ColumnName(table.schema(), table.name(), column.name(), List.of());
        if (column.array()) {
            List<String> elements = Documents.valuesOf(values).getOrDefault(List.of(), List.of());
            samples.add(new Sample(whole, typeOf(column), elements));
        } else if (column.isDocument()) {
            for (Map.Entry<List<String>, List<String>> key :
                    Documents.valuesOf(values).entrySet()) {
                ColumnName name = new ColumnName(table.schema(), table.name(), column.name(), key.getKey());
                samples.add(new Sample(name, ColumnType.TEXT, key.getValue()));
            }
        } else {
            samples.add(new Sample(whole, typeOf(column), values));
        }
    }

    private static ColumnType typeOf(Column column) {
        return switch (column.category()) {
            case "S" -> ColumnType.TEXT;
            case "N" -> ColumnType.NUMBER;
            case "D" -> ColumnType.DATE;
            case "I" -> ColumnType.NETWORK_ADDRESS;
            default -> column.type().equals("bytea") ? ColumnType.BINARY : ColumnType.OTHER;
        };
    }

    private List<Column> columns(Table table) throws SQLException {
        List<Column> columns = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
            statement.setLong(1, table.oid());
            try (ResultSet found = statement.executeQuery()) {
                while (found.next()) {
                    columns.add(new Column(
                            found.getString(1), found.getString(2), found.getString(3), found.getBoolean(4)));
                }
            }
        }
        return columns;
    }

    private List<List<String>> values(Statement statement, Table table, List<Column> columns) throws SQLException {
        String list = columns.stream()
                .map(column -> column.array() ? "array_to_json(" + quoted(column.name()) + ")" : quoted(column.name()))
                .map(value -> "left(" + value + "::text, " + VALUE_CHARACTERS + ")")
                .collect(Collectors.joining(", "));
        String from = quoted(table.schema()) + "." + quoted(table.name());
        double percent = 100.0 * rows * 2 / Math.max(1, table.estimatedRows());
        String sampling = table.estimatedRows() > SAMPLED_FROM && percent < 100
                ? " TABLESAMPLE SYSTEM (" + Math.max(percent, 0.000001) + ")"
                : "";
        List<List<String>> values = new ArrayList<>();
        columns.forEach(column -> values.add(new ArrayList<>()));
        try (ResultSet found =
                statement.executeQuery("SELECT " + list + " FROM " + from + sampling + " LIMIT " + rows)) {
            while (found.next()) {
                for (int i = 0; i < columns.size(); i++) {
                    String value = found.getString(i + 1);
                    if (value != null && !value.isBlank()) {
                        values.get(i).add(value);
                    }
                }
            }
        }
        return values;
    }

    private static String quoted(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }

    /** What is done with a statement. */
    @FunctionalInterface
    private interface Work<T> {
        T with(Statement statement) throws SQLException;
    }

    private <T> T inTransaction(Work<T> work) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET TRANSACTION READ ONLY");
            statement.execute("SET LOCAL search_path = pg_catalog");
            statement.execute("SET LOCAL statement_timeout = " + timeout.toMillis());
            statement.execute("SET LOCAL lock_timeout = " + Math.max(1, timeout.toMillis() / 2));
            return work.with(statement);
        } finally {
            connection.rollback();
        }
    }
}
