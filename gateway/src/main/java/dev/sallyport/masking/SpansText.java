package dev.sallyport.masking;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Multiranges in text format: ranges between braces. */
record SpansText<T extends Comparable<T>>(SpanText<T> ranges) implements Codec<List<Span<T>>> {

    @Override
    public @Nullable List<Span<T>> read(byte[] bytes, int at, int length) {
        int last = at + length - 1;
        if (length < 2 || bytes[at] != '{' || bytes[last] != '}') {
            return null;
        }
        List<Span<T>> value = new ArrayList<>();
        int place = at + 1;
        while (place < last) {
            if (!value.isEmpty() && bytes[place++] != ',') {
                return null;
            }
            int end = SpanText.end(bytes, place, last);
            Span<T> range = ranges.read(bytes, place, end - place);
            if (range == null) {
                return null;
            }
            value.add(range);
            place = end;
        }
        return value;
    }

    @Override
    public void write(List<Span<T>> value, RowOutput out) throws MaskingFailure {
        out.int8((byte) '{');
        for (int i = 0; i < value.size(); i++) {
            if (i > 0) {
                out.int8((byte) ',');
            }
            ranges.write(value.get(i), out);
        }
        out.int8((byte) '}');
    }
}
