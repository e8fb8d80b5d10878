package dev.sallyport.masking;

/**
 * What a text column can hold. Texts are UTF-8.
 *
 * @param most the most characters; {@link #UNLIMITED} for no limit
 * @param padded whether blanks are added up to that, and mean nothing
 */
record TextShape(int most, boolean padded) {
    static final int UNLIMITED = Integer.MAX_VALUE;

    static final TextShape ANY = new TextShape(UNLIMITED, false);

    /** How many of the bytes count: all, but the blanks at the end of what is padded. */
    int significant(byte[] bytes, int at, int length) {
        int end = at + length;
        while (padded && end > at && bytes[end - 1] == ' ') {
            end--;
        }
        return end - at;
    }

    /** Adds the blanks behind a text of ASCII that was written from a place on; no more than {@link TypeConstants#LONGEST_PADDED}. */
    void pad(int start, RowOutput out) throws MaskingFailure {
        if (padded && most <= TypeConstants.LONGEST_PADDED) {
            while (out.length() - start < most) {
                out.int8((byte) ' ');
            }
        }
    }
}
