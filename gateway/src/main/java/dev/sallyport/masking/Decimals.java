package dev.sallyport.masking;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * What a column of type numeric can hold.
 *
 * @param precision the most digits, 0 for no limit
 * @param scale how many of them are behind the point; can be negative, and more than the precision
 * @see <a href="https://www.postgresql.org/docs/18/datatype-numeric.html#DATATYPE-NUMERIC-DECIMAL">PostgreSQL
 *     documentation, arbitrary precision numbers</a>
 */
record Decimals(int precision, int scale) {
    /** The most digits of a number that is computed with, behind and before the point. */
    static final int MOST_DIGITS = 1_000;

    static final Decimals ANY = new Decimals(0, 0);

    /** VARHDRSZ, which the modifier has on top. */
    private static final int MODIFIER_OFFSET = 4;

    private static final int SCALE_BITS = 11;
    private static final int SCALE_SIGN = 1 << (SCALE_BITS - 1);
    private static final int SCALE_MASK = (1 << SCALE_BITS) - 1;

    static Decimals of(int modifier) {
        if (modifier < MODIFIER_OFFSET) {
            return ANY;
        }
        int packed = modifier - MODIFIER_OFFSET;
        return new Decimals((packed >> Short.SIZE) & 0xffff, ((packed & SCALE_MASK) ^ SCALE_SIGN) - SCALE_SIGN);
    }

    boolean isLimited() {
        return precision > 0;
    }

    /** The same number as the column would hold it; null if it does not fit without rounding. */
    @Nullable
    BigDecimal fit(BigDecimal value) {
        if (!isLimited()) {
            return value.scale() < 0 ? value.setScale(0) : value;
        }
        if (value.signum() == 0) {
            return BigDecimal.ZERO.setScale(Math.max(0, scale));
        }
        BigDecimal bare = value.stripTrailingZeros();
        if (bare.scale() > scale || bare.precision() - bare.scale() > precision - scale) {
            return null;
        }
        return bare.setScale(Math.max(0, scale), RoundingMode.UNNECESSARY);
    }
}
