package dev.sallyport.masking;

import java.nio.charset.StandardCharsets;

/** The same JSON value for all. Immutable, thread-safe. */
final class JsonConstant implements JsonValueMask {
    static final JsonConstant NULL = new JsonConstant("null");
    static final JsonConstant REDACTED = new JsonConstant("\"" + TypeConstants.REDACTED + "\"");

    private final byte[] json;

    private JsonConstant(String json) {
        this.json = json.getBytes(StandardCharsets.UTF_8);
    }

    /** A text. */
    static JsonConstant text(String text) {
        return new JsonConstant(JsonText.quoted(text));
    }

    @Override
    public void write(byte[] document, int from, int to, RowOutput out) throws MaskingFailure {
        out.copy(json, 0, json.length);
    }

    @Override
    public int headroom() {
        return json.length;
    }

    @Override
    public String toString() {
        return new String(json, StandardCharsets.UTF_8);
    }
}
