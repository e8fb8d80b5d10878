package dev.sallyport.approval;

import java.time.Duration;

/** Runs tasks later. Thread-safe. */
public interface Alarm {

    /** Runs a task once, no earlier than after that time; a task must not block. */
    Ring after(Duration wait, Runnable task);

    /** A task that is to run. */
    interface Ring {
        /** Makes sure that it doesn't run, unless it already began. */
        void cancel();
    }
}
