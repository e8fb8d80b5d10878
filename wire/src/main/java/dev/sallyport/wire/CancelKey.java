package dev.sallyport.wire;

/** The bounds of a secret key by which a statement can be cancelled. */
final class CancelKey {
    /** The fewest bytes of a key, and all there are in protocol 3.0. */
    static final int SHORTEST = 4;
    /** The most bytes of a key since protocol 3.2. */
    static final int LONGEST = 256;

    private CancelKey() {}

    static Bytes checked(Bytes key) {
        if (!fits(key.length())) {
            throw new IllegalArgumentException("a cancel key has from " + SHORTEST + " to " + LONGEST + " bytes");
        }
        return key;
    }

    static boolean fits(int length) {
        return length >= SHORTEST && length <= LONGEST;
    }
}
