package dev.sallyport.policy;

/**
 * Which free texts of the server's errors and notices may carry masked values because of a statement, and are to be replaced.
 *
 * @param extent which of them, while the statement is answered
 * @param lasts whether the same goes for whatever else the transaction brings, up to its end: the statement may leave something to be run later
 */
public record Hiding(Extent extent, boolean lasts) {
    /** None. */
    public static final Hiding NOTHING = new Hiding(Extent.NOTHING, false);

    /** All of them, up to the end of the transaction. */
    public static final Hiding EVERYTHING = new Hiding(Extent.EVERYTHING, true);

    /** Which texts are replaced; what comes later includes what comes before it. */
    public enum Extent {
        NOTHING,
        /**
         * All but those that quote the columns of a key: violations of foreign keys, unique keys and exclusion constraints. Nothing that users
         * wrote runs, so that they are the server's own.
         */
        ALL_BUT_KEYS,
        EVERYTHING;

        /** The one that includes both. */
        public Extent and(Extent other) {
            return compareTo(other) >= 0 ? this : other;
        }
    }

    /** What includes both. */
    public Hiding and(Hiding other) {
        return new Hiding(extent.and(other.extent), lasts || other.lasts);
    }

    /** Whether anything is replaced. */
    public boolean hides() {
        return extent != Extent.NOTHING;
    }
}
