package dev.sallyport.app;

import dev.sallyport.role.EphemeralRoles;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Has a database looked through for roles that were left behind: at the start and from time to time, on a thread of its own. */
final class SweepTimer implements AutoCloseable {
    /** From the end of one look to the next. */
    static final Duration BETWEEN = Duration.ofSeconds(30);

    private final ScheduledExecutorService thread;

    private SweepTimer(ScheduledExecutorService thread) {
        this.thread = thread;
    }

    static SweepTimer start(String database, EphemeralRoles roles) {
        ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("role-sweep-" + database).factory());
        var _ = thread.scheduleWithFixedDelay(roles::sweep, 0, BETWEEN.toMillis(), TimeUnit.MILLISECONDS);
        return new SweepTimer(thread);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
