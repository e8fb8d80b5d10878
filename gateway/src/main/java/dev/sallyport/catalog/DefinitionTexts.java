package dev.sallyport.catalog;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Asks the server how objects are defined: of all in one query, or if one of them is being altered, one by one. */
final class DefinitionTexts {
    private DefinitionTexts() {}

    /**
     * The definitions by oid, without those that can't be had.
     *
     * @param function of PostgreSQL, from an oid to a definition
     */
    static Map<Integer, String> read(Connection connection, String function, Collection<Integer> oids)
            throws SQLException {
        Map<Integer, String> definitions = new HashMap<>();
        if (!oids.isEmpty() && !add(connection, function, oids, definitions)) {
            definitions.clear();
            for (int oid : oids) {
                add(connection, function, List.of(oid), definitions);
            }
        }
        return definitions;
    }

    private static boolean add(
            Connection connection, String function, Collection<Integer> oids, Map<Integer, String> definitions)
            throws SQLException {
        String array = oids.stream().map(Integer::toUnsignedString).collect(Collectors.joining(",", "'{", "}'::oid[]"));
        Savepoint before = connection.setSavepoint();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT oid, " + function + "(oid) FROM unnest(" + array + ") AS wanted(oid)")) {
            while (rows.next()) {
                String definition = rows.getString(2);
                if (definition != null) {
                    definitions.put(Rows.oid(rows, 1), definition);
                }
            }
        } catch (SQLException e) {
            connection.rollback(before);
            if (connection.isClosed()) {
                throw e;
            }
            return false;
        }
        connection.releaseSavepoint(before);
        return true;
    }
}
