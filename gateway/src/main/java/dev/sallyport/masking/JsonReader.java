package dev.sallyport.masking;

import java.util.BitSet;

/**
 * Finds where the tokens and values of a JSON document end. Every method takes a place and gives the place behind what
 * it passed, or {@link #MALFORMED}. Places beyond the end read as {@link #NOTHING}. Not thread-safe.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8259">RFC 8259</a>
 */
final class JsonReader {
    static final int MALFORMED = -1;
    /** What stands at and beyond the end: a byte that no document may contain outside of strings. */
    static final byte NOTHING = 0;

    private final byte[] document;
    private final int end;
    /** For each open container, outermost first, whether it is an object. */
    private final BitSet objects = new BitSet();

    JsonReader(byte[] document, int end) {
        this.document = document;
        this.end = end;
    }

    int end() {
        return end;
    }

    byte at(int place) {
        return place < end ? document[place] : NOTHING;
    }

    /** Passes white space, if there is any. */
    int space(int from) {
        int at = from;
        while (at < end
                && (document[at] == ' ' || document[at] == '\n' || document[at] == '\t' || document[at] == '\r')) {
            at++;
        }
        return at;
    }

    /** Passes the colon behind a key, and the white space around it. */
    int colon(int from) {
        int at = space(from);
        return at(at) == ':' ? space(at + 1) : MALFORMED;
    }

    /** Passes one value of any depth; without recursion, so that its depth costs a bit and no stack. */
    int skipValue(int from) {
        int at = from;
        int depth = 0;
        while (true) {
            byte first = at(at);
            if (first == '{' || first == '[') {
                boolean object = first == '{';
                at = space(at + 1);
                if (at(at) == (object ? '}' : ']')) {
                    at++;
                } else {
                    objects.set(depth++, object);
                    at = object ? key(at) : at;
                    if (at == MALFORMED) {
                        return MALFORMED;
                    }
                    continue;
                }
            } else {
                at = skipScalar(at);
            }
            while (at != MALFORMED) {
                if (depth == 0) {
                    return at;
                }
                boolean object = objects.get(depth - 1);
                at = space(at);
                byte next = at(at);
                if (next == ',') {
                    at = space(at + 1);
                    at = object ? key(at) : at;
                    break;
                }
                at = next == (object ? '}' : ']') ? at + 1 : MALFORMED;
                depth--;
            }
            if (at == MALFORMED) {
                return MALFORMED;
            }
        }
    }

    private int key(int from) {
        int at = skipString(from);
        return at == MALFORMED ? MALFORMED : colon(at);
    }

    private int skipScalar(int from) {
        return switch (at(from)) {
            case '"' -> skipString(from);
            case 't' -> word(from, "true");
            case 'f' -> word(from, "false");
            case 'n' -> word(from, "null");
            default -> skipNumber(from);
        };
    }

    private int word(int from, String word) {
        for (int i = 0; i < word.length(); i++) {
            if (at(from + i) != word.charAt(i)) {
                return MALFORMED;
            }
        }
        return from + word.length();
    }

    private int skipNumber(int from) {
        int at = at(from) == '-' ? from + 1 : from;
        int integerEnd = digits(at);
        if (integerEnd == at || (at(at) == '0' && integerEnd != at + 1)) {
            return MALFORMED;
        }
        at = integerEnd;
        if (at(at) == '.') {
            int fractionEnd = digits(at + 1);
            if (fractionEnd == at + 1) {
                return MALFORMED;
            }
            at = fractionEnd;
        }
        if (at(at) == 'e' || at(at) == 'E') {
            int exponent = at(at + 1) == '+' || at(at + 1) == '-' ? at + 2 : at + 1;
            at = digits(exponent);
            return at == exponent ? MALFORMED : at;
        }
        return at;
    }

    private int digits(int from) {
        int at = from;
        while (at(at) >= '0' && at(at) <= '9') {
            at++;
        }
        return at;
    }

    /** Passes a string with its quotation marks. */
    int skipString(int from) {
        if (at(from) != '"') {
            return MALFORMED;
        }
        int at = from + 1;
        while (at < end) {
            byte b = document[at];
            if (b == '"') {
                return at + 1;
            }
            at = b == '\\' ? escape(at) : b < 0 ? character(at) : b < ' ' ? MALFORMED : at + 1;
            if (at == MALFORMED) {
                return MALFORMED;
            }
        }
        return MALFORMED;
    }

    private int escape(int from) {
        return switch (at(from + 1)) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> from + 2;
            case 'u' -> {
                for (int i = from + 2; i < from + 6; i++) {
                    if (Character.digit(at(i), 16) < 0) {
                        yield MALFORMED;
                    }
                }
                yield from + 6;
            }
            default -> MALFORMED;
        };
    }

    /**
     * Passes one character of more than one byte. In some encodings the second byte of a character may look like a
     * backslash or a quotation mark; none of those passes as UTF-8.
     */
    private int character(int from) {
        int lead = document[from] & 0xff;
        int second = at(from + 1) & 0xff;
        if (lead >= 0xc2 && lead <= 0xdf) {
            return continuations(from, 1);
        }
        if (lead >= 0xe0 && lead <= 0xef) {
            boolean overlong = lead == 0xe0 && second < 0xa0;
            boolean surrogate = lead == 0xed && second > 0x9f;
            return overlong || surrogate ? MALFORMED : continuations(from, 2);
        }
        if (lead >= 0xf0 && lead <= 0xf4) {
            boolean overlong = lead == 0xf0 && second < 0x90;
            boolean beyond = lead == 0xf4 && second > 0x8f;
            return overlong || beyond ? MALFORMED : continuations(from, 3);
        }
        return MALFORMED;
    }

    private int continuations(int from, int count) {
        for (int i = from + 1; i <= from + count; i++) {
            if ((at(i) & 0xc0) != 0x80) {
                return MALFORMED;
            }
        }
        return from + 1 + count;
    }
}
