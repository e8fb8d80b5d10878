package dev.sallyport.masking;

import org.jspecify.annotations.Nullable;

/**
 * Ranges in binary format: a byte of flags, then each bound that there is, its length before it.
 *
 * @see <a href="https://github.com/postgres/postgres/blob/REL_18_STABLE/src/backend/utils/adt/rangetypes.c">range_send</a>
 */
record SpanBinary<T extends Comparable<T>>(Codec<T> bounds) implements Codec<Span<T>> {
    private static final int EMPTY = 0x01;
    private static final int LOWER_INCLUDED = 0x02;
    private static final int UPPER_INCLUDED = 0x04;
    private static final int LOWER_INFINITE = 0x08;
    private static final int UPPER_INFINITE = 0x10;
    private static final int KNOWN = EMPTY | LOWER_INCLUDED | UPPER_INCLUDED | LOWER_INFINITE | UPPER_INFINITE;

    @Override
    public @Nullable Span<T> read(byte[] bytes, int at, int length) {
        int end = at + length;
        int flags = length == 0 ? -1 : bytes[at];
        if ((flags & ~KNOWN) != 0) {
            return null;
        }
        if ((flags & EMPTY) != 0) {
            return length == 1 ? Span.nothing() : null;
        }
        int place = at + 1;
        T lower = null;
        T upper = null;
        if ((flags & LOWER_INFINITE) == 0) {
            int size = size(bytes, place, end);
            lower = size < 0 ? null : bounds.read(bytes, place + Integer.BYTES, size);
            if (lower == null) {
                return null;
            }
            place += Integer.BYTES + size;
        }
        if ((flags & UPPER_INFINITE) == 0) {
            int size = size(bytes, place, end);
            upper = size < 0 ? null : bounds.read(bytes, place + Integer.BYTES, size);
            if (upper == null) {
                return null;
            }
            place += Integer.BYTES + size;
        }
        return place == end
                ? new Span<>(false, lower, upper, (flags & LOWER_INCLUDED) != 0, (flags & UPPER_INCLUDED) != 0)
                : null;
    }

    /** The length of what follows; negative if there is not so much. */
    static int size(byte[] bytes, int at, int end) {
        if (end - at < Integer.BYTES) {
            return -1;
        }
        int size = RowOutput.int32(bytes, at);
        return size > end - at - Integer.BYTES ? -1 : size;
    }

    @Override
    public void write(Span<T> value, RowOutput out) throws MaskingFailure {
        if (value.empty()) {
            out.int8((byte) EMPTY);
            return;
        }
        out.int8((byte) ((value.lowerIncluded() ? LOWER_INCLUDED : 0)
                | (value.upperIncluded() ? UPPER_INCLUDED : 0)
                | (value.lower() == null ? LOWER_INFINITE : 0)
                | (value.upper() == null ? UPPER_INFINITE : 0)));
        write(value.lower(), out);
        write(value.upper(), out);
    }

    private void write(@Nullable T bound, RowOutput out) throws MaskingFailure {
        if (bound != null) {
            int start = out.length();
            out.int32(0);
            bounds.write(bound, out);
            out.putInt32(start, out.length() - start - Integer.BYTES);
        }
    }
}
