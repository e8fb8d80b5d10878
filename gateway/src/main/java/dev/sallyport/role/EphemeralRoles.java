package dev.sallyport.role;

import dev.sallyport.credential.Secret;
import dev.sallyport.policy.MaskedRelations;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Roles of one database, each made for one session and dropped after it. What a gateway leaves that is killed, {@link #sweep} drops.
 * Thread-safe.
 */
public final class EphemeralRoles implements AutoCloseable {
    /** How long a session that begins waits for one of the gateway's own connections. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    /** How long a role that is to be dropped waits for one. */
    static final Duration DROPPING = Duration.ofSeconds(60);

    /** How long it may take to find out what is masked. */
    static final Duration MASKS = Duration.ofSeconds(20);

    /** For how long a group counts as up to date while neither catalog nor policy change: roles' own rights are in neither. */
    static final Duration GROUP_KEPT = Duration.ofSeconds(60);

    /** How long the roles that there are may take to be dropped when the gateway stops. */
    static final Duration CLOSING = Duration.ofSeconds(15);

    private static final Logger LOG = LoggerFactory.getLogger(EphemeralRoles.class);
    private static final int PASSWORD_LETTERS = 43;
    private static final String PASSWORD_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private static final String NO_LOGIN = "08006";

    /** The class of SQLSTATEs for rights and objects that are missing. */
    private static final String SYNTAX_OR_ACCESS = "42";

    private final String database;
    private final Map<String, AccessRole> accesses;
    private final Function<String, CompletableFuture<MaskedRelations>> masks;
    private final AdminConnections connections;
    private final Executor blocking;
    private final RandomGenerator random;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final Set<String> inUse = ConcurrentHashMap.newKeySet();
    private final Map<String, CompletableFuture<Void>> dropping = new ConcurrentHashMap<>();
    private final Map<String, UpToDate> groups = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /** Opens a connection of the gateway's own role. */
    @FunctionalInterface
    public interface Connections {
        Connection open() throws SQLException;
    }

    /** What became of a wish for a role. */
    public sealed interface Made {

        /**
         * It is there.
         *
         * @param user its name
         * @param over to be called once the session has no connection to its server any more; does not block
         */
        record Login(String user, Secret password, Runnable over) implements Made {}

        /**
         * It is not, and nothing is left of it.
         *
         * @param reason a sentence for the client, without names of roles
         */
        record Refused(String sqlState, String reason) implements Made {}
    }

    /** @param version of what is masked, by which the group was made */
    private record UpToDate(String version, long nanos) {}

    /**
     * Makes nothing yet.
     *
     * @param database the configured name, for logs
     * @param accesses what the roles of each access entry may do, by the entry's name
     * @param masks what masks cover for an access entry, asked for those that withhold it
     * @param blocking for what may take long; best a new virtual thread for each task
     * @param random a source of secure randomness
     * @param nanoTime as {@link System#nanoTime}
     */
    public EphemeralRoles(
            String database,
            Map<String, AccessRole> accesses,
            Function<String, CompletableFuture<MaskedRelations>> masks,
            Connections connections,
            Executor blocking,
            RandomGenerator random,
            InstantSource clock,
            LongSupplier nanoTime) {
        this.database = database;
        this.accesses = Map.copyOf(accesses);
        this.masks = masks;
        this.connections = new AdminConnections(connections::open);
        this.blocking = blocking;
        this.random = random;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /**
     * Makes a role for a session. May block, for seconds.
     *
     * @param access the name of its access entry
     * @param ends when its grant ends
     * @param session its id
     */
    public Made make(String access, Instant ends, String session) {
        AccessRole role = accesses.get(access);
        if (role == null || closed) {
            return new Made.Refused(NO_LOGIN, "there is no role for sessions of this access entry");
        }
        String name = RoleNames.shortLived(random::nextInt);
        inUse.add(name);
        boolean made = false;
        try {
            Made result = make(role, name, ends, session);
            made = result instanceof Made.Login;
            return result;
        } catch (AdminConnections.BusyException busy) {
            return new Made.Refused("53300", "too many sessions begin or end at once");
        } catch (SQLException failure) {
            return failed(role, failure);
        } finally {
            if (!made) {
                inUse.remove(name);
            }
        }
    }

    private Made make(AccessRole role, String name, Instant ends, String session) throws SQLException {
        MaskedRelations.Known masked = null;
        if (role.maskedColumns() == AccessRole.MaskedColumns.WITHHELD) {
            switch (masked(role.access())) {
                case MaskedRelations.Known known -> masked = known;
                case MaskedRelations.Unknown(String reason) -> {
                    return refused(role, List.of(reason));
                }
            }
        }
        MaskedRelations.Known withheld = masked;
        Secret password = new Secret(password());
        byte[] salt = new byte[ScramVerifier.SALT_BYTES];
        random.nextBytes(salt);
        String verifier = ScramVerifier.of(password.reveal(), salt);
        return connections.with(PATIENCE, connection -> {
            if (withheld != null) {
                List<String> problems = bringUpToDate(connection, role, withheld);
                if (!problems.isEmpty()) {
                    return refused(role, problems);
                }
            }
            AdminSession.commit(connection, making -> {
                make(making, role, name, verifier, ends, session);
                return name;
            });
            LOG.atInfo()
                    .addKeyValue("database", database)
                    .addKeyValue("role", name)
                    .addKeyValue("session", session)
                    .log("a role was made for a session");
            if (closed) {
                // Whoever closed may have looked for it before it was there.
                new RoleDropping(connection, nanoTime).drop(name);
                return new Made.Refused(NO_LOGIN, "the gateway is stopping");
            }
            return new Made.Login(name, password, () -> over(name));
        });
    }

    private MaskedRelations masked(String access) {
        try {
            return masks.apply(access).get(MASKS.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException failure) {
            return new MaskedRelations.Unknown("what is masked is not known in time");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return new MaskedRelations.Unknown("what is masked is not known in time");
        }
    }

    private List<String> bringUpToDate(Connection connection, AccessRole role, MaskedRelations.Known masked)
            throws SQLException {
        UpToDate known = groups.get(role.access());
        long now = nanoTime.getAsLong();
        if (known != null && known.version().equals(masked.version()) && now - known.nanos() < GROUP_KEPT.toNanos()) {
            return List.of();
        }
        List<String> problems = GroupRole.bringUpToDate(connection, role, masked);
        if (problems.isEmpty()) {
            groups.put(role.access(), new UpToDate(masked.version(), now));
        } else {
            groups.remove(role.access());
        }
        return problems;
    }

    /** Times go by the server's clock, whose it is to judge them. */
    private void make(
            Connection connection, AccessRole role, String name, String verifier, Instant ends, String session)
            throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT now(), current_database()")) {
            rows.next();
            Instant now = rows.getTimestamp(1).toInstant();
            Instant until = now.plus(Duration.between(clock.instant(), ends)).truncatedTo(ChronoUnit.SECONDS);
            RoleMark mark = new RoleMark(rows.getString(2), now, until, session);
            RoleStatements.Words words = new RoleStatements.Words(
                    Sql.identifier(name),
                    Sql.literal(verifier),
                    Sql.literal(until.plusSeconds(1).toString()),
                    Sql.literal(mark.comment()));
            int server = connection.getMetaData().getDatabaseMajorVersion();
            for (String sql : RoleStatements.make(role, server, words)) {
                AdminSession.execute(connection, sql);
            }
        }
    }

    private String password() {
        StringBuilder password = new StringBuilder();
        for (int letter = 0; letter < PASSWORD_LETTERS; letter++) {
            password.append(PASSWORD_ALPHABET.charAt(random.nextInt(PASSWORD_ALPHABET.length())));
        }
        return password.toString();
    }

    private Made failed(AccessRole role, SQLException failure) {
        LOG.atWarn()
                .addKeyValue("database", database)
                .addKeyValue("access", role.access())
                .addKeyValue("sqlState", failure.getSQLState())
                .log("a role could not be made for a session");
        if (!String.valueOf(failure.getSQLState()).startsWith(SYNTAX_OR_ACCESS)) {
            return refused(role, List.of());
        }
        try {
            return refused(
                    role,
                    GroupRole.problems(connections.with(
                            PATIENCE,
                            connection ->
                                    AdminSession.read(connection, reading -> AdminRights.findings(reading, role)))));
        } catch (SQLException again) {
            return refused(role, List.of());
        }
    }

    /** The client is told that it is so, whoever runs the gateway why. */
    private Made refused(AccessRole role, List<String> problems) {
        problems.forEach(problem -> LOG.atWarn()
                .addKeyValue("database", database)
                .addKeyValue("access", role.access())
                .addKeyValue("reason", problem)
                .log("no role can be made for a session"));
        return new Made.Refused(
                NO_LOGIN,
                problems.isEmpty()
                        ? "the gateway could not make a role for the session on the database server"
                        : "the gateway may not make a role for the session on the database server as it is configured");
    }

    private void over(String name) {
        try {
            var _ = drop(name);
        } catch (RejectedExecutionException stopped) {
            LOG.atWarn().addKeyValue("role", name).log("a role is left for the next start to drop");
        }
    }

    private CompletableFuture<Void> drop(String name) {
        CompletableFuture<Void> dropped = new CompletableFuture<>();
        CompletableFuture<Void> underWay = dropping.putIfAbsent(name, dropped);
        if (underWay != null) {
            return underWay;
        }
        blocking.execute(() -> {
            try {
                dropNow(name);
            } finally {
                inUse.remove(name);
                dropping.remove(name);
                dropped.complete(null);
            }
        });
        return dropped;
    }

    /** What can't be dropped now the next sweep finds. */
    private void dropNow(String name) {
        try {
            connections.with(DROPPING, connection -> new RoleDropping(connection, nanoTime).drop(name));
        } catch (SQLException failure) {
            LOG.atWarn()
                    .addKeyValue("database", database)
                    .addKeyValue("role", name)
                    .addKeyValue("sqlState", failure.getSQLState())
                    .log("a session's role could not be dropped yet");
        }
    }

    /** Drops what was left by gateways that ended without doing so. May block, for long; does not throw. */
    public void sweep() {
        try {
            List<String> leftOver = connections.with(
                    PATIENCE,
                    connection ->
                            AdminSession.read(connection, reading -> RoleSweep.leftOver(reading, inUse::contains)));
            for (String name : leftOver) {
                if (closed || Thread.currentThread().isInterrupted()) {
                    return;
                }
                LOG.atInfo()
                        .addKeyValue("database", database)
                        .addKeyValue("role", name)
                        .log("a role that was left behind is dropped");
                dropNow(name);
            }
        } catch (SQLException | RuntimeException failure) {
            LOG.atWarn()
                    .addKeyValue("database", database)
                    .addKeyValue(
                            "sqlState",
                            failure instanceof SQLException sql
                                    ? sql.getSQLState()
                                    : failure.getClass().getName())
                    .log("roles that were left behind could not be looked for");
        }
    }

    /** Drops those that there still are, and makes no more. */
    @Override
    public void close() {
        closed = true;
        CompletableFuture<?>[] all = Set.copyOf(inUse).stream().map(this::drop).toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(all).get(CLOSING.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException left) {
            LOG.atWarn()
                    .addKeyValue("database", database)
                    .addKeyValue("roles", inUse.size())
                    .log("roles are left for the next start to drop");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        connections.close();
    }
}
