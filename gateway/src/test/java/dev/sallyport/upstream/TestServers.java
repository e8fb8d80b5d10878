package dev.sallyport.upstream;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.time.Duration;

/** PostgreSQL for tests, also for a machine that is busy with other things. */
public final class TestServers {
    private static final Duration STARTUP = Duration.ofMinutes(2);

    private TestServers() {}

    /**
     * One that does nothing unasked, so that it says the same whenever it is asked: autovacuum would change statistics, and with them plans
     * and estimates, and end transactions of its own.
     */
    public static EmbeddedPostgres.Builder quiet() {
        return usual().setServerConfig("autovacuum", "off");
    }

    /** One as it usually is. */
    public static EmbeddedPostgres.Builder usual() {
        return EmbeddedPostgres.builder().setPGStartupWait(STARTUP);
    }
}
