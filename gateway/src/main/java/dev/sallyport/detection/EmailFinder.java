package dev.sallyport.detection;

/** Finds e-mail addresses around each {@code @}. */
final class EmailFinder implements Detector.Finder {
    /** The longest parts that RFC 5321 allows. */
    private static final int LONGEST_LOCAL = 64;

    private static final int LONGEST_DOMAIN = 255;

    private static final String LOCAL_SIGNS = ".!#$%&'*+/=?^_`{|}~-";

    @Override
    public void find(String text, Pieces pieces) {
        int last = 0;
        for (int at = text.indexOf('@'); at >= 0 && !pieces.spent(); at = text.indexOf('@', at + 1)) {
            int from = at;
            int to = at + 1;
            while (from > last && at - from < LONGEST_LOCAL && isLocal(text.charAt(from - 1))) {
                from--;
            }
            while (to < text.length() && to - at <= LONGEST_DOMAIN && isDomain(text.charAt(to))) {
                to++;
            }
            while (to > at + 1 && !Character.isLetterOrDigit(text.charAt(to - 1))) {
                to--;
            }
            while (from < at && !isFirst(text.charAt(from))) {
                from++;
            }
            if (from < at && to > at + 1 && pieces.examine(text, from, to, ValueTests::isEmail)) {
                last = to;
            }
        }
    }

    private static boolean isFirst(char c) {
        return Character.isLetterOrDigit(c) || c == '_';
    }

    private static boolean isLocal(char c) {
        return Character.isLetterOrDigit(c) || LOCAL_SIGNS.indexOf(c) >= 0;
    }

    private static boolean isDomain(char c) {
        return Character.isLetterOrDigit(c) || c == '.' || c == '-';
    }
}
