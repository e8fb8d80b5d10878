package dev.sallyport.recording;

import dev.sallyport.wire.Bytes;
import dev.sallyport.wire.ClientEncoding;
import dev.sallyport.wire.Format;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.UUID;

/** A value for a person to read. Of binary formats the everyday ones are known, the others shown in hexadecimal. */
final class TypedValue {
    private static final HexFormat HEX = HexFormat.of();

    private TypedValue() {}

    /**
     * The text of a value of a type.
     *
     * @param typeOid the type's OID in PostgreSQL's catalog {@code pg_type}
     * @param encoding of texts
     */
    static String text(Bytes value, int typeOid, Format format, ClientEncoding encoding) {
        return switch (format) {
            case TEXT -> encoding.display(value);
            case BINARY -> binary(value, typeOid, encoding);
        };
    }

    private static String binary(Bytes value, int typeOid, ClientEncoding encoding) {
        ByteBuffer bytes = ByteBuffer.wrap(value.array(), value.offset(), value.length());
        int length = value.length();
        return switch (typeOid) {
            case 16 -> length == 1 ? (bytes.get() == 0 ? "f" : "t") : hexadecimal(value);
            case 20 -> length == Long.BYTES ? Long.toString(bytes.getLong()) : hexadecimal(value);
            case 21 -> length == Short.BYTES ? Short.toString(bytes.getShort()) : hexadecimal(value);
            case 23 -> length == Integer.BYTES ? Integer.toString(bytes.getInt()) : hexadecimal(value);
            case 26 -> length == Integer.BYTES ? Integer.toUnsignedString(bytes.getInt()) : hexadecimal(value);
            case 700 -> length == Float.BYTES ? Float.toString(bytes.getFloat()) : hexadecimal(value);
            case 701 -> length == Double.BYTES ? Double.toString(bytes.getDouble()) : hexadecimal(value);
            case 2950 ->
                length == 2 * Long.BYTES ? new UUID(bytes.getLong(), bytes.getLong()).toString() : hexadecimal(value);
            // name, text, json, bpchar, varchar
            case 19, 25, 114, 1042, 1043 -> encoding.display(value);
            default -> hexadecimal(value);
        };
    }

    private static String hexadecimal(Bytes value) {
        return "\\x" + HEX.formatHex(value.array(), value.offset(), value.offset() + value.length());
    }
}
