package dev.sallyport.sql.parser;

import dev.sallyport.sql.parser.ParseResult.Reason;
import dev.sallyport.sql.parser.ParseResult.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;

/**
 * Reads SQL exactly as PostgreSQL 18 does with its default settings: {@code client_encoding} UTF8 and
 * {@code standard_conforming_strings} on. Whoever forwards a text must forward the very bytes that were parsed, and must
 * make sure that the server's session has those settings.
 *
 * <p>Thread-safe. A fixed number of own threads parse; a bounded queue feeds them. No text makes it throw.
 */
public final class SqlParser implements AutoCloseable {
    /** The share of the time limit by which a text may exceed it before that is noticed. */
    private static final int CHECKS_PER_LIMIT = 8;

    private static final long END_WAIT_MILLIS = 2_000;

    private static final Refused OVERLOADED =
            new Refused(Reason.OVERLOADED, "Too many statements are waiting to be parsed.");
    private static final Refused CLOSED = new Refused(Reason.CLOSED, "The parser is closed.");

    private final BlockingQueue<ParseJob<?>> queue;
    private final List<ParserThread> threads = new ArrayList<>();
    private final WarmUp warmUp;
    private final Thread watchdog;
    private volatile boolean closed;

    /** Starts the threads; they warm up while no text waits. */
    public SqlParser(ParserSettings settings) {
        queue = new ArrayBlockingQueue<>(settings.queueLength());
        warmUp = new WarmUp(settings.warmUpStatements());
        TreeReader reader = new TreeReader(settings.maximumTreeDepth());
        for (int i = 1; i <= settings.threads(); i++) {
            threads.add(new ParserThread(i, settings, reader, queue, warmUp));
        }
        long interval = settings.timeLimit().toNanos() / CHECKS_PER_LIMIT;
        watchdog = Thread.ofPlatform().name("sql-parser-watchdog").daemon().unstarted(() -> watch(interval));
        watchdog.start();
        threads.forEach(ParserThread::start);
    }

    /**
     * Parses a text.
     *
     * @param sql the text without its terminating NUL; must not be changed until the stage is complete
     * @return completes on a parser thread, or at once when the text cannot wait; never exceptionally
     */
    public CompletionStage<ParseResult> parse(byte[] sql) {
        return submit(sql, (result, embedded) -> result);
    }

    /** As {@link #parse}, waiting for the result. Not for a thread that must not block, nor for a parser thread. */
    public ParseResult parseNow(byte[] sql) {
        return parse(sql).toCompletableFuture().join();
    }

    /**
     * Parses a text and applies a function to the result on the parser's thread, which has a stack of 2 MiB and is
     * occupied meanwhile; when the text cannot wait, the function is applied to the refusal on the caller's thread.
     *
     * @param sql the text without its terminating NUL; must not be changed until the stage is complete
     * @param then must not block; what it throws completes the stage exceptionally. By its second argument it can have the texts parsed
     *     that stand within the text
     */
    public <T> CompletionStage<T> submit(byte[] sql, BiFunction<ParseResult, EmbeddedTexts, T> then) {
        ParseJob<T> job = new ParseJob<>(sql, then);
        if (closed) {
            job.refuse(CLOSED);
        } else if (!queue.offer(job)) {
            job.refuse(OVERLOADED);
        } else if (closed) {
            refuseWaiting(); // closed in between: nobody may be left to take it
        }
        return job.done();
    }

    /** Refuses what waits, ends the threads and waits up to 2 s for them; a text already begun is answered or refused. */
    @Override
    public void close() {
        closed = true;
        warmUp.stop();
        threads.forEach(ParserThread::close);
        refuseWaiting();
        try {
            for (ParserThread thread : threads) {
                thread.awaitEnd(END_WAIT_MILLIS);
            }
            LockSupport.unpark(watchdog);
            watchdog.join(END_WAIT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void refuseWaiting() {
        for (ParseJob<?> job = queue.poll(); job != null; job = queue.poll()) {
            job.refuse(CLOSED);
        }
    }

    private void watch(long intervalNanos) {
        while (!closed) {
            LockSupport.parkNanos(this, intervalNanos);
            long now = System.nanoTime();
            threads.forEach(thread -> thread.deadline().check(now));
        }
    }
}
