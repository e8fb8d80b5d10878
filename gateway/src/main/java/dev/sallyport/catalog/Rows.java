package dev.sallyport.catalog;

import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows of the server's catalogs, read in parts. For one thread at a time. */
final class Rows {
    private static final int FETCH_ROWS = 10_000;

    private final Connection connection;

    /** So that what many rows have in common is there once. */
    private final Map<Object, Object> shared = new HashMap<>();

    Rows(Connection connection) {
        this.connection = connection;
    }

    /** What is done with each row. */
    @FunctionalInterface
    interface RowReader {
        void read(ResultSet row) throws SQLException;
    }

    void each(String query, RowReader reader) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(FETCH_ROWS);
            try (ResultSet rows = statement.executeQuery(query)) {
                while (rows.next()) {
                    reader.read(rows);
                }
            }
        }
    }

    /** The one number that a query gives. */
    long number(String query) throws SQLException {
        long[] number = new long[1];
        each(query, row -> number[0] = row.getLong(1));
        return number[0];
    }

    /** The one text that a query gives. */
    @Nullable
    String text(String query) throws SQLException {
        List<@Nullable String> texts = new ArrayList<>();
        each(query, row -> texts.add(row.getString(1)));
        return texts.getFirst();
    }

    /** The first of all things that equal one. */
    @SuppressWarnings(
            "unchecked") // What is found equals what is asked for, and has its type: records, strings, lists of such.
    <T> T shared(T one) {
        return (T) shared.computeIfAbsent(one, same -> same);
    }

    /** A text that many rows may have. */
    String name(ResultSet row, int index) throws SQLException {
        return shared(row.getString(index));
    }

    /** An oid has 32 bits without a sign, JDBC reads it as a long. */
    static int oid(ResultSet row, int index) throws SQLException {
        return (int) row.getLong(index);
    }

    /** The elements of an array; empty for NULL. */
    static List<@Nullable Object> elements(@Nullable Array array) throws SQLException {
        List<@Nullable Object> elements = new ArrayList<>();
        if (array != null) {
            for (Object element : (Object[]) array.getArray()) {
                elements.add(element);
            }
        }
        return elements;
    }

    /** The texts of an array; empty for NULL. */
    static List<String> texts(@Nullable Array array) throws SQLException {
        return elements(array).stream().map(String::valueOf).toList();
    }

    /** The numbers of an array; empty for NULL. */
    static List<Number> numbers(@Nullable Array array) throws SQLException {
        List<Number> numbers = new ArrayList<>();
        for (Object element : elements(array)) {
            numbers.add((Number) element);
        }
        return numbers;
    }

    static <T> void add(Map<Integer, List<T>> map, int key, T value) {
        map.computeIfAbsent(key, absent -> new ArrayList<>()).add(value);
    }
}
