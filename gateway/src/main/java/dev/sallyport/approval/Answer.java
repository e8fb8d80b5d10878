package dev.sallyport.approval;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Passes on the first of several answers. Thread-safe. */
final class Answer {
    private final Consumer<Boolean> to;
    private final AtomicBoolean given = new AtomicBoolean();
    private volatile Alarm.Ring ring = () -> {};

    Answer(Consumer<Boolean> to) {
        this.to = to;
    }

    /** An alarm that the answer makes unnecessary. */
    void ring(Alarm.Ring alarm) {
        ring = alarm;
    }

    void give(boolean answer) {
        if (given.compareAndSet(false, true)) {
            ring.cancel();
            to.accept(answer);
        }
    }
}
