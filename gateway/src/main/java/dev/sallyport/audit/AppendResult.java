package dev.sallyport.audit;

/** What became of one append. */
public sealed interface AppendResult {
    /** The record is durable as configured. */
    record Recorded(AuditReceipt receipt) implements AppendResult {}

    /**
     * No promise can be made about the record, so what it stands for must not happen. The record may still be found in
     * the journal later: a disk that fails to confirm a write may have done it.
     *
     * @param reason one line for an operator; names no statement and no secret
     */
    record NotRecorded(String reason) implements AppendResult {}
}
