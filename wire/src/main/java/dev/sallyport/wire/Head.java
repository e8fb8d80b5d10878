package dev.sallyport.wire;

/**
 * The beginning of a message that is too long to be held whole. The rest of it follows as {@link Run}s, and nothing else before
 * that has ended.
 *
 * @param type the message's type
 * @param bytes its first bytes, with its header; never all of it
 * @see FrameLimits#withHead
 */
public record Head(byte type, Bytes bytes) implements Input {
    /**
     * Checks that the bytes begin such a message.
     *
     * @throws IllegalArgumentException if they don't
     */
    public Head {
        if (bytes.length() < Frame.HEADER || bytes.at(0) != type || bytes.intAt(1) < bytes.length()) {
            throw new IllegalArgumentException("a head begins a message and does not end it");
        }
    }

    /** What follows the header here. */
    public Bytes body() {
        return bytes.slice(Frame.HEADER, bytes.length() - Frame.HEADER);
    }

    /** The length that the header states: itself and the whole body, in bytes, but not the type. */
    public int length() {
        return bytes.intAt(1);
    }
}
