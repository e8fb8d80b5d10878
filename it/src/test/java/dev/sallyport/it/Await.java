package dev.sallyport.it;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Waits for what another process does. */
final class Await {
    /** Long enough for a machine that is busy with other things, also to start a program; a test that works never waits it out. */
    static final Duration DEADLINE = Duration.ofMinutes(2);

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private Await() {}

    /** A condition on something outside. */
    @FunctionalInterface
    interface Condition {
        boolean holds() throws Exception;
    }

    /** Returns when the condition holds; fails with the description if it does not in time. */
    static void until(String description, Condition condition) {
        value(description, () -> {
            try {
                return condition.holds() ? Boolean.TRUE : null;
            } catch (Exception failure) {
                throw new AssertionError("while waiting until " + description, failure);
            }
        });
    }

    /** The first value that is not null. */
    static <T> T value(String description, Supplier<@Nullable T> source) {
        long end = System.nanoTime() + DEADLINE.toNanos();
        while (true) {
            T value = source.get();
            if (value != null) {
                return value;
            }
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("not within " + DEADLINE.toSeconds() + " s: " + description);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
