package dev.sallyport.wire;

/**
 * One whole message as it stood on the wire: type byte, int32 length, body.
 *
 * @param type the message's type, one of {@link FrontendType} or {@link BackendType}
 * @param bytes all of it, with the header of {@value #HEADER} bytes
 * @see <a href="https://www.postgresql.org/docs/current/protocol-overview.html">Messaging overview</a>
 */
public record Frame(byte type, Bytes bytes) implements Input {
    /** How many bytes a type and a length take. */
    public static final int HEADER = 5;

    /**
     * Checks that the header describes the bytes.
     *
     * @throws IllegalArgumentException if it does not
     */
    public Frame {
        if (bytes.length() < HEADER || bytes.at(0) != type || bytes.intAt(1) != bytes.length() - 1) {
            throw new IllegalArgumentException("the header of a frame must describe its bytes");
        }
    }

    /**
     * The frame that an encoded message is.
     *
     * @throws IllegalArgumentException if the bytes are not exactly one frame
     */
    public static Frame of(Bytes bytes) {
        if (bytes.length() < HEADER) {
            throw new IllegalArgumentException("a frame has a header");
        }
        return new Frame(bytes.at(0), bytes);
    }

    /** What follows the header. */
    public Bytes body() {
        return bytes.slice(HEADER, bytes.length() - HEADER);
    }

    /** The length that the header states: itself and the body, in bytes, but not the type. */
    public int length() {
        return bytes.length() - 1;
    }
}
