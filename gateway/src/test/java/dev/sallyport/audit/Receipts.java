package dev.sallyport.audit;

/** Receipts for tests of what is downstream of the journal; in this package because only it can make one. */
public final class Receipts {
    private Receipts() {}

    /** The receipt of a record at a place in the journal. */
    public static AuditReceipt at(long sequence) {
        return new AuditReceipt(sequence, true);
    }

    /** The receipt of a record at a place in the journal that is written and not durable yet. */
    public static AuditReceipt writtenAt(long sequence) {
        return new AuditReceipt(sequence, false);
    }
}
