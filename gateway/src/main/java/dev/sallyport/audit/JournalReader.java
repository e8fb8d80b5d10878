package dev.sallyport.audit;

import dev.sallyport.audit.JournalDirectory.Segment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Streams a journal's records, also while a gateway writes; holds one at a time. It does not check the chain:
 * {@link JournalVerifier} does. Thread-safe.
 */
public final class JournalReader {
    private final JsonMapper mapper = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(Chain.MAX_LINE_BYTES)
                            .maxNestingDepth(16)
                            .build())
                    .build())
            .build();
    private final Path directory;

    /** A reader of the journal in a directory. */
    public JournalReader(Path directory) {
        this.directory = directory;
    }

    /**
     * Gives all the records that a filter lets pass to a consumer, in their order, and returns how many.
     *
     * @throws IOException if the directory cannot be read, or holds a line that is no record
     */
    public long read(JournalFilter filter, Consumer<JournalEntry> consumer) throws IOException {
        List<Segment> segments = JournalDirectory.segments(directory);
        if (segments.isEmpty()) {
            throw new NoSuchFileException(directory.toString(), null, "there is no audit journal in it");
        }
        EntryMatcher matcher = new EntryMatcher(filter);
        long matched = 0;
        for (Segment segment : segments) {
            try (LineReader lines = new LineReader(segment.file(), Chain.MAX_LINE_BYTES)) {
                LineReader.Found found = lines.next();
                for (long line = 1; found == LineReader.Found.LINE; line++) {
                    JournalEntry entry = entry(lines);
                    if (entry == null) {
                        throw notARecord(segment, line);
                    }
                    if (matcher.matches(entry)) {
                        consumer.accept(entry);
                        matched++;
                    }
                    found = lines.next();
                }
                if (found == LineReader.Found.TOO_LONG) {
                    throw new IOException("segment " + segment.name() + " has a line that is too long");
                }
            }
        }
        return matched;
    }

    private static IOException notARecord(Segment segment, long line) {
        return new IOException("segment " + segment.name() + ", line " + line + " is not a record; run audit verify");
    }

    private @Nullable JournalEntry entry(LineReader lines) {
        try {
            JsonNode fields = mapper.readTree(lines.buffer(), lines.lineStart(), lines.lineLength());
            JsonNode sequence = fields.path("sequence");
            JsonNode time = fields.path("time");
            JsonNode type = fields.path("type");
            if (!sequence.isIntegralNumber() || !time.isString() || !type.isString()) {
                return null;
            }
            String line = new String(lines.buffer(), lines.lineStart(), lines.lineLength(), StandardCharsets.UTF_8);
            return new JournalEntry(
                    sequence.longValue(), Instant.parse(time.stringValue()), type.stringValue(), fields, line);
        } catch (JacksonException | DateTimeParseException malformed) {
            return null;
        }
    }
}
