package dev.sallyport.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A run of bytes inside an array.
 *
 * <p>Immutable by agreement, not by copying: whoever makes one hands the array over, and nobody writes to that part of
 * it afterwards. Under that agreement it is safe to share between threads. Equality is by content. {@link #toString}
 * shows the length only, because what passes here are statements, rows and secrets.
 */
public final class Bytes {
    /** No bytes at all. */
    public static final Bytes EMPTY = new Bytes(new byte[0], 0, 0);

    private static final char REPLACEMENT = '\uFFFD';

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private final byte[] array;
    private final int offset;
    private final int length;

    private Bytes(byte[] array, int offset, int length) {
        this.array = array;
        this.offset = offset;
        this.length = length;
    }

    /** All of an array, which is not copied. */
    public static Bytes of(byte[] array) {
        return new Bytes(array, 0, array.length);
    }

    /**
     * A part of an array, which is not copied.
     *
     * @throws IndexOutOfBoundsException if the part is not inside the array
     */
    public static Bytes of(byte[] array, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, array.length);
        return new Bytes(array, offset, length);
    }

    /** The UTF-8 form of a text. */
    public static Bytes ofUtf8(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The array that holds these bytes among others; not to be written to. */
    public byte[] array() {
        return array;
    }

    /** Where in {@link #array} the first byte is. */
    public int offset() {
        return offset;
    }

    /** How many bytes there are. */
    public int length() {
        return length;
    }

    /**
     * A part of these bytes, not copied.
     *
     * @throws IndexOutOfBoundsException if the part is not inside
     */
    public Bytes slice(int from, int size) {
        Objects.checkFromIndexSize(from, size, length);
        return new Bytes(array, offset + from, size);
    }

    /** These bytes as an array that is not to be written to: the one that holds them if it holds nothing else, or else a copy. */
    public byte[] asArray() {
        return length == array.length ? array : toByteArray();
    }

    /** The same bytes in an array that holds nothing else, so that to keep them keeps nothing else alive. */
    public Bytes detached() {
        return length == array.length ? this : of(toByteArray());
    }

    /** A copy that belongs to the caller. */
    public byte[] toByteArray() {
        return Arrays.copyOfRange(array, offset, offset + length);
    }

    /**
     * The byte at an index from 0.
     *
     * @throws IndexOutOfBoundsException if there is none
     */
    public byte at(int index) {
        return array[offset + Objects.checkIndex(index, length)];
    }

    /**
     * The big-endian 32-bit integer whose first byte is at an index from 0.
     *
     * @throws IndexOutOfBoundsException if not all four bytes are inside
     */
    public int intAt(int index) {
        Objects.checkFromIndexSize(index, Integer.BYTES, length);
        return int32(array, offset + index);
    }

    /**
     * These bytes as text.
     *
     * @throws ProtocolViolation if they are not well-formed UTF-8, so that nobody decides on a text that differs from
     *     the bytes that are forwarded
     */
    public String utf8() throws ProtocolViolation {
        String text = utf8ForDisplay();
        if (text.indexOf(REPLACEMENT) < 0) {
            return text;
        }
        // Either it is in the text, or something was replaced by it.
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(array, offset, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ProtocolViolation("text is not valid UTF-8");
        }
    }

    /** These bytes as text to show to a person: what is not UTF-8 becomes U+FFFD. Never decide on it. */
    public String utf8ForDisplay() {
        return new String(array, offset, length, StandardCharsets.UTF_8);
    }

    /** Where a byte first occurs at or after an index, or -1. */
    int indexOf(byte wanted, int from) {
        for (int i = offset + from; i < offset + length; i++) {
            if (array[i] == wanted) {
                return i - offset;
            }
        }
        return -1;
    }

    static int int32(byte[] array, int at) {
        return (int) INT.get(array, at);
    }

    static void putInt32(byte[] array, int at, int value) {
        INT.set(array, at, value);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Bytes that
                && Arrays.equals(array, offset, offset + length, that.array, that.offset, that.offset + that.length);
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = offset; i < offset + length; i++) {
            hash = 31 * hash + array[i];
        }
        return hash;
    }

    @Override
    public String toString() {
        return "Bytes[" + length + "]";
    }
}
