package dev.sallyport.app;

import dev.sallyport.app.config.Configuration;
import dev.sallyport.app.policy.Rehearsal;
import dev.sallyport.catalog.CatalogSource.State;
import dev.sallyport.grant.Grant;
import dev.sallyport.grant.GrantLimits;
import dev.sallyport.grant.Grants;
import dev.sallyport.identity.Authentication;
import dev.sallyport.identity.Principal;
import dev.sallyport.policy.Explanation;
import dev.sallyport.policy.Policy;
import dev.sallyport.policy.Situation;
import dev.sallyport.session.Admission;
import dev.sallyport.sql.TextAnalyzer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Wires a rehearsal of one configuration. It connects to a database when something is decided over it. */
final class ConfiguredRehearsal implements Rehearsal {
    /** How long one decision may take, the reading of the catalog included. */
    private static final Duration ANSWER = Duration.ofMinutes(5);

    private final Opened opened = new Opened();
    private final Supplier<Policy> policy;
    private final Map<String, DatabaseRoom.Deciding> databases = new HashMap<>();

    /** Opens one; the configuration is in order. */
    ConfiguredRehearsal(Configuration configuration) {
        Policy compiled = Gateway.policy(configuration);
        policy = () -> compiled;
        ExecutorService blocking =
                opened.add(Executors.newVirtualThreadPerTaskExecutor(), ExecutorService::shutdownNow);
        TextAnalyzer analyzer = Gateway.analyzer(opened);
        for (Configuration.Database database : configuration.databases().values()) {
            databases.put(database.name(), DatabaseRoom.deciding(database, policy, analyzer, blocking, opened));
        }
    }

    @Override
    public Policy policy() {
        return policy.get();
    }

    @Override
    public Admission admit(Principal principal, String database, @Nullable String manifest, Instant now) {
        InstantSource clock = InstantSource.fixed(now);
        return new AdmissionDesk(
                        _ -> new Authentication.Rejected("nobody shows a token here"),
                        policy,
                        new Grants(clock, () -> "rehearsal", GrantLimits.DEFAULT),
                        clock)
                .admit(principal, database, manifest);
    }

    @Override
    public Explanation explain(Principal principal, Grant grant, Situation situation, Instant now, byte[] sql)
            throws IOException {
        DatabaseRoom.Deciding deciding = databases.get(grant.database());
        if (deciding == null) {
            throw new IllegalArgumentException("no database is named " + grant.database());
        }
        if (await(deciding.catalog().fresh()) instanceof State.Unavailable(var reason)) {
            throw new IOException("what the database " + grant.database() + " holds can't be read: " + reason);
        }
        return await(deciding.decider().explain(principal, grant, situation, now, sql));
    }

    private static <T> T await(CompletableFuture<T> future) throws IOException {
        try {
            return future.get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException failure) {
            throw new IOException("nothing was decided: " + failure, failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        }
    }

    @Override
    public void close() {
        opened.close();
    }
}
