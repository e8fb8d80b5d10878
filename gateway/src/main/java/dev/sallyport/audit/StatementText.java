package dev.sallyport.audit;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * A statement's exact bytes in a form that JSON can carry.
 *
 * @param value the statement, or its bytes in lower-case hexadecimal
 * @param hexadecimal whether {@code value} is hexadecimal, because the bytes are not UTF-8
 */
public record StatementText(String value, boolean hexadecimal) {
    private static final char REPLACEMENT = '\uFFFD';

    /** The statement whose bytes are these; they are copied. */
    public static StatementText of(byte[] bytes) {
        return of(bytes, 0, bytes.length);
    }

    /** The statement whose bytes are these; they are copied. */
    public static StatementText of(byte[] bytes, int offset, int length) {
        String text = new String(bytes, offset, length, StandardCharsets.UTF_8);
        if (text.indexOf(REPLACEMENT) < 0) {
            return new StatementText(text, false);
        }
        // Either it is in the text, or something that is not UTF-8 was replaced by it.
        try {
            return new StatementText(
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(bytes, offset, length))
                            .toString(),
                    false);
        } catch (CharacterCodingException notUtf8) {
            return new StatementText(HexFormat.of().formatHex(bytes, offset, offset + length), true);
        }
    }

    /** The statement with this text. */
    public static StatementText of(String text) {
        return new StatementText(text, false);
    }
}
