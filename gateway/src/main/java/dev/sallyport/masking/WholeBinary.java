package dev.sallyport.masking;

import org.jspecify.annotations.Nullable;

/**
 * Integers of a size in network byte order: int2, int4 and int8, and the types that are sent as such, in binary format.
 *
 * @param size in bytes
 * @param least the least value that is computed with
 * @param most the greatest; what is beyond stands for infinity, or for nothing
 */
record WholeBinary(int size, long least, long most) implements Codec<Long> {

    @Override
    public @Nullable Long read(byte[] bytes, int at, int length) {
        if (length != size) {
            return null;
        }
        long value = bytes[at];
        for (int i = 1; i < size; i++) {
            value = (value << Byte.SIZE) | (bytes[at + i] & 0xff);
        }
        return value < least || value > most ? null : (Long) value;
    }

    @Override
    public void write(Long value, RowOutput out) throws MaskingFailure {
        for (int shift = (size - 1) * Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            out.int8((byte) (value >> shift));
        }
    }
}
