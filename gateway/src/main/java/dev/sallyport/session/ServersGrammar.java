package dev.sallyport.session;

/** How the server's grammar compares with the one that texts are decided by, and so whether it would have said the same of a text. */
enum ServersGrammar {
    OLDER,
    SAME,
    NEWER;

    private static final int OWN_VERSION = 18;

    /**
     * That of a server.
     *
     * @param version as it reports it: {@code 18.6 (Debian 18.6-1)}; what can't be read counts as newer
     */
    static ServersGrammar of(String version) {
        int digits = 0;
        while (digits < Math.min(version.length(), 4) && Character.digit(version.charAt(digits), 10) >= 0) {
            digits++;
        }
        int major = digits == 0 ? Integer.MAX_VALUE : Integer.parseInt(version.substring(0, digits));
        return major < OWN_VERSION ? OLDER : major == OWN_VERSION ? SAME : NEWER;
    }

    /**
     * Whether the server would have rejected a text with a message that our grammar has for it. What an older grammar rejects ours takes, or
     * rejects at the same place but for words that only ours knows; what the scanner says of it is the same in all of them.
     */
    boolean rejectsInTheseWords(String message) {
        return switch (this) {
            case OLDER -> Refusal.isOfScanner(message);
            case SAME -> true;
            case NEWER -> false;
        };
    }
}
