package dev.sallyport.detection;

import java.util.Locale;

/** Finds international bank account numbers: two letters, two digits, and 11 to 30 letters and digits, in groups or not. */
final class IbanFinder implements Detector.Finder {
    private static final int SHORTEST = 15;
    private static final int LONGEST = 34;

    @Override
    public void find(String text, Pieces pieces) {
        int at = 0;
        while (at + SHORTEST <= text.length() && !pieces.spent()) {
            int found = begins(text, at) ? longest(text, at, pieces) : -1;
            at = found < 0 ? at + 1 : found;
        }
    }

    private static boolean begins(String text, int at) {
        return Character.isLetter(text.charAt(at))
                && Letters.isPlain(text.charAt(at))
                && Letters.isPlain(text.charAt(at + 1))
                && !Letters.isDigit(text.charAt(at + 1))
                && Letters.isDigit(text.charAt(at + 2))
                && Letters.isDigit(text.charAt(at + 3))
                && Letters.isEdge(text, at);
    }

    /** The end of the longest number that begins at a place, or -1. */
    private static int longest(String text, int from, Pieces pieces) {
        int[] ends = new int[LONGEST];
        int count = 0;
        int size = 0;
        for (int at = from; at < text.length() && size < LONGEST; at++) {
            char c = text.charAt(at);
            boolean plain = Letters.isPlain(c);
            boolean separates = " -.".indexOf(c) >= 0 && Letters.isPlain(text.charAt(at - 1));
            if (!plain && !separates) {
                break;
            }
            size += plain ? 1 : 0;
            if (plain && size >= SHORTEST && Letters.isEdge(text, at + 1)) {
                ends[count++] = at + 1;
            }
        }
        while (count > 0) {
            if (pieces.examine(text, from, ends[--count], value -> ValueTests.isIban(value.toUpperCase(Locale.ROOT)))) {
                return ends[count];
            }
        }
        return -1;
    }
}
