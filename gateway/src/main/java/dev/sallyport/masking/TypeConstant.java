package dev.sallyport.masking;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * What {@code redact} makes of one built-in type.
 *
 * @param type pg_type.typname
 * @param oid pg_type.oid
 * @param array pg_type.typarray
 * @param text the constant in text format, ASCII, so that it is the same in every client encoding
 * @param hexadecimal the constant in binary format, in hexadecimal
 */
record TypeConstant(String type, int oid, int array, String text, String hexadecimal) {

    /** A type whose binary format is its text. */
    static TypeConstant sameInBoth(String type, int oid, int array, String text) {
        return new TypeConstant(
                type, oid, array, text, HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII)));
    }

    byte[] textValue() {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    byte[] binaryValue() {
        return HexFormat.of().parseHex(hexadecimal);
    }
}
