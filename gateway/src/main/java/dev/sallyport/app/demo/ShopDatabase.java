package dev.sallyport.app.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.postgresql.PGConnection;

/** The sample database and the role that the gateway uses it by. */
final class ShopDatabase {
    /** The database's name. */
    static final String NAME = "shop";
    /** A role that reads and writes its tables and owns none. */
    static final String ROLE = "sallyport_app";

    private static final String UNFINISHED = "shop_unfinished";

    private ShopDatabase() {}

    /** Makes both, unless they are there: as a whole or not at all. The role's password is set each time. */
    static void prepare(int port, String superuserPassword, String rolePassword) throws SQLException, IOException {
        try (Connection connection = connect(port, "postgres", "postgres", superuserPassword);
                Statement statement = connection.createStatement()) {
            if (!holds(statement, "SELECT 1 FROM pg_roles WHERE rolname = '" + ROLE + "'")) {
                statement.execute("CREATE ROLE " + ROLE + " LOGIN");
            }
            // The password goes as a verifier, so that no log can hold it.
            connection.unwrap(PGConnection.class).alterUserPassword(ROLE, rolePassword.toCharArray(), "scram-sha-256");
            if (!holds(statement, "SELECT 1 FROM pg_database WHERE datname = '" + NAME + "'")) {
                statement.execute("DROP DATABASE IF EXISTS " + UNFINISHED);
                statement.execute("CREATE DATABASE " + UNFINISHED);
                fill(port, superuserPassword);
                statement.execute("ALTER DATABASE " + UNFINISHED + " RENAME TO " + NAME);
            }
        }
    }

    private static void fill(int port, String superuserPassword) throws SQLException, IOException {
        try (Connection connection = connect(port, UNFINISHED, "postgres", superuserPassword);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(script());
            connection.commit();
            statement.execute("ANALYZE");
            connection.commit();
        }
    }

    private static String script() throws IOException {
        try (InputStream script = ShopDatabase.class.getResourceAsStream("shop.sql")) {
            if (script == null) {
                throw new IllegalStateException("shop.sql is not in this program");
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static boolean holds(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            return rows.next();
        }
    }

    /** A connection straight to the server, past the gateway. */
    static Connection connect(int port, String database, String user, String password) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/" + database, properties);
    }
}
