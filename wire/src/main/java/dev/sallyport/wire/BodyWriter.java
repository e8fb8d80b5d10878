package dev.sallyport.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Writes messages one behind the other. Not thread-safe.
 *
 * <p>What can't be written without misleading the reader, such as a NUL inside a string, a count over 65,535 or a message
 * whose length would not fit, is an {@link IllegalArgumentException}.
 */
final class BodyWriter {
    private static final byte[] NONE = {};
    private static final int LEAST_CAPACITY = 64;
    private static final int MOST_CAPACITY_FROM_THE_START = 1 << 16;
    private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;
    private static final int MOST_COUNTED = 0xffff;

    private final int longest;
    private byte[] array = NONE;
    private int firstCapacity = LEAST_CAPACITY;
    private int size;
    private int lengthAt;

    BodyWriter() {
        this(FrameLimits.LONGEST);
    }

    /** A writer of messages whose length, of the length field and the body, is at most this. */
    BodyWriter(int longest) {
        this.longest = longest;
    }

    /** A writer that has begun a message of a type. */
    static BodyWriter of(byte type) {
        return new BodyWriter().begin(type);
    }

    /** A writer that has begun a message without a type, as at the start of a connection. */
    static BodyWriter untyped() {
        return new BodyWriter().int32(0);
    }

    /** A message without a body. */
    static Bytes empty(byte type) {
        return of(type).finish();
    }

    BodyWriter begin(byte type) {
        lengthAt = size;
        int8(type);
        lengthAt = size;
        return int32(0);
    }

    /** Writes the length of the message that was begun last. */
    BodyWriter end() {
        Bytes.putInt32(array, lengthAt, size - lengthAt);
        return this;
    }

    /** Ends the message and hands everything over; the writer is empty afterwards. */
    Bytes finish() {
        return end().take();
    }

    /** Hands over what was written; the next buffer starts with about as much room as this one needed. */
    Bytes take() {
        Bytes taken = Bytes.of(array, 0, size);
        firstCapacity = Math.clamp(size, LEAST_CAPACITY, MOST_CAPACITY_FROM_THE_START);
        array = NONE;
        size = 0;
        lengthAt = 0;
        return taken;
    }

    /** Forgets what was written behind an earlier size. */
    void truncate(int earlierSize) {
        size = earlierSize;
        lengthAt = earlierSize;
    }

    int size() {
        return size;
    }

    BodyWriter int8(int value) {
        int start = grow(1);
        array[start] = (byte) value;
        return this;
    }

    BodyWriter int16(int value) {
        return int8(value >> Byte.SIZE).int8(value);
    }

    BodyWriter int32(int value) {
        int start = grow(Integer.BYTES);
        Bytes.putInt32(array, start, value);
        return this;
    }

    BodyWriter count(int count) {
        if (count < 0 || count > MOST_COUNTED) {
            throw new IllegalArgumentException("the protocol counts from 0 to " + MOST_COUNTED);
        }
        return int16(count);
    }

    BodyWriter bytes(Bytes bytes) {
        return bytes(bytes.array(), bytes.offset(), bytes.length());
    }

    BodyWriter bytes(byte[] from, int offset, int length) {
        int start = grow(length);
        System.arraycopy(from, offset, array, start, length);
        return this;
    }

    BodyWriter terminated(Bytes text) {
        if (text.indexOf((byte) 0, 0) >= 0) {
            throw new IllegalArgumentException("a string of the protocol can't contain NUL");
        }
        return bytes(text).int8(0);
    }

    BodyWriter string(String text) {
        return terminated(Bytes.of(text.getBytes(StandardCharsets.UTF_8)));
    }

    BodyWriter formats(List<Format> formats) {
        count(formats.size());
        formats.forEach(format -> int16(format.code()));
        return this;
    }

    BodyWriter int32s(List<Integer> values) {
        count(values.size());
        values.forEach(this::int32);
        return this;
    }

    /** Makes room and says where it starts. */
    private int grow(int bytes) {
        int start = size;
        if (bytes < 0 || bytes > longest - (size - lengthAt) || bytes > LONGEST_ARRAY - size) {
            throw new IllegalArgumentException("a message of more than " + longest + " bytes can't be sent");
        }
        int needed = size + bytes;
        if (needed > array.length) {
            long roomier = Math.max(2L * array.length, firstCapacity);
            array = Arrays.copyOf(array, (int) Math.min(Math.max(needed, roomier), LONGEST_ARRAY));
        }
        size = needed;
        return start;
    }
}
