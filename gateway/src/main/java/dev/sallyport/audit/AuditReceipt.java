package dev.sallyport.audit;

/** Proof that a record is in the journal, and whether it is durable as configured. Only this package can make one. Immutable. */
public final class AuditReceipt {
    private final long sequence;
    private final boolean durable;

    AuditReceipt(long sequence, boolean durable) {
        this.sequence = sequence;
        this.durable = durable;
    }

    /** The record's place in the journal, from 1. */
    public long sequence() {
        return sequence;
    }

    /**
     * Whether the record is durable as configured. If not it was handed to the operating system, which keeps it whatever becomes of
     * this process, and whether it will be durable is said later.
     */
    public boolean durable() {
        return durable;
    }

    @Override
    public String toString() {
        return "AuditReceipt[" + sequence + (durable ? "]" : ", not durable yet]");
    }
}
