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

    /** A string or NULL without a type. */
    static final Value LITERAL = new Value(Dependencies.NONE, null, Shape.LITERAL);

    /** A parameter. */
    static final Value PARAMETER = new Value(Dependencies.NONE, null, Shape.PARAMETER);

    /** Something computed, of which nothing is known but what it depends on. */
    static Value of(Dependencies dependsOn) {
        return new Value(dependsOn, null, Shape.UNKNOWN);
    }

    /** Something computed that has no fields. */
    static Value plain(Dependencies dependsOn) {
        return dependsOn.isNone() ? CONSTANT : new Value(dependsOn, null, Shape.PLAIN);
    }

    /** Something computed, of a type of pg_catalog. */
    static Value ofType(int type, Dependencies dependsOn) {
        return new Value(dependsOn, null, new Shape.OfType(type));
    }

    /** The same as the server has it once nothing asks for another type: a string without a type is text. */
    Value settled() {
        return shape instanceof Shape.Literal ? new Value(dependsOn, plain, Shape.TEXT) : this;
    }

    /** Whether it is a base column as it is stored, and nothing else. */
    boolean isBaseColumn() {
        return plain != null && dependsOn.equals(Dependencies.of(plain));
    }

    /** The same, and computed from something else as well. */
    Value and(Dependencies other) {
        return other.isNone() ? this : new Value(dependsOn.and(other), null, shape);
    }
}
