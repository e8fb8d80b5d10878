package dev.sallyport.masking;

/**
 * A row can't be masked, because it does not fit its description or would become too long. It must not be let through.
 *
 * <p>The text says what is wrong with the row's shape and never contains any of its bytes.
 */
public final class MaskingFailure extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean tooLong;

    MaskingFailure(String message) {
        this(message, false);
    }

    private MaskingFailure(String message, boolean tooLong) {
        super(message);
        this.tooLong = tooLong;
    }

    /** A row that may be sound and is too long. */
    public static MaskingFailure tooLong(String message) {
        return new MaskingFailure(message, true);
    }

    /** Whether the row is too long to be masked, which is not the server's fault. */
    public boolean isTooLong() {
        return tooLong;
    }
}
