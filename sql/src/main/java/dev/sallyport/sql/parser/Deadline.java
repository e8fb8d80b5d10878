package dev.sallyport.sql.parser;

/** Interrupts its owner when it is still at work past a point of time. Thread-safe; armed and disarmed by the owner. */
final class Deadline {
    private final Thread owner;
    private boolean armed;
    private long at;

    Deadline(Thread owner) {
        this.owner = owner;
    }

    synchronized void arm(long nanoTime) {
        at = nanoTime;
        armed = true;
    }

    /** Afterwards no interrupt comes, and one that came too late is forgotten. */
    synchronized void disarm() {
        armed = false;
        Thread.interrupted();
    }

    synchronized void interruptIfPast(long nanoTime) {
        if (armed && nanoTime - at >= 0) {
            armed = false;
            owner.interrupt();
        }
    }
}
