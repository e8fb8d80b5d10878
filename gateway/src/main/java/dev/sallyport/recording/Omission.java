package dev.sallyport.recording;

import java.nio.ByteBuffer;
import java.security.MessageDigest;

/** Sums up what is left out of one direction, up to what is kept again. Not thread-safe. */
final class Omission {
    private final byte direction;
    private final MessageDigest sha256 = RecordingWriter.digest();
    private byte type;
    private long messages;
    private long bytes;

    Omission(byte direction) {
        this.direction = direction;
    }

    void add(byte[] array, int offset, int length, byte ofType, int ended) {
        type = ofType;
        messages += ended;
        bytes += length;
        sha256.update(array, offset, length);
    }

    boolean isEmpty() {
        return bytes == 0;
    }

    /** The body of the chunk that says so; from then on nothing is left out. */
    byte[] take() {
        byte[] body = ByteBuffer.allocate(RecordingFormat.OMISSION_BYTES)
                .put(direction)
                .put(type)
                .putLong(messages)
                .putLong(bytes)
                .put(sha256.digest())
                .array();
        messages = 0;
        bytes = 0;
        return body;
    }
}
