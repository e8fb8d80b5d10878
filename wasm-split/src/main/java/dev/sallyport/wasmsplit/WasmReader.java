package dev.sallyport.wasmsplit;

import java.util.Arrays;

/** Reads the binary format of WebAssembly (core specification, section 5) from a range of bytes; not thread-safe. */
final class WasmReader {
    private static final int LONGEST_INTEGER = 10;

    private final byte[] bytes;
    private final int limit;
    private int position;

    WasmReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    WasmReader(byte[] bytes, int from, int limit) {
        this.bytes = bytes;
        this.position = from;
        this.limit = limit;
    }

    int position() {
        return position;
    }

    boolean hasRemaining() {
        return position < limit;
    }

    int remaining() {
        return limit - position;
    }

    int readByte() {
        require(1);
        return bytes[position++] & 0xff;
    }

    byte[] readBytes(int count) {
        require(count);
        byte[] result = Arrays.copyOfRange(bytes, position, position + count);
        position += count;
        return result;
    }

    void skip(int count) {
        require(count);
        position += count;
    }

    /** The bytes between an earlier position and this one. */
    byte[] since(int from) {
        return Arrays.copyOfRange(bytes, from, position);
    }

    /** An unsigned LEB128 integer that fits a Java int: an index, a count or a length. */
    int readIndex() {
        long value = 0;
        for (int i = 0; i < LONGEST_INTEGER; i++) {
            int next = readByte();
            value |= (long) (next & 0x7f) << (7 * i);
            if (next < 0x80) {
                if (value < 0 || value > Integer.MAX_VALUE) {
                    throw new WasmFormatException("integer out of range before byte " + position);
                }
                return (int) value;
            }
        }
        throw new WasmFormatException("integer too long before byte " + position);
    }

    /** An unsigned LEB128 integer of 32 bits whose value is of no interest, such as a memory offset. */
    void skipUnsigned() {
        readSigned();
    }

    /** A signed LEB128 integer of up to 64 bits. */
    long readSigned() {
        long value = 0;
        for (int i = 0; i < LONGEST_INTEGER; i++) {
            int next = readByte();
            int shift = 7 * i;
            value |= (long) (next & 0x7f) << shift;
            if (next < 0x80) {
                boolean negative = (next & 0x40) != 0 && shift + 7 < Long.SIZE;
                return negative ? value | -1L << (shift + 7) : value;
            }
        }
        throw new WasmFormatException("integer too long before byte " + position);
    }

    /** A count of things of which each takes at least one byte, so that a lie about it cannot exhaust memory. */
    int readCount() {
        int count = readIndex();
        require(count);
        return count;
    }

    private void require(int count) {
        if (count < 0 || count > limit - position) {
            throw new WasmFormatException("unexpected end at byte " + position);
        }
    }
}
