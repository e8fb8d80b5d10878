package dev.sallyport.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A record as it stands in the journal.
 *
 * @param type the {@link AuditRecord}'s simple name
 * @param fields all of the line
 * @param line the line as it was written, without its line feed: one JSON object
 */
public record JournalEntry(long sequence, Instant time, String type, JsonNode fields, String line) {
    /** A field's text; null if there is no such field, or it is no text. */
    public @Nullable String text(String field) {
        JsonNode value = fields.get(field);
        return value != null && value.isString() ? value.stringValue() : null;
    }
}
