package dev.sallyport.audit;

/** Proof that a record is durable as configured. Only this package can make one. Immutable. */
public final class AuditReceipt {
    private final long sequence;

    AuditReceipt(long sequence) {
        this.sequence = sequence;
    }

    /** The record's place in the journal, from 1. */
    public long sequence() {
        return sequence;
    }

    @Override
    public String toString() {
        return "AuditReceipt[" + sequence + "]";
    }
}
