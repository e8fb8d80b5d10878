package dev.sallyport.app;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;

/** Makes the names of sessions, grants and requests. */
final class Ids {
    /** Without letters and digits that look alike. */
    private static final String ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";

    private static final int PREFIX_LENGTH = 2;

    private static final int TIME_SHIFT = 16;
    private static final long VERSION_7 = 0x7000L;
    private static final int RANDOM_BITS_BESIDE_VERSION = 0x0FFF;
    private static final long VARIANT = 0x8000_0000_0000_0000L;
    private static final long RANDOM_BITS_BESIDE_VARIANT = 0x3FFF_FFFF_FFFF_FFFFL;

    private Ids() {}

    /**
     * An id that is unique for all time, that nobody can guess, and whose order is that of time: a UUID of version 7. It goes into
     * errors that clients compare, log and search, and tools for that know a UUID when they see one.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-7">RFC 9562, section 5.7</a>
     */
    static String next(InstantSource clock, SecureRandom random) {
        long high = (clock.millis() << TIME_SHIFT) | VERSION_7 | (random.nextInt() & RANDOM_BITS_BESIDE_VERSION);
        long low = VARIANT | (random.nextLong() & RANDOM_BITS_BESIDE_VARIANT);
        return new UUID(high, low).toString();
    }

    /** What the ids of requests begin with, different at each start. */
    static String prefix(SecureRandom random) {
        StringBuilder letters = new StringBuilder(PREFIX_LENGTH + 1);
        for (int i = 0; i < PREFIX_LENGTH; i++) {
            letters.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return letters.append('-').toString();
    }
}
