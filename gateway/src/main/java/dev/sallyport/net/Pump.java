package dev.sallyport.net;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Does one thing at a time for one session: what was posted, then what the sources have, until nothing is left. A machine is
 * therefore never stepped from inside its own step. For one thread only.
 */
final class Pump {
    private final Queue<Runnable> posted = new ArrayDeque<>();
    private final List<BooleanSupplier> sources;
    private final Runnable afterwards;
    private final Consumer<Throwable> failed;
    private boolean running;
    private boolean broken;

    /**
     * A pump.
     *
     * @param sources each does one thing when asked, or has nothing to do and says false; earlier ones go first
     * @param afterwards run each time that nothing is left
     * @param failed told the first thing that was thrown; after it nothing is done any more
     */
    Pump(List<BooleanSupplier> sources, Runnable afterwards, Consumer<Throwable> failed) {
        this.sources = List.copyOf(sources);
        this.afterwards = afterwards;
        this.failed = failed;
    }

    /** Has something done, now or once what is being done is finished. */
    void post(Runnable work) {
        if (!broken) {
            posted.add(work);
            run();
        }
    }

    /** Does what there is to do, unless that is being done already. */
    void run() {
        if (running || broken) {
            return;
        }
        running = true;
        try {
            while (doOne()) {}
        } catch (Throwable failure) {
            broken = true;
            posted.clear();
            failed.accept(failure);
        } finally {
            running = false;
        }
        afterwards.run();
    }

    private boolean doOne() {
        Runnable next = posted.poll();
        if (next != null) {
            next.run();
            return true;
        }
        for (BooleanSupplier source : sources) {
            if (source.getAsBoolean()) {
                return true;
            }
        }
        return false;
    }
}
