package dev.sallyport.audit;

import java.io.IOException;

/** A record would be longer than the limit. */
final class RecordTooLongException extends IOException {
    RecordTooLongException(int limit) {
        super("the record is longer than " + limit + " bytes");
    }
}
