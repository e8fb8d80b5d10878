package dev.sallyport.masking;

import java.util.List;

/**
 * Copies one JSON document and replaces the values at a path. Arrays on the way stand for each of their elements, as in
 * the lax mode of SQL/JSON paths; of a key that occurs more than once every value is replaced.
 *
 * <p>The document is checked as it is read: whatever is not exactly RFC 8259 in UTF-8 ends the run without success, so
 * that no other reading of the same bytes finds a value that this one missed. Used once, not thread-safe.
 */
final class JsonSplice {
    /**
     * The most objects and arrays that are entered on the way to the value. What is not entered is skipped at any
     * depth, since a depth limit on a masked value would tell something of it.
     */
    static final int DEEPEST = 128;

    private static final int MALFORMED = JsonReader.MALFORMED;

    private final JsonReader reader;
    private final byte[] document;
    private final int start;
    private final List<JsonKey> path;
    private final JsonValueMask values;
    private final RowOutput out;
    private int copied;

    JsonSplice(byte[] document, int start, int end, List<JsonKey> path, JsonValueMask values, RowOutput out) {
        this.reader = new JsonReader(document, end);
        this.document = document;
        this.start = start;
        this.path = path;
        this.values = values;
        this.out = out;
        this.copied = start;
    }

    /** Writes the changed document; false if it can't be followed, and then what was written is of no use. */
    boolean run() throws MaskingFailure {
        int at = value(reader.space(start), 0, 0);
        if (at == MALFORMED || reader.space(at) != reader.end()) {
            return false;
        }
        out.copy(document, copied, reader.end() - copied);
        return true;
    }

    /** Passes the value at a place, of which {@code level} keys of the path are already found. */
    private int value(int at, int level, int depth) throws MaskingFailure {
        if (level == path.size()) {
            return replace(at);
        }
        return switch (reader.at(at)) {
            case '{' -> depth == DEEPEST ? MALFORMED : object(at, level, depth + 1);
            case '[' -> depth == DEEPEST ? MALFORMED : array(at, level, depth + 1);
            default -> reader.skipValue(at);
        };
    }

    private int replace(int at) throws MaskingFailure {
        int end = reader.skipValue(at);
        if (end != MALFORMED) {
            out.copy(document, copied, at - copied);
            values.write(document, at, end, out);
            copied = end;
        }
        return end;
    }

    private int object(int open, int level, int depth) throws MaskingFailure {
        int at = reader.space(open + 1);
        if (reader.at(at) == '}') {
            return at + 1;
        }
        while (true) {
            int keyEnd = reader.skipString(at);
            int valueAt = keyEnd == MALFORMED ? MALFORMED : reader.colon(keyEnd);
            if (valueAt == MALFORMED) {
                return MALFORMED;
            }
            boolean found = path.get(level).is(document, at + 1, keyEnd - 1);
            at = found ? value(valueAt, level + 1, depth) : reader.skipValue(valueAt);
            if (at == MALFORMED) {
                return MALFORMED;
            }
            at = reader.space(at);
            switch (reader.at(at)) {
                case ',' -> at = reader.space(at + 1);
                case '}' -> {
                    return at + 1;
                }
                default -> {
                    return MALFORMED;
                }
            }
        }
    }

    private int array(int open, int level, int depth) throws MaskingFailure {
        int at = reader.space(open + 1);
        if (reader.at(at) == ']') {
            return at + 1;
        }
        while (true) {
            at = value(at, level, depth);
            if (at == MALFORMED) {
                return MALFORMED;
            }
            at = reader.space(at);
            switch (reader.at(at)) {
                case ',' -> at = reader.space(at + 1);
                case ']' -> {
                    return at + 1;
                }
                default -> {
                    return MALFORMED;
                }
            }
        }
    }
}
