package dev.sallyport.masking;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * numeric in binary format: four numbers of two bytes (how many digits to the base of 10000, the power of the first, sign, how many decimal
 * digits behind the point are shown), then the digits. NaN and the infinities are not computed with.
 *
 * @see <a href="https://github.com/postgres/postgres/blob/REL_18_STABLE/src/backend/utils/adt/numeric.c">numeric_send</a>
 */
enum DecimalBinary implements Codec<BigDecimal> {
    CODEC;

    private static final int HEADER = 4 * Short.BYTES;
    private static final int BASE = 10_000;
    private static final BigInteger BIG_BASE = BigInteger.valueOf(BASE);
    private static final int BASE_DIGITS = 4;
    private static final int POSITIVE = 0;
    private static final int NEGATIVE = 0x4000;
    /** So many digits to the base are surely in the range of long. */
    private static final int FEW = 4;

    @Override
    public @Nullable BigDecimal read(byte[] bytes, int at, int length) {
        if (length < HEADER) {
            return null;
        }
        int count = int16(bytes, at);
        int weight = (short) int16(bytes, at + 2);
        int sign = int16(bytes, at + 4);
        int shown = int16(bytes, at + 6);
        int most = Decimals.MOST_DIGITS / BASE_DIGITS;
        if (length != HEADER + count * Short.BYTES
                || (sign != POSITIVE && sign != NEGATIVE)
                || count > most
                || Math.abs(weight) >= most
                || shown > Decimals.MOST_DIGITS) {
            return null;
        }
        BigInteger big = BigInteger.ZERO;
        long few = 0;
        for (int i = 0; i < count; i++) {
            int digit = int16(bytes, at + HEADER + i * Short.BYTES);
            if (digit >= BASE) {
                return null;
            }
            few = few * BASE + digit;
            if (count > FEW) {
                big = big.multiply(BIG_BASE).add(BigInteger.valueOf(digit));
            }
        }
        int scale = (count - 1 - weight) * BASE_DIGITS;
        BigDecimal value = count > FEW ? new BigDecimal(big, scale) : BigDecimal.valueOf(few, scale);
        BigDecimal plain = value.signum() == 0 ? BigDecimal.ZERO : value;
        // The digits to the base can hold zeros behind those that are shown, and nothing else.
        BigDecimal exact = plain.stripTrailingZeros().scale() <= shown ? plain.setScale(shown) : null;
        return exact == null || sign == POSITIVE ? exact : exact.negate();
    }

    @Override
    public void write(BigDecimal value, RowOutput out) throws MaskingFailure {
        int shown = Math.max(0, value.scale());
        int behind = Math.ceilDiv(shown, BASE_DIGITS);
        BigInteger left = value.abs().setScale(behind * BASE_DIGITS).unscaledValue();
        int[] digits = new int[left.bitLength() / 13 + 1];
        int count = 0;
        while (left.signum() != 0) {
            BigInteger[] parts = left.divideAndRemainder(BIG_BASE);
            digits[count++] = parts[1].intValue();
            left = parts[0];
        }
        int last = 0;
        while (last < count && digits[last] == 0) {
            last++;
        }
        out.int16(count - last);
        out.int16(count == 0 ? 0 : count - 1 - behind);
        out.int16(value.signum() < 0 ? NEGATIVE : POSITIVE);
        out.int16(shown);
        for (int i = count - 1; i >= last; i--) {
            out.int16(digits[i]);
        }
    }

    private static int int16(byte[] bytes, int at) {
        return ((bytes[at] & 0xff) << Byte.SIZE) | (bytes[at + 1] & 0xff);
    }
}
