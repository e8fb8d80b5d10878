package dev.sallyport.masking;

import dev.sallyport.policy.MaskKey;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * {@code format-preserving}: another value of the same form, and for each value a different one. For one thread.
 *
 * <p>The digits of a text are enciphered as one number in decimal, its letters as one to the base of 26, under what the digits became.
 * Numbers keep how many digits they have. Where there are some, but too few for FF1, nothing is shown.
 */
final class FormatPreservingFunction implements Transform {
    /** The most digits or letters that are enciphered. */
    static final int MOST = 256;

    /**
     * How often a number is enciphered at the most, until it has no leading zero and is in its type's range. One in nine is, where the fewest
     * are: of ten digits in int4.
     */
    static final int MOST_STEPS = 1_000;

    private static final int LETTERS = 26;
    private static final int BASE = 10;
    /** A number has no leading zero, so this many digits are needed for a million of values. */
    private static final int FEWEST_DIGITS = 7;

    private static final byte[] PURPOSE = "ipher: AES key of FF1".getBytes(StandardCharsets.US_ASCII);

    private final Ff1 digits;
    private final Ff1 letters;
    private final byte[] digitsRoom = new byte[MOST];
    private final byte[] lettersRoom = new byte[MOST];

    private final int mostSteps;

    FormatPreservingFunction(MaskKey key) {
        this(key, MOST_STEPS);
    }

    FormatPreservingFunction(MaskKey key, int mostSteps) {
        this.mostSteps = mostSteps;
        // A key of its own, so that nothing else that is made with the mask's key can be of use against it.
        byte[] derived =
                new KeyedHash(key).of((byte) 'c', PURPOSE, 0, PURPOSE.length).clone();
        this.digits = new Ff1(derived, BASE);
        this.letters = new Ff1(derived, LETTERS);
    }

    @Override
    public ValueMask text(TextShape shape) {
        return this::text;
    }

    private boolean text(byte[] bytes, int at, int length, RowOutput out) throws MaskingFailure {
        int digitCount = 0;
        int letterCount = 0;
        for (int i = at; i < at + length; i++) {
            byte b = bytes[i];
            if (Ascii.isDigit(b)) {
                if (digitCount == MOST) {
                    return false;
                }
                digitsRoom[digitCount++] = (byte) (b - '0');
            } else if (isLetter(b)) {
                if (letterCount == MOST) {
                    return false;
                }
                lettersRoom[letterCount++] = (byte) ((b | ' ') - 'a');
            } else if (b < ' ' || b > '~') {
                // What stands beyond ASCII may be a letter, and would show.
                return false;
            }
        }
        if (digitCount + letterCount == 0 || isFew(digitCount, digits) || isFew(letterCount, letters)) {
            return false;
        }
        encipher(digitCount, letterCount);
        int digit = 0;
        int letter = 0;
        for (int i = at; i < at + length; i++) {
            byte b = bytes[i];
            if (Ascii.isDigit(b)) {
                out.int8((byte) (digitsRoom[digit++] + '0'));
            } else if (isLetter(b)) {
                out.int8((byte) (lettersRoom[letter++] + (b & ' ') + 'A'));
            } else {
                out.int8(b);
            }
        }
        return true;
    }

    private static boolean isFew(int count, Ff1 cipher) {
        return count > 0 && count < cipher.shortest();
    }

    /** Each part goes into the other's tweak, so that values that are alike in one part alone don't show it. */
    private void encipher(int digitCount, int letterCount) {
        if (letterCount == 0) {
            digits.encipher(digitsRoom, digitCount);
        } else if (digitCount == 0) {
            letters.encipher(lettersRoom, letterCount);
        } else {
            digits.encipher(digitsRoom, digitCount, Arrays.copyOf(lettersRoom, letterCount));
            letters.encipher(lettersRoom, letterCount, Arrays.copyOf(digitsRoom, digitCount));
        }
    }

    private static boolean isLetter(byte b) {
        return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
    }

    @Override
    public Mapping<Long> whole(long least, long most) {
        return value -> {
            BigInteger masked = value == Long.MIN_VALUE
                    ? null
                    : permuted(BigInteger.valueOf(Math.abs(value)), BigInteger.valueOf(most));
            return masked == null ? null : (Long) (value < 0 ? -masked.longValueExact() : masked.longValueExact());
        };
    }

    @Override
    public Mapping<BigDecimal> decimal(Decimals column) {
        return value -> {
            BigInteger masked = permuted(value.unscaledValue().abs(), null);
            return masked == null ? null : new BigDecimal(value.signum() < 0 ? masked.negate() : masked, value.scale());
        };
    }

    /**
     * A number of as many digits, by walking the cycle of the cipher until one comes.
     *
     * @param most the greatest there is; null for none
     */
    private @Nullable BigInteger permuted(BigInteger value, @Nullable BigInteger most) {
        String text = value.toString();
        int count = text.length();
        if (count < FEWEST_DIGITS || count > MOST || (most != null && value.compareTo(most) > 0)) {
            return null;
        }
        for (int i = 0; i < count; i++) {
            digitsRoom[i] = (byte) (text.charAt(i) - '0');
        }
        for (int step = 0; step < mostSteps; step++) {
            digits.encipher(digitsRoom, count);
            if (digitsRoom[0] != 0) {
                BigInteger masked = number(count);
                if (most == null || masked.compareTo(most) <= 0) {
                    return masked;
                }
            }
        }
        return null;
    }

    private BigInteger number(int count) {
        char[] text = new char[count];
        for (int i = 0; i < count; i++) {
            text[i] = (char) ('0' + digitsRoom[i]);
        }
        return new BigInteger(new String(text));
    }
}
