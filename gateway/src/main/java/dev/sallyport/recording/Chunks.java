package dev.sallyport.recording;

import dev.sallyport.wire.Bytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What waits to be written, as it will stand in the file. Small messages are copied, one behind the other, and share a chunk with those
 * of their direction that came at about the same time; large ones are not copied. Not thread-safe.
 */
final class Chunks {
    /** Messages that come within this time of the first of a chunk are in that chunk, and replayed with it. */
    static final long SAME_TIME_NANOS = 1_000_000;

    /** What is at least as large is not copied. */
    static final int LARGE = 4 << 10;

    private static final int SMALLEST = 512;
    private static final int LARGEST = 64 << 10;

    /** Something to be written, or to be left out. */
    private interface Piece {
        void writeTo(RecordingWriter writer) throws IOException;
    }

    private final List<Piece> complete = new ArrayList<>();
    private byte[] open = {};
    private int length;

    /** Where in {@link #open} the last chunk begins, or -1 if nothing may be put behind it. */
    private int last = -1;

    private byte lastDirection;
    private long lastNanos;

    boolean isEmpty() {
        return complete.isEmpty() && length == 0;
    }

    /** Whether some frames go into the last chunk. */
    boolean continues(byte direction, Bytes frames, long nanos) {
        return last >= 0
                && direction == lastDirection
                && nanos - lastNanos < SAME_TIME_NANOS
                && frames.length() < LARGE
                && frames.length() <= LARGEST - length;
    }

    /** Adds frames. */
    void add(byte direction, Bytes frames, long nanos) {
        if (continues(direction, frames, nanos)) {
            put(frames.array(), frames.offset(), frames.length());
            RecordingFormat.putChunkLength(open, last, length - last - RecordingFormat.CHUNK_HEADER_BYTES);
            return;
        }
        for (int from = 0; from < frames.length(); from += RecordingFormat.MAX_CHUNK_BYTES) {
            chunk(
                    direction,
                    frames.slice(from, Math.min(RecordingFormat.MAX_CHUNK_BYTES, frames.length() - from)),
                    nanos);
        }
    }

    private void chunk(byte direction, Bytes frames, long nanos) {
        boolean large = frames.length() >= LARGE;
        if (RecordingFormat.CHUNK_HEADER_BYTES + (large ? 0 : frames.length()) > LARGEST - length) {
            completeOpen();
        }
        last = large ? -1 : length;
        lastDirection = direction;
        lastNanos = nanos;
        byte[] header = RecordingFormat.chunkHeader(nanos, direction, frames.length());
        put(header, 0, header.length);
        if (large) {
            completeOpen();
            add(detached(frames));
        } else {
            put(frames.array(), frames.offset(), frames.length());
        }
    }

    private void put(byte[] bytes, int offset, int count) {
        if (count > open.length - length) {
            open = Arrays.copyOf(
                    open, Math.max(length + count, Math.min(LARGEST, Math.max(SMALLEST, 2 * open.length))));
        }
        System.arraycopy(bytes, offset, open, length, count);
        length += count;
    }

    private void completeOpen() {
        if (length > 0) {
            add(Bytes.of(open, 0, length));
            open = new byte[0];
            length = 0;
        }
        last = -1;
    }

    private void add(Bytes bytes) {
        complete.add(writer -> writer.write(bytes));
    }

    /** Leaves bytes out; to sum them up is work for whoever writes. */
    void omit(byte direction, Bytes bytes, byte type, int messages) {
        completeOpen();
        Bytes own = detached(bytes);
        complete.add(writer -> writer.omit(direction, own, type, messages));
    }

    /** Says what was left out of a direction, of which something is kept again. */
    void sayWhatIsOmitted(byte direction, long nanos) {
        completeOpen();
        complete.add(writer -> writer.sayWhatIsOmitted(direction, nanos));
    }

    /** A part would keep all of a much larger array alive, unseen by the limit. */
    private static Bytes detached(Bytes frames) {
        return frames.length() < frames.array().length / 4 ? frames.detached() : frames;
    }

    /** Writes all of it. */
    void writeTo(RecordingWriter writer) throws IOException {
        completeOpen();
        for (Piece each : complete) {
            each.writeTo(writer);
        }
    }
}
