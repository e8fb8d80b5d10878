package dev.sallyport.masking;

import org.jspecify.annotations.Nullable;

/** Whole numbers in decimal digits: int2, int4 and int8 in text format. */
record WholeText(long least, long most) implements Codec<Long> {
    /** The most digits of a number that fits. */
    private static final int MOST_DIGITS = 19;

    @Override
    public @Nullable Long read(byte[] bytes, int at, int length) {
        boolean negative = length > 0 && bytes[at] == '-';
        int from = negative ? at + 1 : at;
        int end = at + length;
        if (from == end || end - from > MOST_DIGITS) {
            return null;
        }
        // Counted downwards, since there is one negative number more than there are positive ones.
        long value = 0;
        for (int i = from; i < end; i++) {
            if (!Ascii.isDigit(bytes[i])) {
                return null;
            }
            value = value * 10 - (bytes[i] - '0');
        }
        if (value > 0 || (!negative && value == Long.MIN_VALUE)) {
            return null;
        }
        long signed = negative ? value : -value;
        return signed < least || signed > most ? null : (Long) signed;
    }

    @Override
    public void write(Long value, RowOutput out) throws MaskingFailure {
        out.decimal(value, 1);
    }
}
