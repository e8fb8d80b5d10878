package dev.sallyport.detection;

/** Finds telephone numbers that begin with a plus and the country code. */
final class TelephoneFinder implements Detector.Finder {
    private static final int LONGEST = 25;
    private static final int FEWEST_DIGITS = 7;

    /** Of no country: a number without a country code is none. */
    private static final String NO_REGION = "ZZ";

    @Override
    public void find(String text, Pieces pieces) {
        int next = 0;
        for (int at = text.indexOf('+'); at >= 0 && !pieces.spent(); at = text.indexOf('+', next)) {
            int found = longest(text, at, pieces);
            next = found < 0 ? at + 1 : found;
        }
    }

    /** The end of the longest number that begins at a place, or -1. */
    private static int longest(String text, int from, Pieces pieces) {
        int[] ends = new int[LONGEST];
        int count = 0;
        int digits = 0;
        for (int at = from + 1; at < text.length() && at - from < LONGEST; at++) {
            char c = text.charAt(at);
            if (!Letters.isDigit(c) && " ()./-".indexOf(c) < 0) {
                break;
            }
            digits += Letters.isDigit(c) ? 1 : 0;
            if (Letters.isDigit(c) && digits >= FEWEST_DIGITS && Letters.isEdge(text, at + 1)) {
                ends[count++] = at + 1;
            }
        }
        while (count > 0) {
            if (pieces.examine(text, from, ends[--count], value -> ValueTests.isTelephoneNumber(value, NO_REGION))) {
                return ends[count];
            }
        }
        return -1;
    }
}
