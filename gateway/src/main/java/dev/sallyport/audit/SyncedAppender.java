package dev.sallyport.audit;

import dev.sallyport.audit.AppendResult.NotRecorded;
import dev.sallyport.audit.AppendResult.Recorded;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Group commit: one thread takes all the appends that wait, writes them with one write, forces them with one force and
 * then answers them; meanwhile the next ones gather.
 */
final class SyncedAppender implements Appender {
    private final JournalTail tail;
    private final JournalLimits limits;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition wake = lock.newCondition();
    private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
    private final Thread writer;
    private long queuedBytes;
    private boolean closing;
    private volatile @Nullable String failure;

    @SuppressWarnings("ArrayRecordComponent") // never compared, and written by nobody once it waits
    private record Waiting(Instant time, byte[] body, Consumer<AppendResult> done) {}

    private record Written(long sequence, Consumer<AppendResult> done) {}

    private SyncedAppender(JournalTail tail, JournalLimits limits) {
        this.tail = tail;
        this.limits = limits;
        writer = Thread.ofPlatform().name("audit-journal").daemon().unstarted(this::run);
    }

    static SyncedAppender start(JournalTail tail, JournalLimits limits) {
        SyncedAppender appender = new SyncedAppender(tail, limits);
        appender.writer.start();
        return appender;
    }

    @Override
    public void append(Instant time, byte[] body, Consumer<AppendResult> done) {
        String refusal;
        lock.lock();
        try {
            refusal = refusal(body.length);
            if (refusal == null) {
                queue.add(new Waiting(time, body, done));
                queuedBytes += body.length;
                wake.signal();
            }
        } finally {
            lock.unlock();
        }
        if (refusal != null) {
            Appender.answer(done, new NotRecorded(refusal));
        }
    }

    private @Nullable String refusal(int bytes) {
        if (failure != null) {
            return failure;
        }
        if (closing) {
            return FileJournal.CLOSED;
        }
        if (queue.size() >= limits.queueRecords() || bytes > limits.queueBytes() - queuedBytes) {
            return FileJournal.FULL;
        }
        return null;
    }

    private void run() {
        List<Written> batch = new ArrayList<>();
        List<Waiting> taken = new ArrayList<>();
        long covered = tail.position().sequence();
        long checkpointAt = System.nanoTime();
        try {
            while (take(taken)) {
                if (!taken.isEmpty()) {
                    commit(taken, batch);
                }
                long now = System.nanoTime();
                if (tail.position().sequence() != covered && now - checkpointAt >= 0) {
                    tail.checkpoint();
                    covered = tail.position().sequence();
                    checkpointAt = now + limits.checkpointInterval().toNanos();
                }
            }
            tail.checkpoint();
        } catch (IOException | RuntimeException | Error fault) {
            fail(fault, batch, taken);
        }
    }

    private void commit(List<Waiting> taken, List<Written> batch) throws IOException {
        if (tail.segmentIsFull()) {
            tail.rotate();
        }
        for (Waiting waiting : taken) {
            batch.add(new Written(tail.add(waiting.time(), waiting.body()), waiting.done()));
        }
        taken.clear();
        tail.write();
        tail.force();
        List<Written> recorded = List.copyOf(batch);
        batch.clear();
        for (Written written : recorded) {
            Appender.answer(written.done(), new Recorded(new AuditReceipt(written.sequence())));
        }
    }

    /** Takes what waits, or nothing once a checkpoint is due; returns false when the journal is to be closed. */
    private boolean take(List<Waiting> taken) {
        lock.lock();
        try {
            awaitWork();
            long bytes = 0;
            while (!queue.isEmpty() && bytes < limits.batchBytes()) {
                Waiting next = queue.remove();
                queuedBytes -= next.body().length;
                bytes += next.body().length;
                taken.add(next);
            }
            return !(closing && taken.isEmpty());
        } finally {
            lock.unlock();
        }
    }

    private void awaitWork() {
        long patience = limits.checkpointInterval().toNanos();
        while (queue.isEmpty() && !closing && patience > 0) {
            try {
                patience = wake.awaitNanos(patience);
            } catch (InterruptedException meaningless) {
                // this thread is the journal's own: only close ends it
            }
        }
    }

    private void fail(Throwable fault, List<Written> batch, List<Waiting> taken) {
        String reason = Appender.failed(fault);
        List<Consumer<AppendResult>> unanswered = new ArrayList<>();
        lock.lock();
        try {
            failure = reason;
            batch.forEach(written -> unanswered.add(written.done()));
            taken.subList(Math.min(batch.size(), taken.size()), taken.size())
                    .forEach(waiting -> unanswered.add(waiting.done()));
            queue.forEach(waiting -> unanswered.add(waiting.done()));
            queue.clear();
            queuedBytes = 0;
        } finally {
            lock.unlock();
        }
        unanswered.forEach(done -> Appender.answer(done, new NotRecorded(reason)));
    }

    @Override
    public @Nullable String failure() {
        return failure;
    }

    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            closing = true;
            wake.signal();
        } finally {
            lock.unlock();
        }
        Threads.join(writer);
        tail.close();
        if (failure != null) {
            throw new IOException(failure);
        }
    }
}
