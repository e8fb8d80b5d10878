package dev.sallyport.audit;

import java.io.OutputStream;
import java.util.Arrays;

/** Bytes up to a limit; one more is refused before anything is allocated for it. */
final class BoundedOutput extends OutputStream {
    private static final int INITIAL_BYTES = 512;

    private final int limit;
    private byte[] bytes;
    private int length;

    BoundedOutput(int limit) {
        this.limit = limit;
        this.bytes = new byte[Math.min(limit, INITIAL_BYTES)];
    }

    @Override
    public void write(int b) throws RecordTooLongException {
        reserve(1);
        bytes[length++] = (byte) b;
    }

    @Override
    public void write(byte[] source, int offset, int count) throws RecordTooLongException {
        reserve(count);
        System.arraycopy(source, offset, bytes, length, count);
        length += count;
    }

    byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    private void reserve(int count) throws RecordTooLongException {
        if (count > limit - length) {
            throw new RecordTooLongException(limit);
        }
        if (count > bytes.length - length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(limit, Math.max(2L * bytes.length, (long) length + count)));
        }
    }
}
