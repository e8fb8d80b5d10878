package dev.sallyport.detection;

/** Finds what is handed out as a secret: words with a known prefix, hashes of passwords, and private keys. */
final class SecretFinder implements Detector.Finder {
    private static final String KEY_BEGINS = "-----BEGIN ";
    private static final String KEY_ENDS = "-----END ";
    private static final String SCRAM = "SCRAM-SHA-256$";
    private static final String KEY_LABEL = "PRIVATE KEY-----";

    /** The shortest secret that is known. */
    private static final int SHORTEST = 13;

    /** How long the lines are at most that a private key begins and ends with. */
    private static final int LONGEST_LINE = 80;

    @Override
    public void find(String text, Pieces pieces) {
        int at = 0;
        while (at + SHORTEST <= text.length() && !pieces.spent()) {
            int end = end(text, at);
            int last = trimmed(text, at, end);
            if (last - at >= SHORTEST) {
                pieces.examine(text, at, last, Secrets::isOne);
            }
            at = Math.max(at + 1, end);
        }
    }

    /** Where what begins at a place ends; what is no secret then is passed over up to there. */
    private static int end(String text, int at) {
        if (beginsKey(text, at)) {
            int end = text.indexOf(KEY_ENDS, at);
            int line = end < 0 ? -1 : text.indexOf('\n', end);
            return end < 0 ? text.length() : line < 0 ? Math.min(text.length(), end + LONGEST_LINE) : line;
        }
        boolean hash = text.charAt(at) == '$' || text.startsWith(SCRAM, at);
        int end = at;
        while (end < text.length()
                && !beginsKey(text, end)
                && (hash ? isOfHash(text.charAt(end)) : isOfWord(text.charAt(end)))) {
            end++;
        }
        return end;
    }

    /** Without the signs at the end of a word that end a sentence. */
    private static int trimmed(String text, int from, int end) {
        int last = end;
        while (last > from && ".-".indexOf(text.charAt(last - 1)) >= 0 && !beginsKey(text, from)) {
            last--;
        }
        return last;
    }

    private static boolean beginsKey(String text, int at) {
        return text.startsWith(KEY_BEGINS, at)
                && text.substring(at, Math.min(text.length(), at + LONGEST_LINE))
                        .contains(KEY_LABEL);
    }

    private static boolean isOfHash(char c) {
        return !Character.isWhitespace(c) && "\"',;<>".indexOf(c) < 0;
    }

    private static boolean isOfWord(char c) {
        return Letters.isPlain(c) || "_-.".indexOf(c) >= 0;
    }
}
