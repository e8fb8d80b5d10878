package dev.sallyport.sql.parser;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Interrupts its owner when it has worked for longer than it may. What counts is the processor's time, so that a machine that is busy
 * with other things refuses no statement for it; only a multiple of it on the clock ends the wait whatever the reason. Thread-safe;
 * armed and disarmed by the owner.
 */
final class Deadline {
    /** So many times the limit may pass on the clock. */
    static final int PATIENCE = 20;

    private final Runnable interrupt;
    private final LongSupplier processorNanos;
    private final long limitNanos;
    private boolean armed;
    private boolean seen;
    private long armedAt;
    private long workedBefore;

    /** A deadline of a thread. */
    Deadline(Thread owner, Duration limit) {
        this(owner::interrupt, ProcessorTime.of(owner), limit);
    }

    /**
     * A deadline.
     *
     * @param processorNanos the processor's time that the owner has used so far
     */
    Deadline(Runnable interrupt, LongSupplier processorNanos, Duration limit) {
        this.interrupt = interrupt;
        this.processorNanos = processorNanos;
        this.limitNanos = limit.toNanos();
    }

    synchronized void arm(long nanoTime) {
        armedAt = nanoTime;
        armed = true;
        seen = false;
    }

    /** Afterwards no interrupt comes, and one that came too late is forgotten. */
    synchronized void disarm() {
        armed = false;
        Thread.interrupted();
    }

    /** To be called again and again, a few times within the limit: counts from the first call that finds it armed. */
    synchronized void check(long nanoTime) {
        if (!armed) {
            return;
        }
        long worked = processorNanos.getAsLong();
        if (!seen) {
            seen = true;
            workedBefore = worked;
        } else if (worked - workedBefore >= limitNanos || nanoTime - armedAt >= PATIENCE * limitNanos) {
            armed = false;
            interrupt.run();
        }
    }
}
