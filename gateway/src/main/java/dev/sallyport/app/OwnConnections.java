package dev.sallyport.app;

import dev.sallyport.app.config.Configuration;
import dev.sallyport.app.config.DatabaseAddress;
import dev.sallyport.catalog.CatalogSource;
import dev.sallyport.credential.Credential;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;

/** Connections of the gateway's own to a configured database, beside those of its clients' sessions. Immutable, thread-safe. */
final class OwnConnections {
    private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(60);

    /** The largest plan that is taken in, in bytes. */
    private static final int LARGEST_PLAN = 8 << 20;

    private final DatabaseAddress address;
    private final Credential.Password credential;

    OwnConnections(Configuration.Database configured) {
        this.address = configured.address();
        this.credential = configured.credential().own();
    }

    /** Opens one. */
    Connection open() throws SQLException {
        return open(new Properties());
    }

    /**
     * Opens one that refuses what is too large for a plan, which can hold values of a statement's making. It speaks the simple protocol:
     * in the extended one the server takes the parameters of a statement that is to be planned for those of EXPLAIN, and wants values.
     */
    Connection openForPlans() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("preferQueryMode", "simple");
        properties.setProperty("maxResultBuffer", Integer.toString(LARGEST_PLAN));
        return open(properties);
    }

    private Connection open(Properties properties) throws SQLException {
        properties.setProperty("user", credential.username());
        properties.setProperty("password", credential.password().reveal());
        DriverTls.configure(properties, address.protection());
        properties.setProperty("ApplicationName", "sallyport");
        // The driver would say of a column that was renamed, or whose name another one has now, what it was called
        // before.
        properties.setProperty(CatalogSource.REMEMBERED_COLUMNS, "0");
        properties.setProperty(
                "connectTimeout",
                Long.toString(Math.max(1, address.connectTimeout().toSeconds())));
        properties.setProperty(
                "loginTimeout",
                Long.toString(Math.max(1, address.connectTimeout().toSeconds())));
        properties.setProperty("socketTimeout", Long.toString(SOCKET_TIMEOUT.toSeconds()));
        String host = address.host().contains(":") ? "[" + address.host() + "]" : address.host();
        return DriverManager.getConnection(
                "jdbc:postgresql://" + host + ":" + address.port() + "/" + encoded(address.database()), properties);
    }

    private static String encoded(String database) {
        return URLEncoder.encode(database, StandardCharsets.UTF_8);
    }
}
