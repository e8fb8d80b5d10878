package dev.sallyport.recording;

import dev.sallyport.recording.RecordingEnd.Complete;
import dev.sallyport.recording.RecordingEnd.Incomplete;
import dev.sallyport.wire.Bytes;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands what it is given to a virtual thread of its own, which writes it to the file. The thread is woken for a batch, not for each
 * message: to wake it costs several times what it takes to record a message.
 */
final class FileRecorder implements Recorder {
    /** How long something may wait for more to be written together with it. */
    static final Duration LINGER = Duration.ofMillis(100);

    /** So many waiting bytes are written without waiting for more. */
    static final int BATCH_BYTES = 64 << 10;

    /** Over one part in so many of what may wait, nothing more should be read that is to be recorded. */
    private static final int PAUSE_PART = 4;
    /** Until no more waits than one part in so many. */
    private static final int RESUME_PART = 16;

    private final RecordingLimits limits;
    private final Consumer<String> onFailure;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition wake = lock.newCondition();
    private Chunks queue = new Chunks();
    private final CompletableFuture<RecordingEnd> end = new CompletableFuture<>();
    /** What waits for the disk: what is in the queue, and what was taken out of it and is being written. */
    private long waitingBytes;

    private long queuedBytes;
    private long writingBytes;
    private volatile long lastNanos;
    private @Nullable Runnable roomAwaited;
    private long fileBytes;
    private boolean lingering;
    private boolean finishing;
    private volatile @Nullable String failure;

    private final Sieve ofClient = new Sieve(true);
    private final Sieve ofServer = new Sieve(false);

    /** A part of what was given that is all kept or all left out. */
    private record Part(Bytes bytes, boolean kept, byte type, int messages) {}

    FileRecorder(RecordingLimits limits, long headerBytes, Consumer<String> onFailure) {
        this.limits = limits;
        this.onFailure = onFailure;
        this.fileBytes = headerBytes + RecordingFormat.CHUNK_HEADER_BYTES;
    }

    void start(String session, RecordingFile file, byte[] header) {
        Thread.ofVirtual().name("recording-" + session).start(() -> run(new RecordingWriter(file), header));
    }

    @Override
    public void client(Bytes frames, long nanos) {
        offer(RecordingFormat.CLIENT, frames, nanos);
    }

    @Override
    public void server(Bytes frames, long nanos) {
        offer(RecordingFormat.SERVER, frames, nanos);
    }

    private void offer(byte direction, Bytes frames, long nanos) {
        if (frames.length() == 0) {
            return;
        }
        String reason;
        lock.lock();
        try {
            if (failure != null || finishing) {
                return;
            }
            Sieve sieve = direction == RecordingFormat.CLIENT ? ofClient : ofServer;
            boolean omits = sieve.omits();
            List<Part> parts = new ArrayList<>(1);
            sieve.sift(
                    frames,
                    limits.kept(fileBytes),
                    (bytes, kept, type, messages) -> parts.add(new Part(bytes, kept, type, messages)));
            boolean more =
                    !omits && parts.size() == 1 && parts.getFirst().kept() && queue.continues(direction, frames, nanos);
            long cost = frames.length() + (more ? 0 : parts.size() * (long) RecordingLimits.CHUNK_OVERHEAD);
            long onDisk = more ? frames.length() : onDisk(parts, omits);
            // One message may be larger than what may wait: it is in memory anyway, and whoever asks for room stops
            // behind it.
            if (onDisk > limits.fileBytes() - fileBytes) {
                reason = "the recording has reached its limit of " + limits.fileBytes() + " bytes";
            } else if (cost > limits.bufferBytes() - waitingBytes && waitingBytes > limits.bufferBytes() / PAUSE_PART) {
                reason = "more than " + limits.bufferBytes() + " bytes of the recording wait for the disk";
            } else {
                add(direction, parts, omits, nanos);
                lastNanos = nanos;
                waitingBytes += cost;
                queuedBytes += cost;
                fileBytes += onDisk;
                reason = null;
            }
            failure = reason;
            if (!lingering || reason != null || isBatch()) {
                wake.signal();
            }
        } finally {
            lock.unlock();
        }
        if (reason != null) {
            report(reason);
        }
    }

    private static long onDisk(List<Part> parts, boolean omitting) {
        boolean omits = omitting;
        long onDisk = 0;
        for (Part part : parts) {
            if (part.kept()) {
                onDisk += RecordingFormat.fileBytes(part.bytes());
            } else if (!omits) {
                onDisk += RecordingFormat.CHUNK_HEADER_BYTES + RecordingFormat.OMISSION_BYTES;
            }
            omits = !part.kept();
        }
        return onDisk;
    }

    private void add(byte direction, List<Part> parts, boolean omitting, long nanos) {
        boolean omits = omitting;
        for (Part part : parts) {
            if (!part.kept()) {
                queue.omit(direction, part.bytes(), part.type(), part.messages());
            } else {
                if (omits) {
                    queue.sayWhatIsOmitted(direction, lastNanos);
                }
                queue.add(direction, part.bytes(), nanos);
            }
            omits = !part.kept();
        }
    }

    /** Whether enough waits to be written at once; half of what may wait is, so that the limit is not met by lingering. */
    private boolean isBatch() {
        return waitingBytes >= Math.min(BATCH_BYTES, limits.bufferBytes() / 2);
    }

    private void run(RecordingWriter writer, byte[] header) {
        try (writer) {
            writer.write(Bytes.of(header));
            for (Chunks taken = take(); !taken.isEmpty(); taken = take()) {
                taken.writeTo(writer);
                written();
            }
            if (failure == null) {
                writer.end(lastNanos);
            }
            writer.force();
        } catch (IOException | RuntimeException | Error fault) {
            fail("the recording cannot be written: " + fault);
        }
        String reason = failure;
        end.complete(reason == null ? new Complete(writer.sha256(), writer.size()) : new Incomplete(reason));
    }

    /** Takes what waits; nothing once nothing waits and nothing more will come. */
    private Chunks take() {
        lock.lock();
        try {
            while (queue.isEmpty() && !finishing && failure == null) {
                wake.awaitUninterruptibly();
            }
            linger();
            Chunks taken = queue;
            queue = new Chunks();
            writingBytes = queuedBytes;
            queuedBytes = 0;
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** Lets more come, for a moment, if what waits is little. */
    private void linger() {
        lingering = true;
        try {
            long left = LINGER.toNanos();
            while (left > 0 && !isBatch() && !finishing && failure == null) {
                left = wake.awaitNanos(left);
            }
        } catch (InterruptedException nobodysBusiness) {
            // What waits is written at once instead.
        } finally {
            lingering = false;
        }
    }

    private void written() {
        Runnable room = null;
        lock.lock();
        try {
            waitingBytes -= writingBytes;
            writingBytes = 0;
            if (waitingBytes <= limits.bufferBytes() / RESUME_PART) {
                room = roomAwaited;
                roomAwaited = null;
            }
        } finally {
            lock.unlock();
        }
        if (room != null) {
            room.run();
        }
    }

    @Override
    public boolean hasRoom(Runnable room) {
        lock.lock();
        try {
            // A recording that ends or has failed holds nobody back: the session is told of that by another way.
            if (finishing || failure != null || waitingBytes <= limits.bufferBytes() / PAUSE_PART) {
                return true;
            }
            roomAwaited = room;
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void fail(String reason) {
        lock.lock();
        try {
            queue = new Chunks();
            queuedBytes = 0;
            if (failure != null) {
                return;
            }
            failure = reason;
        } finally {
            lock.unlock();
        }
        report(reason);
    }

    private void report(String reason) {
        try {
            onFailure.accept(reason);
        } catch (RuntimeException | Error fault) {
            Logger logger = LoggerFactory.getLogger(FileRecorder.class);
            logger.atError().setCause(fault).log("A callback of a recording threw an exception");
        }
    }

    @Override
    public boolean failed() {
        return failure != null;
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the callback is the answer
    public void finish(Consumer<RecordingEnd> done) {
        lock.lock();
        try {
            finishing = true;
            wake.signal();
        } finally {
            lock.unlock();
        }
        end.whenComplete((result, never) -> done.accept(result));
    }
}
