package dev.sallyport.wire;

/**
 * One field of an ErrorResponse or NoticeResponse. Not printed, since a server writes values of rows into its errors.
 *
 * @param code what the field is, such as {@link #MESSAGE}
 * @param bytes its text, in the encoding of the client
 * @see <a href="https://www.postgresql.org/docs/current/protocol-error-fields.html">Error and notice message fields</a>
 */
public record ErrorField(byte code, Bytes bytes) {
    /** Severity, perhaps localised. */
    public static final byte SEVERITY_LOCALIZED = 'S';
    /** Severity, never localised; since PostgreSQL 9.6. */
    public static final byte SEVERITY = 'V';
    /** SQLSTATE. */
    public static final byte SQLSTATE = 'C';
    /** The primary message. */
    public static final byte MESSAGE = 'M';
    /** Detail. */
    public static final byte DETAIL = 'D';
    /** Hint. */
    public static final byte HINT = 'H';
    /** Where in the statement, counted in characters from 1. */
    public static final byte POSITION = 'P';
    /** Where in an internal statement. */
    public static final byte INTERNAL_POSITION = 'p';
    /** The text of an internal statement that failed. */
    public static final byte INTERNAL_QUERY = 'q';
    /** In what context. */
    public static final byte WHERE = 'W';
    /** Schema name. */
    public static final byte SCHEMA = 's';
    /** Table name. */
    public static final byte TABLE = 't';
    /** Column name. */
    public static final byte COLUMN = 'c';
    /** Data type name. */
    public static final byte DATA_TYPE = 'd';
    /** Constraint name. */
    public static final byte CONSTRAINT = 'n';
    /** File in the server's source. */
    public static final byte FILE = 'F';
    /** Line in the server's source. */
    public static final byte LINE = 'L';
    /** Routine in the server's source. */
    public static final byte ROUTINE = 'R';

    /** Checks that the field can be told from what follows it on the wire. */
    public ErrorField {
        if (code == 0 || bytes.indexOf((byte) 0, 0) >= 0) {
            throw new IllegalArgumentException("a field has a code, and no NUL in its value");
        }
    }

    /** A field with a text in UTF-8. */
    public ErrorField(byte code, String value) {
        this(code, Bytes.ofUtf8(value));
    }

    /** Its text, with U+FFFD for what is not UTF-8. */
    public String value() {
        return bytes.utf8ForDisplay();
    }

    @Override
    public String toString() {
        return "ErrorField[" + Names.ofType(code) + "]";
    }
}
