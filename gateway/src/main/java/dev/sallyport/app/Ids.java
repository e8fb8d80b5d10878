package dev.sallyport.app;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Makes ids that people can read to each other: when, and a part that nobody can guess. */
final class Ids {
    /** Without letters and digits that look alike. */
    private static final String ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";

    private static final int LENGTH = 10;
    private static final int PREFIX_LENGTH = 2;
    private static final DateTimeFormatter WHEN =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private Ids() {}

    /** An id that is unique for all time: {@code 20260131-235959-k3v9x2m7qa}. */
    static String next(InstantSource clock, SecureRandom random) {
        return WHEN.format(clock.instant()) + "-" + letters(random, LENGTH);
    }

    /** What the ids of requests begin with, different at each start. */
    static String prefix(SecureRandom random) {
        return letters(random, PREFIX_LENGTH) + "-";
    }

    private static String letters(SecureRandom random, int count) {
        StringBuilder letters = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            letters.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return letters.toString();
    }
}
