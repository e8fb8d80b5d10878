package dev.sallyport.app;

import dev.sallyport.app.config.Configuration;
import dev.sallyport.app.config.DatabaseAddress;
import dev.sallyport.catalog.CatalogSource;
import dev.sallyport.catalog.RowEstimates;
import dev.sallyport.credential.Credential;
import dev.sallyport.credential.Secret;
import dev.sallyport.net.Database;
import dev.sallyport.net.Logins;
import dev.sallyport.policy.Extensions;
import dev.sallyport.policy.Policy;
import dev.sallyport.policy.PolicyDecider;
import dev.sallyport.role.AccessRole;
import dev.sallyport.role.EphemeralRoles;
import dev.sallyport.sql.TextAnalyzer;
import dev.sallyport.upstream.BackendTerminator;
import dev.sallyport.upstream.ServerRole;
import dev.sallyport.upstream.UpstreamConnector;
import dev.sallyport.upstream.UpstreamTarget;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;

/** What one configured database is served by: the way to its server, its catalog, its decider. */
final class DatabaseRoom {
    private final DatabaseAddress address;
    private final Credential credential;
    private final OwnConnections connections;

    private DatabaseRoom(Configuration.Database configured) {
        this.address = configured.address();
        this.credential = configured.credential();
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
        boolean readsAsSessions = credential instanceof Credential.Password;
        return new Deciding(
                catalog, new PolicyDecider(policies, catalog, analyzer, rows, InstantSource.system(), readsAsSessions));
    }

    /**
     * Furnishes it.
     *
     * @param roles what the roles of sessions may do, by access entry, of all databases
     * @param analyzer parses and analyses a text, on threads of its own
     * @param opened takes what has to be closed
     * @throws SSLException if the root certificate can't be read
     */
    static Database of(
            Configuration.Database configured,
            Map<String, AccessRole> roles,
            Supplier<Policy> policies,
            TextAnalyzer analyzer,
            Executor blocking,
            SecureRandom random,
            Opened opened)
            throws SSLException {
        DatabaseRoom room = new DatabaseRoom(configured);
        PolicyDecider decider = room.deciding(configured.name(), policies, analyzer, blocking, opened)
                .decider();
        BackendTerminator terminator = room::terminate;
        return new Database(
                new UpstreamConnector(room.target(), terminator, blocking),
                room.logins(configured.name(), roles, decider, blocking, random, opened),
                decider,
                decider::schemaMayHaveChanged,
                decider::sessionBegins);
    }

    private Logins logins(
            String name,
            Map<String, AccessRole> accesses,
            PolicyDecider decider,
            Executor blocking,
            SecureRandom random,
            Opened opened) {
        return switch (credential) {
            case Credential.Password password ->
                Logins.always(new ServerRole(password.username(), password.password()));
            case Credential.EphemeralRole _ -> {
                EphemeralRoles roles = opened.add(
                        new EphemeralRoles(
                                name,
                                accesses,
                                decider::masked,
                                connections::open,
                                blocking,
                                random,
                                InstantSource.system(),
                                System::nanoTime),
                        EphemeralRoles::close);
                opened.add(SweepTimer.start(name, roles), SweepTimer::close);
                yield (grant, session) -> switch (roles.make(grant.access(), grant.ends(), session)) {
                    case EphemeralRoles.Made.Refused(String sqlState, String reason) ->
                        new Logins.Obtained.Refused(sqlState, reason);
                    case EphemeralRoles.Made.Login(String user, Secret password, Runnable over) ->
                        new Logins.Obtained.Login(new ServerRole(user, password), over);
                };
            }
        };
    }

    private UpstreamTarget target() {
        return new UpstreamTarget(
                address.host(),
                address.port(),
                address.database(),
                credential.own().username(),
                credential.own().password(),
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
