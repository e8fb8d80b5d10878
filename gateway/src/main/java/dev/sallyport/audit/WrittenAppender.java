package dev.sallyport.audit;

import dev.sallyport.audit.AppendResult.NotRecorded;
import dev.sallyport.audit.AppendResult.Recorded;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes in the caller's thread, under a short lock: a hand-over to another thread would cost more than the write. What
 * has to wait for the disk, rotation and checkpoints, is done by a thread of its own.
 */
final class WrittenAppender implements Appender {
    private final JournalTail tail;
    private final ReentrantLock lock = new ReentrantLock();
    private final ScheduledExecutorService disk;
    private long covered;
    private boolean closed;
    private volatile @Nullable String failure;

    private WrittenAppender(JournalTail tail) {
        this.tail = tail;
        this.covered = tail.position().sequence();
        disk = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("audit-journal").daemon().factory());
    }

    @SuppressWarnings("FutureReturnValueIgnored") // checkpointWhenDue fails the journal itself
    static WrittenAppender start(JournalTail tail, JournalLimits limits) {
        WrittenAppender appender = new WrittenAppender(tail);
        long interval = limits.checkpointInterval().toNanos();
        appender.disk.scheduleWithFixedDelay(appender::checkpointWhenDue, interval, interval, TimeUnit.NANOSECONDS);
        return appender;
    }

    @Override
    public void append(Instant time, byte[] body, Consumer<AppendResult> done) {
        AppendResult result;
        lock.lock();
        try {
            result = write(time, body);
        } finally {
            lock.unlock();
        }
        Appender.answer(done, result);
    }

    private AppendResult write(Instant time, byte[] body) {
        if (failure != null) {
            return new NotRecorded(failure);
        }
        if (closed) {
            return new NotRecorded(FileJournal.CLOSED);
        }
        try {
            if (tail.segmentIsFull()) {
                onDiskThread(tail::rotate);
            }
            long sequence = tail.add(time, body);
            tail.write();
            return new Recorded(new AuditReceipt(sequence));
        } catch (IOException | RuntimeException | Error fault) {
            return new NotRecorded(fail(fault));
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
        long sequence = tail.position().sequence();
        tail.checkpoint();
        covered = sequence;
    }

    private synchronized String fail(Throwable fault) {
        String reason = failure;
        if (reason == null) {
            reason = Appender.failed(fault);
            failure = reason;
        }
        return reason;
    }

    private interface DiskWork {
        void run() throws IOException;
    }

    private void onDiskThread(DiskWork work) throws IOException {
        try {
            Threads.await(disk.submit(() -> {
                work.run();
                return work;
            }));
        } catch (ExecutionException failed) {
            throw new IOException(String.valueOf(failed.getCause()), failed.getCause());
        }
    }

    @Override
    public @Nullable String failure() {
        return failure;
    }

    @Override
    public void close() throws IOException {
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
}
