package dev.sallyport.masking;

/** Reads ASCII from left to right, as far as it is what is expected. Not thread-safe. */
final class Ascii {
    private final byte[] bytes;
    private final int end;
    private int at;

    Ascii(byte[] bytes, int at, int length) {
        this.bytes = bytes;
        this.at = at;
        this.end = at + length;
    }

    static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    boolean atEnd() {
        return at == end;
    }

    /** Passes a character if it is there. */
    boolean skip(char expected) {
        if (at < end && bytes[at] == expected) {
            at++;
            return true;
        }
        return false;
    }

    /** Passes a text if it is there. */
    boolean skip(String expected) {
        if (end - at < expected.length()) {
            return false;
        }
        for (int i = 0; i < expected.length(); i++) {
            if (bytes[at + i] != expected.charAt(i)) {
                return false;
            }
        }
        at += expected.length();
        return true;
    }

    /** Passes a number without a sign; -1 if it has not so many digits. */
    int digits(int least, int most) {
        int from = at;
        int value = 0;
        while (at < end && at - from < most && isDigit(bytes[at])) {
            value = value * 10 + bytes[at++] - '0';
        }
        return at - from < least ? -1 : value;
    }

    /** Passes a point and the digits behind it, if they are there; in millionths, -1 for what is none. */
    int fraction() {
        if (!skip('.')) {
            return 0;
        }
        int from = at;
        int value = digits(1, 6);
        for (int i = at - from; value >= 0 && i < 6; i++) {
            value *= 10;
        }
        return value;
    }
}
