package dev.sallyport.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which records are wanted: those that meet all of the conditions that are not null.
 *
 * @param session all records of this session
 * @param subject all records of the sessions of this subject
 * @param since not before
 * @param until before
 * @param decision attempts that were decided so: {@code allow}, {@code hold} or {@code deny}
 * @param text attempts whose statement contains this, in upper or lower case
 */
public record JournalFilter(
        @Nullable String session,
        @Nullable String subject,
        @Nullable Instant since,
        @Nullable Instant until,
        @Nullable String decision,
        @Nullable String text) {
    /** All records. */
    public static final JournalFilter ALL = new JournalFilter(null, null, null, null, null, null);
}
