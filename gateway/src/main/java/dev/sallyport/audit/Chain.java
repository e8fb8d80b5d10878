package dev.sallyport.audit;

import java.security.MessageDigest;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/** Follows a chain of lines: each must carry the next sequence and the hash of the one before. Not thread-safe. */
final class Chain {
    /** No line of any journal is longer than this. */
    static final int MAX_LINE_BYTES = JournalLimits.MAX_RECORD_BYTES + LineBatch.PREFIX_BYTES;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(MAX_LINE_BYTES)
                    .maxNestingDepth(16)
                    .build())
            .build();

    private final MessageDigest sha256 = Sha256.digest();
    private long sequence;
    private @Nullable String hash;

    /**
     * @param sequence of the record before the first one
     * @param hash of that record's line; null to take what the first line says for granted
     */
    Chain(long sequence, @Nullable String hash) {
        this.sequence = sequence;
        this.hash = hash;
    }

    /** Takes the next line, without its line feed; returns null, or what is wrong with it. */
    @Nullable
    String follow(byte[] buffer, int offset, int length) {
        long found;
        String previous;
        try (JsonParser line = FACTORY.createParser(ObjectReadContext.empty(), buffer, offset, length)) {
            if (line.nextToken() != JsonToken.START_OBJECT) {
                return "the line is not a JSON object";
            }
            if (!"sequence".equals(line.nextName()) || line.nextToken() != JsonToken.VALUE_NUMBER_INT) {
                return "the line does not begin with its sequence";
            }
            found = line.getLongValue();
            if (!"time".equals(line.nextName()) || line.nextToken() != JsonToken.VALUE_STRING) {
                return "the line has no time";
            }
            if (!"previous".equals(line.nextName()) || line.nextToken() != JsonToken.VALUE_STRING) {
                return "the line has no hash of the one before";
            }
            previous = line.getString();
            while (line.nextToken() != JsonToken.END_OBJECT) {
                line.skipChildren();
            }
            if (line.nextToken() != null) {
                return "the line goes on behind its JSON object";
            }
        } catch (JacksonException malformed) {
            return "the line is not JSON";
        }
        if (found != sequence + 1) {
            return "sequence " + (sequence + 1) + " was expected here and " + found + " found: lines were removed, "
                    + "repeated or moved";
        }
        if (hash != null && !previous.equals(hash)) {
            return "record " + sequence + " was changed, or what this line says about it: its hash is not the one "
                    + "given here";
        }
        sha256.update(buffer, offset, length);
        hash = HexFormat.of().formatHex(sha256.digest());
        sequence = found;
        return null;
    }

    /** The last followed record's sequence. */
    long sequence() {
        return sequence;
    }

    /** The last followed line's hash; null if none was followed and none was given. */
    @Nullable
    String hash() {
        return hash;
    }
}
