package dev.sallyport.wire;

/**
 * Walks over the values of DataRow messages without an object for each. Not thread-safe, made once and used for many
 * rows.
 *
 * <pre>{@code
 * for (reader.read(frame); reader.next(); ) {
 *     if (!reader.isNull()) { ... reader.array(), reader.offset(), reader.length() ... }
 * }
 * }</pre>
 */
public final class DataRowReader {
    private byte[] array = {};
    private int at;
    private int end;
    private int columns;
    private int column;
    private int offset;
    private int length;

    /** A reader without a row. */
    public DataRowReader() {}

    /**
     * Begins a row.
     *
     * @throws ProtocolViolation if the frame is no DataRow or counts more values than it can hold
     */
    public void read(Frame row) throws ProtocolViolation {
        columns = 0;
        column = 0;
        if (row.type() != BackendType.DATA_ROW) {
            throw violation("is not a row");
        }
        Bytes bytes = row.bytes();
        array = bytes.array();
        at = bytes.offset() + Frame.HEADER;
        end = bytes.offset() + bytes.length();
        if (end - at < Short.BYTES) {
            throw violation("ends too early");
        }
        int counted = (array[at] & 0xff) << Byte.SIZE | (array[at + 1] & 0xff);
        at += Short.BYTES;
        if (counted * Integer.BYTES > end - at) {
            throw violation("counts more than it holds");
        }
        columns = counted;
    }

    /** How many values the row has. */
    public int columns() {
        return columns;
    }

    /**
     * Goes on to the next value.
     *
     * @return false if there was none left
     * @throws ProtocolViolation if the value is not inside the row, or the row does not end behind its last
     */
    public boolean next() throws ProtocolViolation {
        if (column == columns) {
            if (at != end) {
                throw violation("has bytes behind its end");
            }
            return false;
        }
        if (end - at < Integer.BYTES) {
            throw violation("ends too early");
        }
        length = Bytes.int32(array, at);
        offset = at + Integer.BYTES;
        if (length < Values.NULL) {
            throw violation("has a negative length");
        }
        if (length > end - offset) {
            throw violation("ends too early");
        }
        at = offset + Math.max(length, 0);
        column++;
        return true;
    }

    /** Which value this is, counted from 0. */
    public int column() {
        return column - 1;
    }

    /** Whether it is NULL; then it has no bytes. */
    public boolean isNull() {
        return length == Values.NULL;
    }

    /** The array that holds its bytes; not to be written to. */
    public byte[] array() {
        return array;
    }

    /** Where in the array its first byte is. */
    public int offset() {
        return offset;
    }

    /** How many bytes it has. */
    public int length() {
        return Math.max(length, 0);
    }

    /** Its bytes as an object of their own; empty if it is NULL. */
    public Bytes value() {
        return Bytes.of(array, offset, length());
    }

    private static ProtocolViolation violation(String what) {
        return new ProtocolViolation("message " + Names.ofType(BackendType.DATA_ROW) + " " + what);
    }
}
