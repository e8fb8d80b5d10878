package dev.sallyport.oracle;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a statement did.
 *
 * @param width how many columns it answered with
 * @param rows its answer in order, each value as text
 * @param tables for each table that it may have written its rows afterwards, likewise
 */
record Result(int width, List<List<@Nullable String>> rows, Map<BaseTable, List<List<@Nullable String>>> tables) {

    /** The most rows of an answer; the corpora's are far smaller. */
    static final int ROWS = 20_000;

    /** Executes a statement. */
    static Result of(Statement statement, String sql, List<BaseTable> written) throws SQLException {
        List<List<@Nullable String>> rows = new ArrayList<>();
        int width = 0;
        if (statement.execute(sql)) {
            try (ResultSet answer = statement.getResultSet()) {
                width = answer.getMetaData().getColumnCount();
                rows.addAll(rows(answer));
            }
        }
        Map<BaseTable, List<List<@Nullable String>>> tables = new HashMap<>();
        for (BaseTable table : written) {
            try (ResultSet content = statement.executeQuery("SELECT * FROM ONLY " + table.name())) {
                tables.put(table, rows(content));
            }
        }
        return new Result(width, rows, tables);
    }

    private static List<List<@Nullable String>> rows(ResultSet answer) throws SQLException {
        ResultSetMetaData columns = answer.getMetaData();
        List<List<@Nullable String>> rows = new ArrayList<>();
        while (answer.next()) {
            if (rows.size() == ROWS) {
                throw new SQLException("more than " + ROWS + " rows", "54000");
            }
            List<@Nullable String> row = new ArrayList<>(columns.getColumnCount());
            for (int column = 1; column <= columns.getColumnCount(); column++) {
                row.add(answer.getString(column));
            }
            rows.add(row);
        }
        return rows;
    }

    /** Whether a column of the answer is the same in both, row by row. */
    boolean sameOutput(Result other, int column) {
        for (int row = 0; row < rows.size(); row++) {
            if (!Objects.equals(rows.get(row).get(column), other.rows.get(row).get(column))) {
                return false;
            }
        }
        return true;
    }

    /** The values of a table's column, without the order of its rows: an update changes that. */
    List<String> values(BaseTable table, int column) {
        return Objects.requireNonNull(tables.get(table)).stream()
                .map(row -> String.valueOf(row.get(column)))
                .sorted()
                .toList();
    }
}
