package dev.sallyport.approval;

import java.time.Duration;

/**
 * What keeps the desk from growing or waiting without end.
 *
 * @param waiting the most requests that may wait at once
 * @param remembered the most decided requests that are kept to be looked at
 * @param characters the most characters of statements and parameters that waiting requests may have together, and
 *     decided ones again
 * @param comment the longest comment, in characters
 * @param within the longest that a request may wait, whatever it asks for
 * @param record how long the audit journal may take for a verdict's record; after that the verdict is a refusal
 */
public record ApprovalLimits(
        int waiting, int remembered, long characters, int comment, Duration within, Duration record) {

    /** 1,000 waiting and as many remembered, 64 Mi characters, comments of 1,000, a week, 30 seconds for the record. */
    public static final ApprovalLimits DEFAULT =
            new ApprovalLimits(1_000, 1_000, 64L << 20, 1_000, Duration.ofDays(7), Duration.ofSeconds(30));
}
