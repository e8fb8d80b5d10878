package dev.sallyport.catalog;

/**
 * Tells how old transactions are within one snapshot. They have numbers of 32 bits that begin again, so that one of which too many have
 * followed seems to be still to come (PostgreSQL documentation, "Preventing Transaction ID Wraparound Failures").
 *
 * @param latest the number that {@code age} of the server counts back from
 */
record XidClock(long latest) {
    /** How many transactions ago one may be that is compared with. */
    static final long OLDEST = 1 << 28;

    /** How many transactions ago one was, less than 0 if it was longer ago than can be told. */
    long age(long transaction) {
        return (int) (latest - transaction);
    }

    /** Whether it is told how long ago one was. */
    boolean reaches(long transaction) {
        return age(transaction) >= 0 && age(transaction) <= OLDEST;
    }
}
