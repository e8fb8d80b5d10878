package dev.sallyport.policy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * The secret of a mask function. It prints as {@code ***}. Two are equal when they hold the same bytes, so that two masks with one
 * key show the same value alike. Immutable.
 */
public final class MaskKey {

    /** The shortest key, in bytes of UTF-8: one that is shorter can be found by trying all. */
    public static final int SHORTEST = 16;

    /** The longest key, in bytes of UTF-8. */
    public static final int LONGEST = 1024;

    private final byte[] bytes;

    /**
     * Makes a key.
     *
     * @param text its text, as a configuration holds it
     * @throws IllegalArgumentException if it is too short or too long
     */
    public MaskKey(String text) {
        if (!fits(text)) {
            throw new IllegalArgumentException("a key has " + SHORTEST + " to " + LONGEST + " bytes");
        }
        this.bytes = text.getBytes(StandardCharsets.UTF_8);
    }

    /** Whether a text is neither too short nor too long. */
    public static boolean fits(String text) {
        int length = text.getBytes(StandardCharsets.UTF_8).length;
        return length >= SHORTEST && length <= LONGEST;
    }

    /** The key itself, for the one place that needs it. */
    public byte[] reveal() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MaskKey key && MessageDigest.isEqual(bytes, key.bytes);
    }

    /** The same for all: a hash of a key would tell of it. */
    @Override
    public int hashCode() {
        return MaskKey.class.hashCode();
    }

    @Override
    public String toString() {
        return "***";
    }
}
