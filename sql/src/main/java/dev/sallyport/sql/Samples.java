package dev.sallyport.sql;

import dev.sallyport.sql.parser.TreeNode;

/** TABLESAMPLE (PostgreSQL documentation, "SELECT", FROM clause). */
public final class Samples {
    private static final String BERNOULLI = "bernoulli";

    private Samples() {}

    /**
     * Whether the rows of a sample can tell where rows lie, and so how long they are: with a known seed they are picked by their places,
     * and SYSTEM picks whole pages. BERNOULLI without a seed picks each row by chance alone.
     *
     * @param sample a RangeTableSample node
     */
    public static boolean tellPlaces(TreeNode sample) {
        return sample.has("repeatable") || !sample.names("method").getLast().equals(BERNOULLI);
    }
}
