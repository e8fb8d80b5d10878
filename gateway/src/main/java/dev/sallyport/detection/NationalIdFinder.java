package dev.sallyport.detection;

/** Finds identification numbers of states: one to seven words, separated by single blanks, with six digits or more. */
final class NationalIdFinder implements Detector.Finder {
    private static final int MOST_WORDS = 7;
    private static final int LONGEST = 21;
    private static final int FEWEST_DIGITS = 6;

    @Override
    public void find(String text, Pieces pieces) {
        int at = 0;
        while (at < text.length() && !pieces.spent()) {
            if (!Letters.isPlain(text.charAt(at)) || !Letters.isEdge(text, at)) {
                at++;
                continue;
            }
            int found = longest(text, at, pieces);
            at = found < 0 ? at + 1 : found;
        }
    }

    /** The end of the longest number that begins at a place, or -1. */
    private static int longest(String text, int from, Pieces pieces) {
        int[] ends = new int[LONGEST + 1];
        int count = 0;
        int digits = 0;
        int words = 1;
        for (int at = from; at < text.length() && at - from < LONGEST; at++) {
            char c = text.charAt(at);
            if (c == ' ') {
                if (text.charAt(at - 1) == ' ' || ++words > MOST_WORDS) {
                    break;
                }
            } else if (!Letters.isPlain(c) && ".-+".indexOf(c) < 0) {
                break;
            }
            digits += Letters.isDigit(c) ? 1 : 0;
            if (Letters.isPlain(c) && digits >= FEWEST_DIGITS && Letters.isEdge(text, at + 1)) {
                ends[count++] = at + 1;
            }
        }
        while (count > 0) {
            if (pieces.examine(text, from, ends[--count], NationalIds::isOne)) {
                return ends[count];
            }
        }
        return -1;
    }
}
