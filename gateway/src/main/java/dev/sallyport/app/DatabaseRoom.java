package dev.sallyport.app;

import dev.sallyport.app.config.Configuration;
import dev.sallyport.app.config.DatabaseAddress;
import dev.sallyport.catalog.CatalogSource;
import dev.sallyport.catalog.RowEstimates;
import dev.sallyport.credential.Credential;
import dev.sallyport.net.Database;
import dev.sallyport.policy.Extensions;
import dev.sallyport.policy.Policy;
import dev.sallyport.policy.PolicyDecider;
import dev.sallyport.sql.TextAnalyzer;
import dev.sallyport.upstream.BackendTerminator;
import dev.sallyport.upstream.UpstreamConnector;
import dev.sallyport.upstream.UpstreamTarget;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;

/** What one configured database is served by: the way to its server, its catalog, its decider. */
final class DatabaseRoom {
    private final DatabaseAddress address;
    private final Credential.Password credential;
    private final OwnConnections connections;

    private DatabaseRoom(Configuration.Database configured) {
        this.address = configured.address();
        this.credential = switch (configured.credential()) {
            case Credential.Password password -> password;
        };
        this.connections = new OwnConnections(configured);
    }

    /** What decides over a database, whether anybody is served or not. */
    record Deciding(CatalogSource catalog, PolicyDecider decider) {}

    /**
     * What decides over it.
     *
     * @param analyzer parses and analyses a text, on threads of its own
     * @param opened takes what has to be closed
     */
    static Deciding deciding(
            Configuration.Database configured,
            Supplier<Policy> policies,
            TextAnalyzer analyzer,
            Executor blocking,
            Opened opened) {
        return new DatabaseRoom(configured).deciding(configured.name(), policies, analyzer, blocking, opened);
    }

    private Deciding deciding(
            String name, Supplier<Policy> policies, TextAnalyzer analyzer, Executor blocking, Opened opened) {
        CatalogSource catalog = opened.add(
                new CatalogSource(name, connections::open, analyzer, Extensions.KNOWN, blocking, System::nanoTime),
                CatalogSource::close);
        RowEstimates rows = opened.add(
                new RowEstimates(name, connections::openForPlans, blocking, System::nanoTime), RowEstimates::close);
        return new Deciding(catalog, new PolicyDecider(policies, catalog, analyzer, rows, InstantSource.system()));
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
        PolicyDecider decider = room.deciding(configured.name(), policies, analyzer, blocking, opened)
                .decider();
        BackendTerminator terminator = room::terminate;
        return new Database(
                new UpstreamConnector(room.target(), terminator, blocking),
                decider,
                decider::schemaMayHaveChanged,
                decider::sessionBegins);
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

    /** Ends a backend that is still the role's; process numbers are used again. */
    private void terminate(int processId, String user) throws SQLException {
        try (Connection connection = connections.open();
                var statement = connection.prepareStatement(
                        "SELECT pg_catalog.pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity"
                                + " WHERE pid = ? AND usename = ?")) {
            statement.setInt(1, processId);
            statement.setString(2, user);
            statement.execute();
        }
    }
}
