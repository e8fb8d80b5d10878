package dev.sallyport.recording;

import dev.sallyport.wire.Bytes;
import java.util.function.Consumer;

/**
 * Records one session. None of its methods waits for the disk or throws. Thread-safe; the order of calls is the order
 * in the recording.
 *
 * <p>The bytes are messages after the start-up packet, whole or in parts, and must not change once they are given.
 */
public interface Recorder extends AutoCloseable {
    /**
     * The client sent this.
     *
     * @param nanos since the session's start, by a monotonic clock
     */
    void client(Bytes frames, long nanos);

    /**
     * The client was sent this.
     *
     * @param nanos since the session's start, by a monotonic clock
     */
    void server(Bytes frames, long nanos);

    /**
     * Whether more may come without haste, because little waits for the disk. Who goes on regardless meets the recording's limit.
     *
     * @param room if not: run once, on whatever thread, when it may; must not block. Only the latest one given is remembered
     */
    boolean hasRoom(Runnable room);

    /** Whether something is missing from the recording: the session must end. */
    boolean failed();

    /**
     * Ends the recording; what comes later is left out. The callback runs once, when the file is on the disk, on
     * whatever thread.
     */
    void finish(Consumer<RecordingEnd> done);

    /** Ends the recording; does not wait for the disk. */
    @Override
    default void close() {
        finish(end -> {});
    }
}
