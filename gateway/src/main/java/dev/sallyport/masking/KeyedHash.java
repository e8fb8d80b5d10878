package dev.sallyport.masking;

import dev.sallyport.policy.MaskKey;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.SecretKeySpec;

/**
 * HMAC-SHA-256. A byte that says what kind of value follows goes before each, so that a number and a text that look alike are not the
 * same. Not thread-safe.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc2104">RFC 2104</a>
 */
final class KeyedHash {
    static final int LENGTH = 32;

    private static final String ALGORITHM = "HmacSHA256";

    private final Mac mac;
    private final byte[] hash = new byte[LENGTH];
    private final byte[] input = new byte[1 + Long.BYTES];

    KeyedHash(MaskKey key) {
        try {
            mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key.reveal(), ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    /** The hash; good until the next. */
    byte[] of(byte kind, byte[] bytes, int at, int length) {
        mac.update(kind);
        mac.update(bytes, at, length);
        return finished();
    }

    /** The hash of a number, as its first eight bytes. */
    long of(byte kind, long value) {
        input[0] = kind;
        for (int i = 0; i < Long.BYTES; i++) {
            input[1 + i] = (byte) (value >> ((Long.BYTES - 1 - i) * Byte.SIZE));
        }
        mac.update(input);
        return first(finished());
    }

    /** The first eight bytes of a hash as a number. */
    static long first(byte[] hash) {
        return number(hash, 0);
    }

    /** Eight bytes of a hash as a number. */
    static long number(byte[] hash, int at) {
        return RowOutput.int64(hash, at);
    }

    private byte[] finished() {
        try {
            mac.doFinal(hash, 0);
            return hash;
        } catch (ShortBufferException e) {
            throw new IllegalStateException("a hash of " + ALGORITHM + " has " + LENGTH + " bytes", e);
        }
    }
}
