package dev.sallyport.audit;

/** What a receipt promises. */
public enum Durability {
    /** The record has reached the disk ({@code fsync}): it survives the end of the process and of the machine. */
    SYNCED,
    /**
     * The operating system has the record ({@code write}): it survives the end of the process, however sudden. If the
     * machine itself stops, the records since the last checkpoint may be lost.
     */
    WRITTEN
}
