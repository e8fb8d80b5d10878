package dev.sallyport.audit;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/** Where audit records go. Safe for use by any number of threads. */
public interface Journal extends AutoCloseable {
    /**
     * A record to append.
     *
     * @param written is given a receipt that is not durable, inside the call that appends and at most once, if the record is written
     *     and it takes longer until it is durable
     * @param done is given what became of it: exactly once, on whatever thread the journal chooses, possibly inside the call that
     *     appends. It must not block: other appends may wait behind it. What it throws is logged and goes no further
     */
    record Append(AuditRecord record, Consumer<AuditReceipt> written, Consumer<AppendResult> done) {
        /** A record of which only the end of the matter is of interest. */
        public Append(AuditRecord record, Consumer<AppendResult> done) {
            this(record, receipt -> {}, done);
        }
    }

    /** Appends a record. The order of appends by one caller is their order in the journal. */
    void append(AuditRecord record, Consumer<AppendResult> done);

    /** Appends records in their order, at the cost of about one. */
    default void append(List<Append> batch) {
        for (Append each : batch) {
            append(each.record(), each.done());
        }
    }

    /**
     * Writes what was accepted, answers every append and lets the journal go. Later appends are not recorded. A second
     * call does nothing.
     *
     * @throws IOException if the end of the journal could not be made durable; it is closed all the same
     */
    @Override
    void close() throws IOException;
}
