package dev.sallyport.audit;

import java.io.IOException;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How encoded records reach the disk. */
sealed interface Appender permits SyncedAppender, WrittenAppender {
    void append(Instant time, byte[] body, Consumer<AppendResult> done);

    /** Why nothing is recorded any more; null while it works. */
    @Nullable
    String failure();

    void close() throws IOException;

    /** Answers one append. What the callback throws is its own fault and must not take the journal down. */
    static void answer(Consumer<AppendResult> done, AppendResult result) {
        try {
            done.accept(result);
        } catch (RuntimeException | Error fault) {
            Logger logger = LoggerFactory.getLogger(Appender.class);
            logger.atError().setCause(fault).log("A callback of the audit journal threw an exception");
        }
    }

    /** Says once, in the log and for later appends, that the journal is closed for good. */
    static String failed(Throwable failure) {
        Logger logger = LoggerFactory.getLogger(Appender.class);
        logger.atError().setCause(failure).log("The audit journal failed and records nothing any more");
        return "the audit journal failed: " + failure;
    }
}
