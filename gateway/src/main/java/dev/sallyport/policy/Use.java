package dev.sallyport.policy;

import java.util.Locale;

/** For what a statement uses a masked column beside showing it masked, each with an answer of its own in a mask's {@code flows}. */
public enum Use {
    /** What is made of the column is a column of the answer. */
    OUTPUT,
    /** The column decides which rows there are, or in which order, or whether the statement fails; but for {@link #EQUALITY}. */
    PREDICATE,
    /**
     * The column decides that by nothing but whether it equals what the statement says, or an unmasked column of a table. Grouping and
     * DISTINCT are not among it: a server that groups by sorting returns the groups in the order of the values.
     */
    EQUALITY,
    /** A count, sum, average or deviation of the column over groups of rows of its table, and nothing else of it, is in the answer. */
    AGGREGATE,
    /** The column is written, or what is made of it is written elsewhere. */
    WRITE,
    /** Which of them can't be told: the strictest answer to any counts. */
    ANY;

    /** Its key in the configuration, but for {@link #ANY}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
