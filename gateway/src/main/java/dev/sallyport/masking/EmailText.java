package dev.sallyport.masking;

/** An e-mail address: the first letter stays, if there are more, and the top-level domain does. */
enum EmailText implements ValueMask {
    MASK;

    /** The longest address that is read, in bytes. RFC 5321 allows no longer path. */
    static final int LONGEST = 254;

    /** The longest top-level domain that stays, in letters; there is none that is longer. */
    static final int LONGEST_TOP = 24;

    @Override
    public boolean write(byte[] bytes, int at, int length, RowOutput out) throws MaskingFailure {
        int end = at + length;
        if (length > LONGEST || Utf8.count(bytes, at, length) == Utf8.MALFORMED) {
            return false;
        }
        int sign = -1;
        int point = -1;
        for (int i = at; i < end; i++) {
            if (bytes[i] == '@') {
                if (sign >= 0) {
                    return false;
                }
                sign = i;
            } else if (bytes[i] == '.') {
                point = i;
            } else if (bytes[i] >= 0 && bytes[i] <= ' ') {
                return false;
            }
        }
        int top = end - point - 1;
        if (sign <= at || point <= sign + 1 || top < 2 || top > LONGEST_TOP) {
            return false;
        }
        for (int i = point + 1; i < end; i++) {
            if (!Character.isLetter(bytes[i]) || bytes[i] < 0) {
                return false;
            }
        }
        int first = Utf8.next(bytes, at, end);
        if (first < sign) {
            out.copy(bytes, at, first - at);
        }
        out.ascii("***@***");
        out.copy(bytes, point, end - point);
        return true;
    }
}
