package dev.sallyport.masking;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A value of a range type.
 *
 * @param empty whether nothing is in it; then there are no bounds
 * @param lower null for none
 * @param upper null for none
 * @param lowerIncluded whether the lower bound itself is in it
 * @param upperIncluded whether the upper one is
 */
record Span<T extends Comparable<T>>(
        boolean empty, @Nullable T lower, @Nullable T upper, boolean lowerIncluded, boolean upperIncluded) {

    static <T extends Comparable<T>> Span<T> nothing() {
        return new Span<>(true, null, null, false, false);
    }

    /** A range between two bounds in whatever order; empty if nothing is between them. */
    static <T extends Comparable<T>> Span<T> between(
            @Nullable T one, @Nullable T other, boolean lowerIncluded, boolean upperIncluded) {
        int order = one == null || other == null ? -1 : one.compareTo(other);
        if (order == 0 && !(lowerIncluded && upperIncluded)) {
            return nothing();
        }
        return order > 0
                ? new Span<>(false, other, one, lowerIncluded, upperIncluded)
                : new Span<>(false, one, other, lowerIncluded, upperIncluded);
    }

    /** By the lower bound. */
    static <T extends Comparable<T>> Comparator<Span<T>> byLower() {
        return (one, other) -> {
            if (one.lower == null || other.lower == null) {
                return Boolean.compare(one.lower != null, other.lower != null);
            }
            int order = one.lower.compareTo(other.lower);
            return order != 0 ? order : Boolean.compare(other.lowerIncluded, one.lowerIncluded);
        };
    }

    /** Whether a range that begins no earlier overlaps this one or begins where it ends, so that the two are one. */
    boolean meets(Span<T> next) {
        if (upper == null || next.lower == null) {
            return true;
        }
        int order = next.lower.compareTo(upper);
        return order < 0 || (order == 0 && (upperIncluded || next.lowerIncluded));
    }

    /** Both as one; the other begins no earlier and meets this one. */
    Span<T> joined(Span<T> next) {
        if (upper == null || next.upper == null) {
            return new Span<>(false, lower, null, lowerIncluded, false);
        }
        int order = upper.compareTo(next.upper);
        return new Span<>(
                false,
                lower,
                order < 0 ? next.upper : upper,
                lowerIncluded,
                order < 0 ? next.upperIncluded : order > 0 ? upperIncluded : upperIncluded || next.upperIncluded);
    }
}
