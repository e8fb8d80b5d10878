package dev.sallyport.masking;

import java.util.Arrays;

/** bytea in binary format: its bytes. */
enum BytesBinary implements Codec<byte[]> {
    CODEC;

    @Override
    public byte[] read(byte[] bytes, int at, int length) {
        return Arrays.copyOfRange(bytes, at, at + length);
    }

    @Override
    public void write(byte[] value, RowOutput out) throws MaskingFailure {
        out.copy(value, 0, value.length);
    }
}
