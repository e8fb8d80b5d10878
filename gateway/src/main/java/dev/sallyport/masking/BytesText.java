package dev.sallyport.masking;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * bytea in text format, read in either form that {@code bytea_output} can ask for, written as {@code hex}.
 *
 * @see <a href="https://www.postgresql.org/docs/18/datatype-binary.html">PostgreSQL documentation, binary data types</a>
 */
enum BytesText implements Codec<byte[]> {
    CODEC;

    private static final String DIGITS = "0123456789abcdef";

    @Override
    public byte @Nullable [] read(byte[] bytes, int at, int length) {
        return length >= 2 && bytes[at] == '\\' && bytes[at + 1] == 'x'
                ? hexadecimal(bytes, at + 2, at + length)
                : escaped(bytes, at, at + length);
    }

    private static byte @Nullable [] hexadecimal(byte[] bytes, int from, int end) {
        if ((end - from) % 2 != 0) {
            return null;
        }
        byte[] value = new byte[(end - from) / 2];
        for (int i = 0; i < value.length; i++) {
            int high = Character.digit(bytes[from + 2 * i], 16);
            int low = Character.digit(bytes[from + 2 * i + 1], 16);
            if (high < 0 || low < 0) {
                return null;
            }
            value[i] = (byte) ((high << 4) | low);
        }
        return value;
    }

    /** A backslash is doubled, and what is not printable is a backslash and three octal digits. */
    private static byte @Nullable [] escaped(byte[] bytes, int from, int end) {
        byte[] value = new byte[end - from];
        int size = 0;
        for (int i = from; i < end; i++) {
            if (bytes[i] != '\\') {
                value[size++] = bytes[i];
            } else if (i + 1 < end && bytes[i + 1] == '\\') {
                value[size++] = bytes[++i];
            } else {
                int octal = 0;
                for (int k = 1; k <= 3; k++) {
                    int digit = i + k < end ? Character.digit(bytes[i + k], 8) : -1;
                    if (digit < 0) {
                        return null;
                    }
                    octal = (octal << 3) | digit;
                }
                value[size++] = (byte) octal;
                i += 3;
            }
        }
        return Arrays.copyOf(value, size);
    }

    @Override
    public void write(byte[] value, RowOutput out) throws MaskingFailure {
        out.ascii("\\x");
        for (byte b : value) {
            out.int8((byte) DIGITS.charAt((b >> 4) & 0xf));
            out.int8((byte) DIGITS.charAt(b & 0xf));
        }
    }
}
