package dev.sallyport.wire;

/**
 * One column of a RowDescription.
 *
 * @param bytes its name in the result, in the encoding of the client
 * @param tableOid the table that the column comes from, unsigned; 0 if it is not a column of a table
 * @param attributeNumber which of the table's columns it is, negative for system columns; 0 if it is none
 * @param typeOid its data type, unsigned
 * @param typeLength the type's length in bytes, negative if it varies
 * @param typeModifier what else the type says of it, such as a precision
 * @param format how the values come; text where a statement was described that is not bound yet
 */
public record Field(
        Bytes bytes,
        int tableOid,
        short attributeNumber,
        int typeOid,
        short typeLength,
        int typeModifier,
        Format format) {
    /** The fewest bytes that a column's description takes: an empty name and the numbers. */
    static final int LEAST_BYTES = 1 + 3 * Integer.BYTES + 3 * Short.BYTES;

    /** With a name in UTF-8. */
    public Field(
            String name,
            int tableOid,
            short attributeNumber,
            int typeOid,
            short typeLength,
            int typeModifier,
            Format format) {
        this(Bytes.ofUtf8(name), tableOid, attributeNumber, typeOid, typeLength, typeModifier, format);
    }

    /** Its name, with U+FFFD for what is not UTF-8. */
    public String name() {
        return bytes.utf8ForDisplay();
    }

    static Field read(BodyReader reader) throws ProtocolViolation {
        return new Field(
                reader.terminated(),
                reader.int32(),
                reader.int16(),
                reader.int32(),
                reader.int16(),
                reader.int32(),
                reader.format());
    }

    void write(BodyWriter writer) {
        writer.terminated(bytes)
                .int32(tableOid)
                .int16(attributeNumber)
                .int32(typeOid)
                .int16(typeLength)
                .int32(typeModifier)
                .int16(format.code());
    }
}
