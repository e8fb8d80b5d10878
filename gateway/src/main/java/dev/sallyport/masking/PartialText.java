package dev.sallyport.masking;

/**
 * Keeps some characters at either end. What is between them becomes three asterisks, however long it is. Where fewer than
 * {@link #LEAST_HIDDEN} characters would be hidden, nothing is kept.
 */
record PartialText(int first, int last, TextShape shape) implements ValueMask {

    /** The fewest characters that are hidden of a value that shows some; more than the asterisks that stand for them. */
    static final int LEAST_HIDDEN = 4;

    static final String HIDDEN = "***";

    @Override
    public boolean write(byte[] bytes, int at, int length, RowOutput out) throws MaskingFailure {
        int size = shape.significant(bytes, at, length);
        int end = at + size;
        if (Utf8.count(bytes, at, size) < first + last + LEAST_HIDDEN) {
            return false;
        }
        int hiddenFrom = at;
        for (int i = 0; i < first; i++) {
            hiddenFrom = Utf8.next(bytes, hiddenFrom, end);
        }
        int hiddenTo = end;
        for (int i = 0; i < last; i++) {
            hiddenTo = Utf8.previous(bytes, hiddenTo);
        }
        out.copy(bytes, at, hiddenFrom - at);
        out.ascii(HIDDEN);
        out.copy(bytes, hiddenTo, end - hiddenTo);
        int blanks = shape.padded() ? shape.most() - first - last - HIDDEN.length() : 0;
        for (int i = 0; i < blanks && shape.most() <= TypeConstants.LONGEST_PADDED; i++) {
            out.int8((byte) ' ');
        }
        return true;
    }
}
