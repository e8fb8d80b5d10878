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

    /**
     * Whether it shows to be a read and nothing else: then it may go to the server as soon as its record is written, and its answer waits
     * until the record is durable.
     */
    final boolean onlyReads;

    /** About how many bytes its record takes while it waits for the disk, the statement's text above all. */
    final int recordBytes;

    /** What lets it go to the server. */
    @Nullable
    AuditReceipt receipt;

    long rows;
    long bytes;

    @Nullable
    String commandTag;

    @Nullable
    String sqlState;

    boolean finished;

    Attempt(long append, long number, long startedNanos, boolean onlyReads, int recordBytes) {
        this.append = append;
        this.number = number;
        this.startedNanos = startedNanos;
        this.onlyReads = onlyReads;
        this.recordBytes = recordBytes;
    }

    /** Whether its record is durable, so that the client may see what came of it. */
    boolean isDurable() {
        AuditReceipt given = receipt;
        return given != null && given.durable();
    }
}
