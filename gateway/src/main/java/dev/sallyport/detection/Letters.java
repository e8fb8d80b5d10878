package dev.sallyport.detection;

/** What characters are, as far as it tells where pieces begin and end. */
final class Letters {
    private Letters() {}

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean isCapital(char c) {
        return c >= 'A' && c <= 'Z';
    }

    /** A digit or a letter of ASCII. */
    static boolean isPlain(char c) {
        return isDigit(c) || isCapital(c) || (c >= 'a' && c <= 'z');
    }

    /** Whether no word goes on across a place. */
    static boolean isEdge(String text, int at) {
        return at == 0
                || at == text.length()
                || !Character.isLetterOrDigit(text.charAt(at - 1))
                || !Character.isLetterOrDigit(text.charAt(at));
    }
}
