package dev.sallyport.masking;

import java.util.Set;

/**
 * A telephone number, as it is dialled or with punctuation: the country code stays, if there is a plus sign before it, and the last two
 * digits do.
 *
 * @see <a href="https://www.itu.int/rec/T-REC-E.164">ITU-T E.164</a>
 */
enum PhoneText implements ValueMask {
    MASK;

    private static final int FEWEST = 7;
    private static final int MOST = 15;
    private static final int KEPT = 2;
    /** The fewest digits that are hidden. */
    private static final int LEAST_HIDDEN = 4;

    private static final String PUNCTUATION = " -.()/";

    /** Country codes of two digits; of those that begin with 1 or 7 there is one digit, of all others there are three. */
    private static final Set<Integer> TWO_DIGITS = Set.of(
            20, 27, 30, 31, 32, 33, 34, 36, 39, 40, 41, 43, 44, 45, 46, 47, 48, 49, 51, 52, 53, 54, 55, 56, 57, 58, 60,
            61, 62, 63, 64, 65, 66, 81, 82, 84, 86, 90, 91, 92, 93, 94, 95, 98);

    @Override
    public boolean write(byte[] bytes, int at, int length, RowOutput out) throws MaskingFailure {
        byte[] number = new byte[MOST];
        int digits = 0;
        boolean international = length > 0 && bytes[at] == '+';
        for (int i = international ? at + 1 : at; i < at + length; i++) {
            if (Ascii.isDigit(bytes[i]) && digits < MOST) {
                number[digits++] = bytes[i];
            } else if (bytes[i] < 0 || PUNCTUATION.indexOf(bytes[i]) < 0) {
                return false;
            }
        }
        if (digits < FEWEST) {
            return false;
        }
        int country = international ? countryDigits(number) : 0;
        if (country > 0 && digits - country - KEPT >= LEAST_HIDDEN) {
            out.int8((byte) '+');
            out.copy(number, 0, country);
            out.int8((byte) ' ');
        }
        out.ascii("*** ");
        out.copy(number, digits - KEPT, KEPT);
        return true;
    }

    private static int countryDigits(byte[] number) {
        int first = number[0] - '0';
        if (first == 1 || first == 7) {
            return 1;
        }
        return first == 0 ? 0 : TWO_DIGITS.contains(first * 10 + number[1] - '0') ? 2 : 3;
    }
}
