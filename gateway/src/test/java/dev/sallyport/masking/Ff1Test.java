package dev.sallyport.masking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** By the samples that NIST publishes for FF1. */
class Ff1Test {
    private static final String KEY = "2B7E151628AED2A6ABF7158809CF4F3C";
    private static final String LONG_KEY = KEY + "EF4359D8D580AA4F7F036D6F04FC6A94";

    @Test
    void theSamplesOfTheStandardComeOut() {
        assertThat(enciphered(KEY, 10, "", "0123456789")).isEqualTo("2433477484");
        assertThat(enciphered(KEY, 10, "39383736353433323130", "0123456789")).isEqualTo("6124200773");
        assertThat(enciphered(KEY, 36, "3737373770717273373737", "0123456789abcdefghi"))
                .isEqualTo("a9tv40mll9kdu509eum");
        assertThat(enciphered(LONG_KEY, 10, "", "0123456789")).isEqualTo("6657667009");
    }

    @Test
    void aTweakIsForgottenAfterUse() {
        Ff1 cipher = new Ff1(HexFormat.of().parseHex(KEY), 10);
        byte[] plain = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
        byte[] tweaked = plain.clone();
        byte[] after = plain.clone();

        cipher.encipher(tweaked, tweaked.length, new byte[] {7});
        cipher.encipher(after, after.length);

        assertThat(after).isEqualTo(new byte[] {2, 4, 3, 3, 4, 7, 7, 4, 8, 4}).isNotEqualTo(tweaked);
    }

    @Test
    void theSmallestDomainHasAMillionValues() {
        Ff1 digits = new Ff1(HexFormat.of().parseHex(KEY), 10);
        Ff1 letters = new Ff1(HexFormat.of().parseHex(KEY), 26);

        assertThat(digits.shortest()).isEqualTo(6);
        assertThat(letters.shortest()).isEqualTo(5);
        digits.encipher(new byte[6], 6);
        letters.encipher(new byte[5], 5);
        assertThatIllegalArgumentException().isThrownBy(() -> digits.encipher(new byte[5], 5));
        assertThatIllegalArgumentException().isThrownBy(() -> letters.encipher(new byte[4], 4));
    }

    private static String enciphered(String key, int radix, String tweak, String text) {
        byte[] numerals = new byte[text.length()];
        for (int i = 0; i < numerals.length; i++) {
            numerals[i] = (byte) Character.digit(text.charAt(i), radix);
        }
        Ff1 cipher = new Ff1(HexFormat.of().parseHex(key), radix);
        if (tweak.isEmpty()) {
            cipher.encipher(numerals, numerals.length);
        } else {
            cipher.encipher(numerals, numerals.length, HexFormat.of().parseHex(tweak));
        }
        for (int i = 0; i < numerals.length; i++) {
            numerals[i] = (byte) Character.forDigit(numerals[i], radix);
        }
        return new String(numerals, StandardCharsets.US_ASCII);
    }
}
