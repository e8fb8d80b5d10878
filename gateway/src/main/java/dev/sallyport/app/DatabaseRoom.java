package dev.sallyport.app;

import dev.sallyport.app.config.Configuration;
import dev.sallyport.app.config.DatabaseAddress;
import dev.sallyport.catalog.CatalogSource;
import dev.sallyport.credential.Credential;
import dev.sallyport.net.Database;
import dev.sallyport.policy.Policy;
import dev.sallyport.policy.PolicyDecider;
import dev.sallyport.sql.TextAnalyzer;
import dev.sallyport.upstream.BackendTerminator;
import dev.sallyport.upstream.UpstreamConnector;
import dev.sallyport.upstream.UpstreamTarget;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;

/** What one configured database is served by: the way to its server, its catalog, its decider. */
final class DatabaseRoom {
    private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(60);

    private final DatabaseAddress address;
    private final Credential.Password credential;

    private DatabaseRoom(Configuration.Database configured) {
        this.address = configured.address();
        this.credential = switch (configured.credential()) {
            case Credential.Password password -> password;
        };
    }

    /**
     * Furnishes it.
     *
     * @param analyzer parses and analyses a text, on threads of its own
     * @param opened takes what has to be closed
     * @throws SSLException if the root certificate can't be read
     */
    static Database of(
            Configuration.Database configured,
            Supplier<Policy> policies,
            TextAnalyzer analyzer,
            Executor blocking,
            Opened opened)
            throws SSLException {
        DatabaseRoom room = new DatabaseRoom(configured);
        CatalogSource catalog = opened.add(
                new CatalogSource(configured.name(), room::connect, analyzer, blocking, System::nanoTime),
                CatalogSource::close);
        PolicyDecider decider = new PolicyDecider(policies, catalog, analyzer);
        BackendTerminator terminator = room::terminate;
        return new Database(
                new UpstreamConnector(room.target(), terminator, blocking), decider, decider::schemaMayHaveChanged);
    }

    private UpstreamTarget target() {
        return new UpstreamTarget(
                address.host(),
                address.port(),
                address.database(),
                credential.username(),
                credential.password(),
                address.protection(),
                address.protocolMinor(),
                address.connectTimeout());
    }

    /** A connection of the gateway's own. */
    private Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", credential.username());
        properties.setProperty("password", credential.password().reveal());
        DriverTls.configure(properties, address.protection());
        properties.setProperty("ApplicationName", "sallyport");
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

    /** Ends a backend that is still the role's; process numbers are used again. */
    private void terminate(int processId, String user) throws SQLException {
        try (Connection connection = connect();
                var statement = connection.prepareStatement(
                        "SELECT pg_catalog.pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity"
                                + " WHERE pid = ? AND usename = ?")) {
            statement.setInt(1, processId);
            statement.setString(2, user);
            statement.execute();
        }
    }
}
