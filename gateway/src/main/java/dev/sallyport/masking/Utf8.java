package dev.sallyport.masking;

/** Steps through UTF-8, one code point at a time, and finds what is none. */
final class Utf8 {
    /** What is not UTF-8. */
    static final int MALFORMED = -1;

    private static final int CONTINUED = 0x80;
    private static final int SURROGATES = 0xD800;
    private static final int BEHIND_SURROGATES = 0xE000;

    private Utf8() {}

    /** Where the code point that begins at a place ends, or {@link #MALFORMED}. */
    static int next(byte[] bytes, int at, int end) {
        byte first = bytes[at];
        if (first >= 0) {
            return at + 1;
        }
        int size = (first & 0xE0) == 0xC0 ? 2 : (first & 0xF0) == 0xE0 ? 3 : (first & 0xF8) == 0xF0 ? 4 : 0;
        if (size == 0 || size > end - at) {
            return MALFORMED;
        }
        int point = first & (0xff >> (size + 1));
        for (int i = 1; i < size; i++) {
            if ((bytes[at + i] & 0xC0) != CONTINUED) {
                return MALFORMED;
            }
            point = (point << 6) | (bytes[at + i] & 0x3f);
        }
        int least = size == 2 ? 0x80 : size == 3 ? 0x800 : 0x10000;
        boolean sound = point >= least
                && point <= Character.MAX_CODE_POINT
                && (point < SURROGATES || point >= BEHIND_SURROGATES);
        return sound ? at + size : MALFORMED;
    }

    /** Where the code point that ends at a place begins; the bytes are known to be UTF-8. */
    static int previous(byte[] bytes, int at) {
        int begin = at - 1;
        while ((bytes[begin] & 0xC0) == CONTINUED) {
            begin--;
        }
        return begin;
    }

    /** How many code points there are, or {@link #MALFORMED}. */
    static int count(byte[] bytes, int at, int length) {
        int count = 0;
        int end = at + length;
        for (int place = at; place < end; count++) {
            place = next(bytes, place, end);
            if (place == MALFORMED) {
                return MALFORMED;
            }
        }
        return count;
    }
}
