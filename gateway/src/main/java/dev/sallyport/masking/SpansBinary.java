package dev.sallyport.masking;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Multiranges in binary format: how many ranges, then each, its length before it.
 *
 * @see <a href="https://github.com/postgres/postgres/blob/REL_18_STABLE/src/backend/utils/adt/multirangetypes.c">multirange_send</a>
 */
record SpansBinary<T extends Comparable<T>>(Codec<Span<T>> ranges) implements Codec<List<Span<T>>> {

    @Override
    public @Nullable List<Span<T>> read(byte[] bytes, int at, int length) {
        int end = at + length;
        // Each has a length and a byte of flags at least.
        if (length < Integer.BYTES || RowOutput.int32(bytes, at) > length / (Integer.BYTES + 1)) {
            return null;
        }
        List<Span<T>> value = new ArrayList<>();
        int place = at + Integer.BYTES;
        for (int left = RowOutput.int32(bytes, at); left > 0; left--) {
            int size = SpanBinary.size(bytes, place, end);
            Span<T> range = size < 0 ? null : ranges.read(bytes, place + Integer.BYTES, size);
            if (range == null) {
                return null;
            }
            value.add(range);
            place += Integer.BYTES + size;
        }
        return place == end ? value : null;
    }

    @Override
    public void write(List<Span<T>> value, RowOutput out) throws MaskingFailure {
        out.int32(value.size());
        for (Span<T> range : value) {
            int start = out.length();
            out.int32(0);
            ranges.write(range, out);
            out.putInt32(start, out.length() - start - Integer.BYTES);
        }
    }
}
