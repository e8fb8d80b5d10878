package dev.sallyport.sql.flow;

import org.jspecify.annotations.Nullable;

/**
 * What an expression comes to, as far as it can be told before it is evaluated. Immutable.
 *
 * @param plain the column that it is exactly; null if it is more than that, or can be
 */
record Value(Dependencies dependsOn, @Nullable ColumnId plain, Shape shape) {

    /** A constant. */
    static final Value CONSTANT = new Value(Dependencies.NONE, null, Shape.PLAIN);

    /** Something computed, of which nothing is known but what it depends on. */
    static Value of(Dependencies dependsOn) {
        return new Value(dependsOn, null, Shape.UNKNOWN);
    }

    /** Something computed that has no fields. */
    static Value plain(Dependencies dependsOn) {
        return dependsOn.isNone() ? CONSTANT : new Value(dependsOn, null, Shape.PLAIN);
    }

    /** The same, and computed from something else as well. */
    Value and(Dependencies other) {
        return other.isNone() ? this : new Value(dependsOn.and(other), null, shape);
    }
}
