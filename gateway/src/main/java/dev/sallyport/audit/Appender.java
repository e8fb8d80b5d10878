package dev.sallyport.audit;

import dev.sallyport.audit.AppendResult.NotRecorded;
import dev.sallyport.audit.AppendResult.Recorded;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How encoded records reach the disk. They are written in the caller's thread, under a short lock: a hand-over to another thread would
 * cost more than the write. What has to wait for the disk, which is forcing, rotation and checkpoints, is done by threads of its own.
 *
 * <p>A {@link Durability#WRITTEN} record is answered once it is written. {@link Durability#SYNCED} ones are answered by group commit:
 * one force is for all that were written before it began; meanwhile the next ones gather.
 */
final class Appender {
    private final JournalTail tail;
    private final JournalLimits limits;
    private final boolean synced;
    private final ReentrantLock lock = new ReentrantLock();

    /** Rotates and checkpoints. Not the thread that answers: whoever is answered may append, behind an append that waits for this one. */
    private final ScheduledExecutorService disk;

    /** Forces and answers. */
    private final ExecutorService forcer;

    private final ReentrantLock diskLock = new ReentrantLock();

    /** What was written and not forced yet; itself the lock for it. */
    private final ArrayDeque<Written> unforced = new ArrayDeque<>();

    private long unforcedBytes;
    private boolean forcing;

    private long covered;
    private boolean closed;
    private volatile @Nullable String failure;

    /** An encoded record and who waits for it. */
    @SuppressWarnings("ArrayRecordComponent") // never compared, and written by nobody once it is here
    record Encoded(byte[] body, Consumer<AuditReceipt> written, Consumer<AppendResult> done) {}

    private record Written(long sequence, int bytes, Consumer<AppendResult> done) {}

    private Appender(JournalTail tail, Durability durability, JournalLimits limits) {
        this.tail = tail;
        this.limits = limits;
        this.synced = durability == Durability.SYNCED;
        this.covered = tail.position().sequence();
        disk = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("audit-journal").daemon().factory());
        forcer = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name("audit-force").daemon().factory());
    }

    @SuppressWarnings("FutureReturnValueIgnored") // checkpointWhenDue fails the journal itself
    static Appender start(JournalTail tail, Durability durability, JournalLimits limits) {
        Appender appender = new Appender(tail, durability, limits);
        long interval = limits.checkpointInterval().toNanos();
        appender.disk.scheduleWithFixedDelay(appender::checkpointWhenDue, interval, interval, TimeUnit.NANOSECONDS);
        return appender;
    }

    /** Appends records in their order, with one write. */
    void append(Instant time, List<Encoded> batch) {
        List<Written> written = new ArrayList<>(batch.size());
        String refusal;
        lock.lock();
        try {
            refusal = write(time, batch, written);
        } finally {
            lock.unlock();
        }
        for (int i = 0; i < written.size(); i++) {
            Written each = written.get(i);
            if (synced) {
                answer(batch.get(i).written(), new AuditReceipt(each.sequence(), false));
            } else {
                answer(each.done(), recorded(each));
            }
        }
        if (refusal != null) {
            NotRecorded notRecorded = new NotRecorded(refusal);
            batch.subList(written.size(), batch.size()).forEach(each -> answer(each.done(), notRecorded));
        }
    }

    /** Writes as many as there is room for and says why not all, if so. */
    private @Nullable String write(Instant time, List<Encoded> batch, List<Written> written) {
        if (failure != null) {
            return failure;
        }
        if (closed) {
            return FileJournal.CLOSED;
        }
        try {
            if (tail.segmentIsFull()) {
                onDiskThread(tail::rotate);
            }
            int fitting = synced ? fitting(batch) : batch.size();
            for (Encoded each : batch.subList(0, fitting)) {
                written.add(new Written(tail.add(time, each.body()), each.body().length, each.done()));
            }
            tail.write();
            if (synced) {
                force(written);
            }
            return fitting < batch.size() ? FileJournal.FULL : null;
        } catch (IOException | RuntimeException | Error fault) {
            written.clear();
            return fail(fault);
        }
    }

    private static AppendResult recorded(Written written) {
        return new Recorded(new AuditReceipt(written.sequence(), true));
    }

    /** How many of a batch may wait for the disk behind those that do. */
    private int fitting(List<Encoded> batch) {
        synchronized (unforced) {
            int records = unforced.size();
            long bytes = unforcedBytes;
            int fitting = 0;
            for (Encoded each : batch) {
                bytes += each.body().length;
                if (++records > limits.queueRecords() || bytes > limits.queueBytes()) {
                    break;
                }
                fitting++;
            }
            return fitting;
        }
    }

    private void force(List<Written> written) {
        synchronized (unforced) {
            unforced.addAll(written);
            written.forEach(each -> unforcedBytes += each.bytes());
            if (!forcing && !unforced.isEmpty()) {
                forcer.execute(this::forceAll);
                forcing = true;
            }
        }
    }

    /** As long as something waits. */
    private void forceAll() {
        for (List<Written> taken = take(); !taken.isEmpty(); taken = take()) {
            try {
                if (failure == null) {
                    onDisk(tail::force);
                }
            } catch (IOException | RuntimeException | Error fault) {
                fail(fault);
            }
            String reason = failure;
            for (Written each : taken) {
                answer(each.done(), reason == null ? recorded(each) : new NotRecorded(reason));
            }
        }
    }

    private List<Written> take() {
        synchronized (unforced) {
            List<Written> taken = List.copyOf(unforced);
            unforced.clear();
            unforcedBytes = 0;
            forcing = !taken.isEmpty();
            return taken;
        }
    }

    private void checkpointWhenDue() {
        if (failure == null && tail.position().sequence() != covered) {
            try {
                checkpoint();
            } catch (IOException | RuntimeException | Error fault) {
                fail(fault);
            }
        }
    }

    private void checkpoint() throws IOException {
        onDisk(() -> {
            long sequence = tail.position().sequence();
            tail.checkpoint();
            covered = sequence;
        });
    }

    /** Says once, in the log and for later appends, that the journal is closed for good. */
    private String fail(Throwable fault) {
        synchronized (unforced) {
            String reason = failure;
            if (reason == null) {
                log().atError().setCause(fault).log("The audit journal failed and records nothing any more");
                reason = "the audit journal failed: " + fault;
                failure = reason;
            }
            return reason;
        }
    }

    private interface DiskWork {
        void run() throws IOException;
    }

    /** Does one thing of those that must not meet each other; on one of the journal's own threads. */
    private void onDisk(DiskWork work) throws IOException {
        diskLock.lock();
        try {
            work.run();
        } finally {
            diskLock.unlock();
        }
    }

    private void onDiskThread(DiskWork work) throws IOException {
        try {
            Threads.await(disk.submit(() -> {
                onDisk(work);
                return work;
            }));
        } catch (ExecutionException failed) {
            throw new IOException(String.valueOf(failed.getCause()), failed.getCause());
        }
    }

    /** Why nothing is recorded any more; null while it works. */
    @Nullable
    String failure() {
        return failure;
    }

    /** Answers all appends, and makes durable what they wrote. */
    void close() throws IOException {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
        } finally {
            lock.unlock();
        }
        try (tail) {
            forcer.close();
            if (failure == null) {
                onDiskThread(this::checkpoint);
            }
        } catch (IOException fault) {
            fail(fault);
        } finally {
            disk.close();
        }
        if (failure != null) {
            throw new IOException(failure);
        }
    }

    /** Answers one append. What the callback throws is its own fault and must not take the journal down. */
    static <T> void answer(Consumer<T> done, T result) {
        try {
            done.accept(result);
        } catch (RuntimeException | Error fault) {
            log().atError().setCause(fault).log("A callback of the audit journal threw an exception");
        }
    }

    private static Logger log() {
        return LoggerFactory.getLogger(Appender.class);
    }
}
