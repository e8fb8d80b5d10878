package dev.sallyport.masking;

/** The number of a payment card, blanks and hyphens in it: the last four digits stay. */
enum CardText implements ValueMask {
    MASK;

    /** How many digits a primary account number has by ISO/IEC 7812-1, those of old cards apart. */
    private static final int FEWEST = 12;

    private static final int MOST = 19;
    private static final int KEPT = 4;

    @Override
    public boolean write(byte[] bytes, int at, int length, RowOutput out) throws MaskingFailure {
        byte[] last = new byte[KEPT];
        int digits = 0;
        for (int i = at; i < at + length; i++) {
            if (Ascii.isDigit(bytes[i]) && digits < MOST) {
                last[digits++ % KEPT] = bytes[i];
            } else if (bytes[i] != ' ' && bytes[i] != '-') {
                return false;
            }
        }
        if (digits < FEWEST) {
            return false;
        }
        out.ascii("**** ");
        for (int i = 0; i < KEPT; i++) {
            out.int8(last[(digits + i) % KEPT]);
        }
        return true;
    }
}
