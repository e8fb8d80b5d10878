package dev.sallyport.app.demo;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.function.Consumer;

/** One that uses pgjdbc. */
final class JdbcAgent implements Agent {
    private final Connection connection;

    private JdbcAgent(Connection connection) {
        this.connection = connection;
    }

    static JdbcAgent connect(Demo demo, String token) throws SQLException {
        return new JdbcAgent(connection(demo, token));
    }

    /** A connection through the gateway, with every value in binary that the driver can read so. */
    static Connection connection(Demo demo, String token) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", "agent");
        properties.setProperty("password", token);
        properties.setProperty("sslmode", "verify-full");
        properties.setProperty("sslrootcert", demo.certificate().toString());
        // Prepared on the server from the first execution on.
        properties.setProperty("prepareThreshold", "-1");
        return DriverManager.getConnection("jdbc:postgresql://localhost:" + demo.port() + "/shop", properties);
    }

    @Override
    public String client() {
        return "pgjdbc";
    }

    @Override
    public Reply send(String sql, Consumer<String> onNotice) {
        List<String> notices = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            List<String> lines = statement.execute(sql) ? rows(statement.getResultSet()) : List.of();
            for (SQLWarning warning = statement.getWarnings(); warning != null; warning = warning.getNextWarning()) {
                notices.add(Objects.requireNonNullElse(warning.getMessage(), ""));
            }
            notices.forEach(onNotice);
            return new Reply(
                    lines.isEmpty() ? List.of("rows: " + statement.getUpdateCount()) : lines, notices, null, "");
        } catch (SQLException failure) {
            return new Reply(
                    List.of(), notices, failure.getSQLState(), Objects.requireNonNullElse(failure.getMessage(), ""));
        }
    }

    /** The rows as psql shows them. */
    static List<String> rows(ResultSet rows) throws SQLException {
        List<String> lines = new ArrayList<>();
        int columns = rows.getMetaData().getColumnCount();
        while (rows.next()) {
            List<String> values = new ArrayList<>();
            for (int column = 1; column <= columns; column++) {
                values.add(Objects.requireNonNullElse(rows.getString(column), ""));
            }
            lines.add(String.join("|", values));
        }
        return lines;
    }

    @Override
    public void close() throws IOException {
        try {
            connection.close();
        } catch (SQLException failure) {
            throw new IOException(failure);
        }
    }
}
