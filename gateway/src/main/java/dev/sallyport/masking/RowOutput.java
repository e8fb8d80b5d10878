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

    static long int64(byte[] array, int at) {
        return ((long) int32(array, at) << Integer.SIZE) | (int32(array, at + Integer.BYTES) & 0xffffffffL);
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

    void int8(byte value) throws MaskingFailure {
        reserve(1);
        array[length++] = value;
    }

    void int16(int value) throws MaskingFailure {
        reserve(Short.BYTES);
        array[length++] = (byte) (value >> Byte.SIZE);
        array[length++] = (byte) value;
    }

    void int64(long value) throws MaskingFailure {
        int32((int) (value >> Integer.SIZE));
        int32((int) value);
    }

    void ascii(String text) throws MaskingFailure {
        reserve(text.length());
        for (int i = 0; i < text.length(); i++) {
            array[length++] = (byte) text.charAt(i);
        }
    }

    /** Writes a number in decimal digits, with zeros before it if there are fewer than asked for. */
    void decimal(long value, int leastDigits) throws MaskingFailure {
        if (value < 0) {
            int8((byte) '-');
        }
        int digits = 1;
        for (long left = value / 10; left != 0; left /= 10) {
            digits++;
        }
        int size = Math.max(digits, leastDigits);
        reserve(size);
        long left = value;
        for (int i = size - 1; i >= 0; i--) {
            array[length + i] = (byte) ('0' + Math.abs(left % 10));
            left /= 10;
        }
        length += size;
    }

    /** Where it is written; good until more is. */
    byte[] array() {
        return array;
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
