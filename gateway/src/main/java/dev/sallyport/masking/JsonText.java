package dev.sallyport.masking;

import java.nio.charset.StandardCharsets;

/**
 * Strings of JSON.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8259#section-7">RFC 8259, section 7</a>
 */
final class JsonText {
    private static final String ESCAPED = "\"\\/bfnrt";
    private static final String MEANT = "\"\\/\b\f\n\r\t";
    private static final String DIGITS = "0123456789abcdef";

    private JsonText() {}

    /** What a well-formed string means, without its quotation marks. */
    static String unescaped(String escaped) {
        StringBuilder result = new StringBuilder(escaped.length());
        for (int i = 0; i < escaped.length(); i++) {
            char c = escaped.charAt(i);
            if (c != '\\') {
                result.append(c);
            } else if (escaped.charAt(++i) == 'u') {
                result.append((char) Integer.parseInt(escaped, i + 1, i + 5, 16));
                i += 4;
            } else {
                result.append(MEANT.charAt(ESCAPED.indexOf(escaped.charAt(i))));
            }
        }
        return result.toString();
    }

    /** Writes a text in UTF-8 as a string, its quotation marks with it. */
    static void write(byte[] text, int length, RowOutput out) throws MaskingFailure {
        out.int8((byte) '"');
        for (int i = 0; i < length; i++) {
            byte b = text[i];
            if (b == '"' || b == '\\') {
                out.int8((byte) '\\');
                out.int8(b);
            } else if (b >= 0 && b < ' ') {
                out.ascii("\\u00");
                out.int8((byte) DIGITS.charAt(b >> 4));
                out.int8((byte) DIGITS.charAt(b & 0xf));
            } else {
                out.int8(b);
            }
        }
        out.int8((byte) '"');
    }

    static String quoted(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        RowOutput out = new RowOutput(bytes.length + 2);
        try {
            write(bytes, bytes.length, out);
        } catch (MaskingFailure tooLong) {
            throw new IllegalStateException("a configured value is shorter than a message", tooLong);
        }
        return new String(out.array(), 0, out.length(), StandardCharsets.UTF_8);
    }
}
