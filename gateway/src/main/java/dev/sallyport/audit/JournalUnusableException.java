package dev.sallyport.audit;

import java.io.IOException;

/** The journal's directory is not one that may be written on: the message says what is wrong and what to do. */
public final class JournalUnusableException extends IOException {
    JournalUnusableException(String message) {
        super(message);
    }
}
