package dev.sallyport.detection;

/** Finds card numbers: groups of digits with a blank, a point or a hyphen between them, 13 to 19 digits in all. */
final class CardFinder implements Detector.Finder {
    private static final int FEWEST_DIGITS = 13;
    private static final int MOST_DIGITS = 19;

    @Override
    public void find(String text, Pieces pieces) {
        int at = 0;
        while (at < text.length() && !pieces.spent()) {
            if (!Letters.isDigit(text.charAt(at))) {
                at++;
                continue;
            }
            int found = Letters.isEdge(text, at) ? longest(text, at, pieces) : -1;
            at = found < 0 ? endOfGroup(text, at) : found;
        }
    }

    /** The end of the longest number that begins at a place, or -1. */
    private static int longest(String text, int from, Pieces pieces) {
        int[] ends = new int[MOST_DIGITS];
        int count = 0;
        int digits = 0;
        int at = from;
        while (at < text.length() && Letters.isDigit(text.charAt(at))) {
            int end = endOfGroup(text, at);
            digits += end - at;
            if (digits > MOST_DIGITS) {
                break;
            }
            if (digits >= FEWEST_DIGITS && Letters.isEdge(text, end)) {
                ends[count++] = end;
            }
            boolean separated = end < text.length() && " .-".indexOf(text.charAt(end)) >= 0;
            at = separated ? end + 1 : text.length();
        }
        while (count > 0) {
            if (pieces.examine(text, from, ends[--count], ValueTests::isCardNumber)) {
                return ends[count];
            }
        }
        return -1;
    }

    private static int endOfGroup(String text, int from) {
        int at = from;
        while (at < text.length() && Letters.isDigit(text.charAt(at))) {
            at++;
        }
        return at;
    }
}
