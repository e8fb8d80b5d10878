package dev.sallyport.wire;

import java.util.function.IntPredicate;

/** The two simplest answers to which frames pass unread. */
enum Passing implements IntPredicate {
    NOTHING,
    EVERYTHING;

    @Override
    public boolean test(int type) {
        return this == EVERYTHING;
    }
}
