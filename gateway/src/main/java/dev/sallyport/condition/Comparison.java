package dev.sallyport.condition;

/**
 * A place in an expression where a variable, or each element of it, is compared with a text that is written out: so that a word which
 * the variable can never be is found when the expression is compiled, not by a rule that never holds.
 *
 * @param path the variable and its field: {@code statement.kinds}
 * @param manner how they are compared
 * @param constant the text
 * @param line the line of the expression, 1 or more
 * @param column the column in that line, in code points, 1 or more
 */
public record Comparison(String path, Manner manner, String constant, int line, int column) {

    /** How a variable is compared with a text. */
    public enum Manner {
        /** By {@code ==}, {@code !=} or {@code in}. */
        EQUAL,
        /** By {@code startsWith}. */
        STARTS_WITH,
        /** By {@code endsWith}. */
        ENDS_WITH,
        /** By {@code contains}. */
        CONTAINS
    }

    /** Whether the comparison holds for a value. */
    public boolean holdsFor(String value) {
        return switch (manner) {
            case EQUAL -> value.equals(constant);
            case STARTS_WITH -> value.startsWith(constant);
            case ENDS_WITH -> value.endsWith(constant);
            case CONTAINS -> value.contains(constant);
        };
    }
}
