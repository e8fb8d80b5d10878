package dev.sallyport.masking;

import dev.sallyport.detection.Pieces;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Looks for pieces in a document: in each of its strings, those that are keys too, and in its numbers, each by itself. A number with a
 * piece in it becomes a string. For one thread.
 */
record DetectedDocument(PieceMask masks) implements JsonValueMask {
    private static final int ROOM = 64;

    @Override
    public void write(byte[] document, int from, int to, RowOutput out) throws MaskingFailure {
        if (to - from > PieceMask.LONGEST) {
            JsonConstant.REDACTED.write(document, from, to, out);
            return;
        }
        int start = out.length();
        JsonReader reader = new JsonReader(document, to);
        Pieces pieces = new Pieces();
        int at = from;
        while (at < to) {
            byte first = document[at];
            boolean string = first == '"';
            if (!string && first != '-' && !Ascii.isDigit(first)) {
                out.int8(first);
                at++;
                continue;
            }
            int end = string ? reader.skipString(at) : numberEnd(document, at, to);
            pieces = pieces.next();
            if (!replaced(
                    document, at, end, string ? string(document, at, end) : number(document, at, end), pieces, out)) {
                out.truncate(start);
                JsonConstant.REDACTED.write(document, from, to, out);
                return;
            }
            at = end;
        }
    }

    /** The document is well-formed: what a number is made of stands nowhere else but in strings and words. */
    private static int numberEnd(byte[] document, int from, int to) {
        int at = from;
        while (at < to && (Ascii.isDigit(document[at]) || "+-.eE".indexOf(document[at]) >= 0)) {
            at++;
        }
        return at;
    }

    private static String string(byte[] document, int from, int to) {
        return JsonText.unescaped(new String(document, from + 1, to - from - 2, StandardCharsets.UTF_8));
    }

    private static String number(byte[] document, int from, int to) {
        return new String(document, from, to - from, StandardCharsets.US_ASCII);
    }

    /** Writes a token as it is if nothing is found in what it means; false if there is too much to look at. */
    private boolean replaced(byte[] document, int from, int to, String text, Pieces pieces, RowOutput out)
            throws MaskingFailure {
        if (!masks.find(text, pieces)) {
            return false;
        }
        List<Pieces.Piece> found = pieces.merged();
        if (found.isEmpty()) {
            out.copy(document, from, to - from);
            return true;
        }
        // Half of a surrogate pair is no character, and a question mark stands for it.
        RowOutput written = new RowOutput(ROOM);
        masks.write(text, found, written);
        JsonText.write(written.array(), written.length(), out);
        return true;
    }

    @Override
    public int headroom() {
        return ROOM;
    }
}
