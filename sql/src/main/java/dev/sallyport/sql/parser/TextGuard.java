package dev.sallyport.sql.parser;

import static dev.sallyport.sql.parser.ParserSettings.MAXIMUM_COMMENT_DEPTH;
import static dev.sallyport.sql.parser.ParserSettings.MAXIMUM_OPERATOR_LENGTH;

import dev.sallyport.sql.parser.ParseResult.Reason;
import dev.sallyport.sql.parser.ParseResult.Refused;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Refuses, in time linear in its length, a text that the grammar would misunderstand or take quadratic time for.
 *
 * <p>PostgreSQL's scanner looks ahead over all operator characters at the start of each operator and of each block
 * comment, so long rows of them with many starts are quadratic. It takes a NUL for the end of the text, and does not
 * check the encoding. {@link OperatorScan} finds the rows.
 */
final class TextGuard {
    private final int maximumBytes;

    TextGuard(int maximumBytes) {
        this.maximumBytes = maximumBytes;
    }

    /** Empty when the grammar may see the text. */
    Optional<Refused> check(byte[] sql) {
        if (sql.length > maximumBytes) {
            return refuse(Reason.TEXT_TOO_LONG, "The statement is longer than " + maximumBytes + " bytes.");
        }
        boolean ascii = true;
        for (byte next : sql) {
            if (next == 0) {
                return refuse(Reason.NUL_BYTE, "The statement contains a NUL byte.");
            }
            ascii &= next > 0;
        }
        if (!ascii && !isUtf8(sql)) {
            return refuse(Reason.INVALID_ENCODING, "The statement is not valid UTF-8.");
        }
        return switch (new OperatorScan(sql).scan()) {
            case FINE -> Optional.empty();
            case OPERATOR_TOO_LONG ->
                refuse(
                        Reason.OPERATOR_TOO_LONG,
                        "The statement has more than " + MAXIMUM_OPERATOR_LENGTH + " operator characters in a row.");
            case TOO_MANY_COMMENTS ->
                refuse(
                        Reason.TOO_MANY_COMMENTS,
                        "The statement nests or strings together more than " + MAXIMUM_COMMENT_DEPTH + " comments.");
        };
    }

    private static boolean isUtf8(byte[] sql) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(sql));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static Optional<Refused> refuse(Reason reason, String sentence) {
        return Optional.of(new Refused(reason, sentence));
    }
}
