package dev.sallyport.wire;

/**
 * The type bytes of the messages that a client sends.
 *
 * @see <a href="https://www.postgresql.org/docs/current/protocol-message-formats.html">Message formats</a>
 */
public final class FrontendType {
    /** Bind. */
    public static final byte BIND = 'B';
    /** Close. */
    public static final byte CLOSE = 'C';
    /** CopyData. */
    public static final byte COPY_DATA = 'd';
    /** CopyDone. */
    public static final byte COPY_DONE = 'c';
    /** CopyFail. */
    public static final byte COPY_FAIL = 'f';
    /** Describe. */
    public static final byte DESCRIBE = 'D';
    /** Execute. */
    public static final byte EXECUTE = 'E';
    /** Flush. */
    public static final byte FLUSH = 'H';
    /** FunctionCall. */
    public static final byte FUNCTION_CALL = 'F';
    /** Parse. */
    public static final byte PARSE = 'P';
    /** PasswordMessage, SASLInitialResponse, SASLResponse and GSSResponse: what was asked for tells them apart. */
    public static final byte PASSWORD = 'p';
    /** Query. */
    public static final byte QUERY = 'Q';
    /** Sync. */
    public static final byte SYNC = 'S';
    /** Terminate. */
    public static final byte TERMINATE = 'X';

    private FrontendType() {}
}
