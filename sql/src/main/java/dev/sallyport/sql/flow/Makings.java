package dev.sallyport.sql.flow;

import dev.sallyport.sql.flow.Flow.Length;

/**
 * What the values of a statement are made of, beside columns as they are: that decides which of them can be long because of which. What
 * only conditions are made of does not count. For one thread.
 */
final class Makings {
    private static final int GIVEN = 1;
    private static final int MIXED = 2;

    private int found;
    private int kept;

    /** A value stands there that the client may have made as long as it likes. */
    void given() {
        found |= GIVEN;
    }

    /** Something is made of values that stand there: a choice among them, or what a function makes of them. */
    void mixed() {
        found |= MIXED;
    }

    /** What has been found, for {@link #forgetSince}. */
    int mark() {
        return found;
    }

    /** Forgets what has been found since a mark, for it is a part of a condition. */
    void forgetSince(int mark) {
        found = mark | kept;
    }

    /** What was found until now can be named elsewhere, too. */
    void keep() {
        kept |= found;
    }

    /** What decides how long values are that are not short anyway. */
    Length length() {
        if ((found & MIXED) == 0) {
            return Length.OF_ONE;
        }
        return (found & GIVEN) == 0 ? Length.OF_SEVERAL : Length.OF_WHAT_IS_GIVEN;
    }
}
