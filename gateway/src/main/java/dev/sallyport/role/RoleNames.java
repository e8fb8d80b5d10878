package dev.sallyport.role;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.IntUnaryOperator;
import java.util.regex.Pattern;

/** What the roles are called that Sallyport makes. */
final class RoleNames {
    /** What the name of every role begins with that Sallyport makes. */
    static final String PREFIX = "sallyport_";

    /** Letters and digits of a short-lived role's name: 130 bits by chance. */
    static final int RANDOM_LETTERS = 26;

    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
    private static final Pattern SHORT_LIVED = Pattern.compile(PREFIX + "[a-z2-7]{" + RANDOM_LETTERS + "}");
    private static final String GROUP_PREFIX = PREFIX + "access_";
    private static final String KEPT_PREFIX = PREFIX + "kept_";
    private static final int DIGEST_BYTES = 8;

    private RoleNames() {}

    /**
     * A new name of a short-lived role.
     *
     * @param random gives a number from 0 to below its argument
     */
    static String shortLived(IntUnaryOperator random) {
        StringBuilder name = new StringBuilder(PREFIX);
        for (int letter = 0; letter < RANDOM_LETTERS; letter++) {
            name.append(ALPHABET.charAt(random.applyAsInt(ALPHABET.length())));
        }
        return name.toString();
    }

    static boolean isShortLived(String name) {
        return SHORT_LIVED.matcher(name).matches();
    }

    /** What a short-lived role is called once it stays as the owner of what its session left. */
    static String kept(String shortLived) {
        return KEPT_PREFIX + shortLived.substring(PREFIX.length());
    }

    /** The group of an access entry. PostgreSQL would cut off what is too long, so that two entries could share one. */
    static String group(String access) {
        String name = GROUP_PREFIX + access;
        if (name.getBytes(StandardCharsets.UTF_8).length <= AccessRole.LONGEST_NAME) {
            return name;
        }
        String digest = "_" + digest(access);
        return name.substring(0, AccessRole.LONGEST_NAME - digest.length()) + digest;
    }

    private static String digest(String text) {
        try {
            byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sha256, 0, DIGEST_BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
