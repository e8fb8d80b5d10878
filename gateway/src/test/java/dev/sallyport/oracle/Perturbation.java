package dev.sallyport.oracle;

import java.util.Optional;

/** A way to change the values of a column, those of all rows in one go. Each shows flows that another does not. */
enum Perturbation {
    /** Each row has another value, as different from the others as before. */
    CHANGE {
        @Override
        Optional<String> expression(String column, String category, String type) {
            return Optional.ofNullable(
                    switch (category) {
                        case "N" -> "(" + column + " + 1000)::" + type;
                        case "S" -> "(" + column + " || '~')::" + type;
                        case "B" -> "NOT " + column;
                        case "D" -> "(" + column + " + interval '400 days')::" + type;
                        case "T" -> "(" + column + " + interval '3 hours')::" + type;
                        case "A" -> column + " || " + column;
                        default -> null;
                    });
        }
    },
    /** Each row has the value of the next, and the last that of the first. */
    ROTATE {
        @Override
        Optional<String> expression(String column, String category, String type) {
            return Optional.of("(SELECT n." + column + " FROM saved n WHERE n.sallyport_row = s.sallyport_row % "
                    + "(SELECT count(*) FROM saved) + 1)");
        }
    },
    /** All rows have the value of the first. */
    LEVEL {
        @Override
        Optional<String> expression(String column, String category, String type) {
            return Optional.of("(SELECT n." + column + " FROM saved n WHERE n.sallyport_row = 1)");
        }
    },
    /** No row has a value. */
    CLEAR {
        @Override
        Optional<String> expression(String column, String category, String type) {
            return Optional.of("NULL::" + type);
        }
    };

    /**
     * What a row of {@code saved s} has in place of its value.
     *
     * @param column quoted
     * @param category pg_type.typcategory
     * @param type as it is written
     * @return empty if it can't be done to such a type
     */
    abstract Optional<String> expression(String column, String category, String type);
}
