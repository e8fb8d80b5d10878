package dev.sallyport.wasmsplit;

/** The module is malformed, or uses a feature that this tool does not know; the message says which and where. */
public final class WasmFormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public WasmFormatException(String message) {
        super(message);
    }
}
