package dev.sallyport.sql.bound;

import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Patterns that every text matches. */
final class Patterns {
    private static final Set<String> MATCHING_ALL =
            Set.of("", "^", "$", ".*", "^.*", ".*$", "^.*$", "(.*)", "^(.*)$", ".?", ".*?", "^.*?$", "()");

    /** A regular expression each part of which may be left out, so that it is found in every text. */
    private static final Pattern NOTHING_ASKED = Pattern.compile("\\^?(?:(?:\\[[^]]+]|\\\\?\\w|\\.)[*?]\\??)*");

    /** A regular expression that is longer, in characters, is taken to ask for something. */
    static final int LONGEST = 200;

    private Patterns() {}

    /** Whether a pattern of LIKE, or of SIMILAR TO, is met by every text. */
    static boolean likeAll(String pattern) {
        return !pattern.isEmpty() && pattern.replace("%", "").isEmpty();
    }

    /** Whether a regular expression, or one of several, is found in every text. */
    static boolean isFoundInAll(String pattern) {
        if (pattern.length() > LONGEST) {
            return false;
        }
        boolean plain = pattern.indexOf('[') < 0 && pattern.indexOf('(') < 0 && pattern.indexOf('\\') < 0;
        return (plain ? Stream.of(pattern.split("\\|", -1)) : Stream.of(pattern))
                .anyMatch(one ->
                        MATCHING_ALL.contains(one) || NOTHING_ASKED.matcher(one).matches());
    }
}
