package dev.sallyport.sql.bound;

/** How much looking at one write may cost; subqueries within subqueries are looked at more than once. For one write. */
final class Effort {
    /** So many parts are looked at; a condition that takes more restricts nothing that is known. */
    static final int MAXIMUM_STEPS = 200_000;

    /** So many queries may be looked at from within one another. */
    static final int MAXIMUM_DEPTH = 32;

    private int steps;
    private int depth;

    /** Counts one part. */
    void step() {
        steps++;
    }

    boolean spent() {
        return steps > MAXIMUM_STEPS;
    }

    /** Whether one more query may be looked at from within those that are; to be left again if so. */
    boolean enter() {
        steps++;
        if (depth >= MAXIMUM_DEPTH) {
            steps = MAXIMUM_STEPS + 1;
        }
        if (spent()) {
            return false;
        }
        depth++;
        return true;
    }

    void leave() {
        depth--;
    }
}
