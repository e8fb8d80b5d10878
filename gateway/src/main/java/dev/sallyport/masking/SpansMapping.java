package dev.sallyport.masking;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Masks the bounds of a multirange's ranges, and makes one of those that overlap or meet then, as the server does. For one thread. */
record SpansMapping<T extends Comparable<T>>(SpanMapping<T> ranges) implements Mapping<List<Span<T>>> {

    @Override
    public @Nullable List<Span<T>> map(List<Span<T>> value) {
        List<Span<T>> masked = new ArrayList<>(value.size());
        for (Span<T> range : value) {
            Span<T> one = ranges.map(range);
            if (one == null) {
                return null;
            }
            if (!one.empty()) {
                masked.add(one);
            }
        }
        masked.sort(Span.byLower());
        List<Span<T>> joined = new ArrayList<>(masked.size());
        for (Span<T> range : masked) {
            Span<T> last = joined.isEmpty() ? null : joined.getLast();
            if (last != null && last.meets(range)) {
                joined.set(joined.size() - 1, last.joined(range));
            } else {
                joined.add(range);
            }
        }
        return joined;
    }
}
