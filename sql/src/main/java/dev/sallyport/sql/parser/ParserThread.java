package dev.sallyport.sql.parser;

import java.util.concurrent.BlockingQueue;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A thread that takes texts from the common queue, and warms up when there are none. */
final class ParserThread implements Runnable {
    /**
     * The grammar recurses on the Java stack and on its own shadow stack of 4 MiB, which it must not overrun: with 2 MiB
     * of Java stack it was never seen to use half of that.
     */
    private static final long STACK_BYTES = 2 << 20;

    private final BlockingQueue<ParseJob<?>> queue;
    private final WarmUp warmUp;
    private final Thread thread;
    private final Deadline deadline;
    private final GrammarRunner runner;
    private final LongSupplier processorNanos;
    private final long limitNanos;
    private volatile boolean closed;

    ParserThread(
            int number, ParserSettings settings, TreeReader reader, BlockingQueue<ParseJob<?>> queue, WarmUp warmUp) {
        this.queue = queue;
        this.warmUp = warmUp;
        this.thread = Thread.ofPlatform()
                .name("sql-parser-" + number)
                .daemon()
                .stackSize(STACK_BYTES)
                .unstarted(this);
        this.deadline = new Deadline(thread, settings.timeLimit());
        this.runner = new GrammarRunner(settings, reader, deadline);
        this.processorNanos = ProcessorTime.of(thread);
        this.limitNanos = settings.timeLimit().toNanos();
    }

    void start() {
        thread.start();
    }

    Deadline deadline() {
        return deadline;
    }

    /** Returns at once; the text at hand is still answered, if only by a refusal. */
    void close() {
        closed = true;
        thread.interrupt();
    }

    void awaitEnd(long millis) throws InterruptedException {
        thread.join(millis);
    }

    @Override
    public void run() {
        while (!closed) {
            ParseJob<?> job = next();
            if (job != null) {
                job.run(runner::parse, new LimitedTexts(runner, processorNanos, limitNanos));
            }
        }
    }

    private @Nullable ParseJob<?> next() {
        ParseJob<?> waiting = queue.poll();
        if (waiting != null) {
            return waiting;
        }
        if (warmUp.hasNext()) {
            runner.parse(warmUp.next());
            return null;
        }
        try {
            runner.prepare();
            return queue.take();
        } catch (InterruptedException e) {
            return null; // closed, or an interrupt that came too late
        }
    }
}
