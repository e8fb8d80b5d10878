package dev.sallyport.approval;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** An alarm with one daemon thread. */
public final class ScheduledAlarm implements Alarm, AutoCloseable {
    private final ScheduledThreadPoolExecutor executor;

    /** Starts the thread when it is first needed. */
    public ScheduledAlarm() {
        executor = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("approval-deadlines").factory());
        executor.setRemoveOnCancelPolicy(true);
    }

    @Override
    public Ring after(Duration wait, Runnable task) {
        Future<?> future = executor.schedule(task, wait.toMillis(), TimeUnit.MILLISECONDS);
        return () -> future.cancel(false);
    }

    /** Forgets what has not run. */
    @Override
    public void close() {
        executor.shutdownNow();
    }
}
