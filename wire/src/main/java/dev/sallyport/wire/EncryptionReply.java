package dev.sallyport.wire;

/**
 * The single bytes that answer an SSLRequest or a GSSENCRequest.
 *
 * @see <a href="https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-SSL">SSL session encryption</a>
 */
public final class EncryptionReply {
    /** TLS follows. */
    public static final byte SSL = 'S';
    /** GSSAPI encryption follows. */
    public static final byte GSS = 'G';
    /** No encryption; the client may go on without, or ask for another. */
    public static final byte NONE = 'N';

    private EncryptionReply() {}
}
