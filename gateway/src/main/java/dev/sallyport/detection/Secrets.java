package dev.sallyport.detection;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Keys, tokens and hashes of passwords. */
public final class Secrets {
    /** Prefixes that those who hand out secrets have given them so that they are found. */
    private static final Pattern KNOWN = Pattern.compile("(?:AKIA|ASIA)[A-Z0-9]{16}"
            + "|gh[opsur]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,}|glpat-[A-Za-z0-9_-]{20,}"
            + "|xox[abeprs]-[A-Za-z0-9-]{10,}|(?:sk|rk|pk)_(?:live|test)_[A-Za-z0-9]{10,}|sk-[A-Za-z0-9_-]{20,}"
            + "|AIza[A-Za-z0-9_-]{35}|ya29\\.[A-Za-z0-9_-]{20,}|npm_[A-Za-z0-9]{30,}|pypi-[A-Za-z0-9_-]{20,}"
            + "|SG\\.[A-Za-z0-9_-]{16,}\\.[A-Za-z0-9_-]{16,}|hv[bs]\\.[A-Za-z0-9_-]{20,}"
            + "|eyJ[A-Za-z0-9_-]{5,}\\.[A-Za-z0-9_-]{5,}\\.[A-Za-z0-9_-]*"
            + "|-----BEGIN [A-Z ]*PRIVATE KEY-----[\\s\\S]*"
            + "|\\$(?:2[abxy]|argon2(?:id?|d)|scrypt|5|6|y|pbkdf2[a-z0-9-]*)\\$\\S{10,}"
            + "|SCRAM-SHA-256\\$\\S{20,}|md5[0-9a-f]{32}");

    private static final Pattern ONE_WORD = Pattern.compile("[A-Za-z0-9+/_=-]{20,512}");
    private static final Pattern UUID =
            Pattern.compile("[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}");
    private static final Pattern HEXADECIMAL = Pattern.compile("[0-9a-f]+|[0-9A-F]+");

    /** Bits for each character: random hexadecimal digits have 4, random base64 has 6, words of a language about 4 in short texts. */
    private static final double RANDOM_HEXADECIMAL = 3.0;

    private static final double RANDOM_TEXT = 4.2;

    private Secrets() {}

    /** Whether it is what is handed out as a secret, or a password's hash. */
    public static boolean isOne(String value) {
        return KNOWN.matcher(value.strip()).matches();
    }

    /** Whether it is one long word whose letters come as if by chance; identifiers are, too, but for UUIDs, which are left out. */
    public static boolean looksRandom(String value) {
        if (!ONE_WORD.matcher(value).matches() || UUID.matcher(value).matches()) {
            return false;
        }
        return entropy(value) >= (HEXADECIMAL.matcher(value).matches() ? RANDOM_HEXADECIMAL : RANDOM_TEXT);
    }

    /** Shannon's entropy of the characters, in bits for each. */
    static double entropy(String value) {
        Map<Integer, Integer> counts = new HashMap<>();
        value.chars().forEach(c -> counts.merge(c, 1, Integer::sum));
        double entropy = 0;
        for (int count : counts.values()) {
            double share = (double) count / value.length();
            entropy -= share * Math.log(share) / Math.log(2);
        }
        return entropy;
    }
}
