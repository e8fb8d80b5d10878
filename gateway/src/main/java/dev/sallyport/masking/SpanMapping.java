package dev.sallyport.masking;

import org.jspecify.annotations.Nullable;

/** Masks the bounds of a range. Infinite ones stay, and so does {@code empty}. For one thread. */
record SpanMapping<T extends Comparable<T>>(Mapping<T> bounds) implements Mapping<Span<T>> {

    @Override
    public @Nullable Span<T> map(Span<T> value) {
        T lower = value.lower() == null ? null : bounds.map(value.lower());
        T upper = value.upper() == null ? null : bounds.map(value.upper());
        boolean unmasked = (lower == null) != (value.lower() == null) || (upper == null) != (value.upper() == null);
        if (unmasked) {
            return null;
        }
        return value.empty() ? value : Span.between(lower, upper, value.lowerIncluded(), value.upperIncluded());
    }
}
