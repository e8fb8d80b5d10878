package dev.sallyport.masking;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** numeric in text format. NaN and the infinities are not computed with. */
enum DecimalText implements Codec<BigDecimal> {
    CODEC;

    /** So many digits are surely in the range of long. */
    private static final int FEW = 18;

    @Override
    public @Nullable BigDecimal read(byte[] bytes, int at, int length) {
        boolean negative = length > 0 && bytes[at] == '-';
        int from = negative ? at + 1 : at;
        int end = at + length;
        if (length > Decimals.MOST_DIGITS || from == end || !Ascii.isDigit(bytes[from])) {
            return null;
        }
        int point = -1;
        long unscaled = 0;
        for (int i = from; i < end; i++) {
            if (bytes[i] == '.' && point < 0 && i + 1 < end) {
                point = i;
            } else if (Ascii.isDigit(bytes[i])) {
                unscaled = unscaled * 10 + bytes[i] - '0';
            } else {
                return null;
            }
        }
        int scale = point < 0 ? 0 : end - point - 1;
        int digits = end - from - (point < 0 ? 0 : 1);
        return digits <= FEW
                ? BigDecimal.valueOf(negative ? -unscaled : unscaled, scale)
                : new BigDecimal(new String(bytes, at, length, StandardCharsets.US_ASCII));
    }

    @Override
    public void write(BigDecimal value, RowOutput out) throws MaskingFailure {
        BigInteger unscaled = value.unscaledValue();
        if (value.scale() == 0 && unscaled.bitLength() < Long.SIZE) {
            out.decimal(unscaled.longValue(), 1);
        } else {
            out.ascii(value.toPlainString());
        }
    }
}
