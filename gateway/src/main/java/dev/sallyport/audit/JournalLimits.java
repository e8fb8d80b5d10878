package dev.sallyport.audit;

import java.time.Duration;

/**
 * The journal's limits.
 *
 * @param recordBytes the longest record, as JSON without sequence, time and hash; 1 KiB to {@link #MAX_RECORD_BYTES}. A
 *     longer one is not recorded
 * @param segmentBytes a segment that has reached this size is followed by a new one; at least 1
 * @param queueRecords how many appends may wait for the disk; at least 1. One more is not recorded
 * @param queueBytes how many bytes of records may wait for the disk; at least {@code recordBytes}
 * @param checkpointInterval how long a record may stand in the journal before the head covers it; 1 ms to 1 h
 */
public record JournalLimits(
        int recordBytes, long segmentBytes, int queueRecords, long queueBytes, Duration checkpointInterval) {
    /** The longest record any journal may hold: what a reader must be ready for. */
    public static final int MAX_RECORD_BYTES = 64 << 20;

    /** A statement of 1 MiB fits whole, even if JSON escapes each of its bytes. */
    public static final JournalLimits DEFAULT =
            new JournalLimits(8 << 20, 64 << 20, 10_000, 64 << 20, Duration.ofSeconds(1));

    public JournalLimits {
        require(recordBytes >= 1024 && recordBytes <= MAX_RECORD_BYTES, "recordBytes must be 1024 to 67108864");
        require(segmentBytes >= 1, "segmentBytes must be at least 1");
        require(queueRecords >= 1, "queueRecords must be at least 1");
        require(queueBytes >= recordBytes, "queueBytes must be at least recordBytes");
        require(
                checkpointInterval.compareTo(Duration.ofMillis(1)) >= 0
                        && checkpointInterval.compareTo(Duration.ofHours(1)) <= 0,
                "checkpointInterval must be 1 ms to 1 h");
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
