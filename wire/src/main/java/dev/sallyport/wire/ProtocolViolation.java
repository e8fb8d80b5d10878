package dev.sallyport.wire;

/**
 * What arrived is not the PostgreSQL protocol, or is longer than a limit of ours.
 *
 * <p>Checked, because bytes from outside are expected to be wrong at times and whoever reads them has to say what
 * happens then. Thrown by a {@link FrameDecoder} it means that the stream can't be followed any more; thrown while one
 * message is decoded it concerns that message only. The text never contains what was received.
 */
public final class ProtocolViolation extends Exception {
    private static final long serialVersionUID = 1;

    private final String sqlState;

    /** A violation that the peer is told about with SQLSTATE 08P01. */
    public ProtocolViolation(String message) {
        this(SqlState.PROTOCOL_VIOLATION, message);
    }

    /** A violation with an SQLSTATE of its own, one of {@link SqlState}. */
    public ProtocolViolation(String sqlState, String message) {
        super(message);
        this.sqlState = sqlState;
    }

    /** Which SQLSTATE tells the peer what is wrong. */
    public String sqlState() {
        return sqlState;
    }
}
