package dev.sallyport.masking;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** One key of a path, compared with keys as they stand in a document. Immutable. */
final class JsonKey {
    private final String text;
    /** The same, as it is written when nothing in it is escaped. */
    private final byte[] utf8;

    private JsonKey(String text) {
        this.text = text;
        this.utf8 = text.getBytes(StandardCharsets.UTF_8);
    }

    static JsonKey of(String text) {
        return new JsonKey(text);
    }

    /**
     * Whether a key of a document is this one.
     *
     * @param from behind its opening quotation mark
     * @param to at its closing quotation mark; what is between is a well-formed JSON string in UTF-8
     */
    boolean is(byte[] document, int from, int to) {
        for (int i = from; i < to; i++) {
            if (document[i] == '\\') {
                return text.equals(JsonText.unescaped(new String(document, from, to - from, StandardCharsets.UTF_8)));
            }
        }
        return Arrays.equals(document, from, to, utf8, 0, utf8.length);
    }
}
