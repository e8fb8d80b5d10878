package dev.sallyport.session;

import org.jspecify.annotations.Nullable;

/** The words of a start-up packet's {@code options}, split as PostgreSQL does: at white space, with a backslash before what is literal. */
final class OptionWords {
    private final String text;
    private int at;

    OptionWords(String text) {
        this.text = text;
    }

    /** The next word, or null. */
    @Nullable
    String next() {
        while (at < text.length() && isSpace(text.charAt(at))) {
            at++;
        }
        if (at == text.length()) {
            return null;
        }
        StringBuilder word = new StringBuilder();
        while (at < text.length() && !isSpace(text.charAt(at))) {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                at++;
            }
            word.append(text.charAt(at++));
        }
        return word.toString();
    }

    private static boolean isSpace(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }
}
