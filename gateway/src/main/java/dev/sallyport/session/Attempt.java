package dev.sallyport.session;

import dev.sallyport.audit.AuditReceipt;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to have something run: its place in the audit, the receipt for it once there is one, and what came of it so far.
 * What is sent to the server on its account waits for the receipt.
 */
final class Attempt {
    /** The number of the append it waits for. */
    final long append;
    /** Its number in the session, from 1; 0 for the session's own opening, on whose account control messages go. */
    final long number;

    final long startedNanos;

    @Nullable
    AuditReceipt receipt;

    long rows;
    long bytes;

    @Nullable
    String commandTag;

    @Nullable
    String sqlState;

    boolean finished;

    Attempt(long append, long number, long startedNanos) {
        this.append = append;
        this.number = number;
        this.startedNanos = startedNanos;
    }
}
