package dev.sallyport.app.demo;

import java.io.IOException;

/** Why the demo can't run here: its message is one line that says what to do about it. */
final class DemoException extends IOException {
    private static final long serialVersionUID = 1;

    DemoException(String message) {
        super(message);
    }

    DemoException(String message, Throwable cause) {
        super(message, cause);
    }
}
