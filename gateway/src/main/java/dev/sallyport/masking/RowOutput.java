package dev.sallyport.masking;

import dev.sallyport.wire.Bytes;
import dev.sallyport.wire.FrameLimits;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** One row being written. Not thread-safe. */
final class RowOutput {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private final int limit;
    private byte[] array;
    private int length;

    /** An output with that many bytes ready, which grows to no more than a frame's greatest length. */
    RowOutput(int ready) {
        this(ready, FrameLimits.LONGEST + 1);
    }

    RowOutput(int ready, int limit) {
        this.array = new byte[Math.min(ready, limit)];
        this.limit = limit;
    }

    static int int32(byte[] array, int at) {
        return (int) INT.get(array, at);
    }

    int length() {
        return length;
    }

    /** Forgets what was written after a length. */
    void truncate(int to) {
        length = to;
    }

    void copy(byte[] from, int at, int size) throws MaskingFailure {
        reserve(size);
        System.arraycopy(from, at, array, length, size);
        length += size;
    }

    void int32(int value) throws MaskingFailure {
        reserve(Integer.BYTES);
        INT.set(array, length, value);
        length += Integer.BYTES;
    }

    /** Overwrites four bytes that were written before. */
    void putInt32(int at, int value) {
        INT.set(array, at, value);
    }

    /** What was written; nothing more may be. */
    Bytes bytes() {
        return Bytes.of(array, 0, length);
    }

    private void reserve(int size) throws MaskingFailure {
        if (size > array.length - length) {
            if (size > limit - length) {
                throw MaskingFailure.tooLong("the masked row would be longer than a message may be");
            }
            int doubled = (int) Math.min(2L * array.length, limit);
            array = Arrays.copyOf(array, Math.max(doubled, length + size));
        }
    }
}
