package dev.sallyport.masking;

import org.bouncycastle.crypto.fpe.FPEEngine;
import org.bouncycastle.crypto.fpe.FPEFF1Engine;
import org.bouncycastle.crypto.params.FPEParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * FF1 over numerals of one radix. Not thread-safe.
 *
 * @see <a href="https://doi.org/10.6028/NIST.SP.800-38G">NIST SP 800-38G, method FF1</a>
 */
final class Ff1 {
    /** The fewest values that a numeral string of its length must be able to have. */
    static final int SMALLEST_DOMAIN = 1_000_000;

    private static final byte[] NO_TWEAK = {};

    private final KeyParameter key;
    private final int radix;
    private final int shortest;
    private final FPEEngine engine = new FPEFF1Engine();
    private boolean tweaked;

    /**
     * Makes one.
     *
     * @param key of AES, 16, 24 or 32 bytes
     * @param radix 2 to 256
     */
    Ff1(byte[] key, int radix) {
        this.key = new KeyParameter(key);
        this.radix = radix;
        int length = 1;
        for (long domain = radix; domain < SMALLEST_DOMAIN; domain *= radix) {
            length++;
        }
        this.shortest = length;
        init(NO_TWEAK);
    }

    /** The fewest numerals that can be enciphered. */
    int shortest() {
        return shortest;
    }

    /** Enciphers numerals in their place; there are at least {@link #shortest} of them. */
    void encipher(byte[] numerals, int length) {
        if (tweaked) {
            init(NO_TWEAK);
            tweaked = false;
        }
        engine.processBlock(numerals, 0, length, numerals, 0);
    }

    /** Enciphers numerals in their place, under a tweak. */
    void encipher(byte[] numerals, int length, byte[] tweak) {
        init(tweak);
        tweaked = true;
        engine.processBlock(numerals, 0, length, numerals, 0);
    }

    private void init(byte[] tweak) {
        engine.init(true, new FPEParameters(key, radix, tweak));
    }
}
