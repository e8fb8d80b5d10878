package dev.sallyport.masking;

import org.jspecify.annotations.Nullable;

/**
 * Ranges in text format, such as {@code [1,5)}. Bounds of the types that are computed with hold neither quotation marks nor commas; those
 * with a blank stand in quotation marks.
 *
 * @see <a href="https://www.postgresql.org/docs/18/rangetypes.html#RANGETYPES-IO">PostgreSQL documentation, range input and output</a>
 */
record SpanText<T extends Comparable<T>>(Codec<T> bounds) implements Codec<Span<T>> {
    private static final String EMPTY = "empty";

    /** Where a range that begins at a place ends: behind its closing bracket, or at the limit. */
    static int end(byte[] bytes, int from, int limit) {
        for (int i = from; i < limit; i++) {
            if (bytes[i] == ')' || bytes[i] == ']') {
                return i + 1;
            }
        }
        return limit;
    }

    @Override
    public @Nullable Span<T> read(byte[] bytes, int at, int length) {
        if (length == EMPTY.length() && new Ascii(bytes, at, length).skip(EMPTY)) {
            return Span.nothing();
        }
        int last = at + length - 1;
        if (length < 3 || (bytes[at] != '[' && bytes[at] != '(') || (bytes[last] != ']' && bytes[last] != ')')) {
            return null;
        }
        int comma = at + 1;
        while (comma < last && bytes[comma] != ',') {
            comma++;
        }
        T lower = bound(bytes, at + 1, comma);
        T upper = comma == last ? null : bound(bytes, comma + 1, last);
        boolean sound = comma < last && (lower != null || comma == at + 1) && (upper != null || comma + 1 == last);
        return sound ? new Span<>(false, lower, upper, bytes[at] == '[', bytes[last] == ']') : null;
    }

    private @Nullable T bound(byte[] bytes, int from, int to) {
        boolean quoted = to - from > 2 && bytes[from] == '"' && bytes[to - 1] == '"';
        return quoted ? bounds.read(bytes, from + 1, to - from - 2) : bounds.read(bytes, from, to - from);
    }

    @Override
    public void write(Span<T> value, RowOutput out) throws MaskingFailure {
        if (value.empty()) {
            out.ascii(EMPTY);
            return;
        }
        out.int8((byte) (value.lowerIncluded() ? '[' : '('));
        write(value.lower(), out);
        out.int8((byte) ',');
        write(value.upper(), out);
        out.int8((byte) (value.upperIncluded() ? ']' : ')'));
    }

    private void write(@Nullable T bound, RowOutput out) throws MaskingFailure {
        if (bound == null) {
            return;
        }
        int start = out.length();
        bounds.write(bound, out);
        int end = out.length();
        for (int i = start; i < end; i++) {
            if (out.array()[i] == ' ') {
                out.int8((byte) '"');
                out.int8((byte) '"');
                System.arraycopy(out.array(), start, out.array(), start + 1, end - start);
                out.array()[start] = '"';
                return;
            }
        }
    }
}
