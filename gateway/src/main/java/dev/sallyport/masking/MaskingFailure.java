package dev.sallyport.masking;

/**
 * A row can't be masked, because it does not fit its description or would become too long. It must not be let through.
 *
 * <p>The text says what is wrong with the row's shape and never contains any of its bytes.
 */
public final class MaskingFailure extends Exception {
    private static final long serialVersionUID = 1;

    MaskingFailure(String message) {
        super(message);
    }
}
