package dev.sallyport.catalog;

/** A look at whether a catalog that was read before still holds. */
final class Look {

    /** How closely it is made. Each finds for certain that nothing has changed if no transaction has ended since. */
    enum Depth {
        /** Else it says nothing. */
        GLANCE,
        /** Else it compares if the server's statistics tell of a change; they may tell of it late. */
        HINTED,
        /** Else it compares. */
        THOROUGH
    }

    /** What it found. */
    enum Outcome {
        /** No transaction has ended since: nothing has changed. */
        UNTOUCHED,
        /** Nothing tells of a change, but what there is was not compared with what is known. */
        NOT_COMPARED,
        /** Compared, and equal. */
        UNCHANGED,
        /** Read, for the first time or because it was not equal. */
        READ
    }

    /**
     * What came of it.
     *
     * @param comparing for how long it compared, in nanoseconds
     * @param reading for how long it read, in nanoseconds
     */
    record Found(CatalogReader.Marked marked, Outcome outcome, long comparing, long reading) {}

    private Look() {}
}
