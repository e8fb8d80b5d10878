package dev.sallyport.masking;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Masks strings and numbers by what they are; every other value, and what can't be masked so, becomes a constant. For one thread. */
final class JsonScalar implements JsonValueMask {
    private static final int ROOM = 64;

    private final @Nullable ValueMask strings;
    private final @Nullable Mapping<BigDecimal> numbers;
    private final boolean keepsNulls;
    private final RowOutput masked = new RowOutput(ROOM);

    JsonScalar(Transform function, boolean keepsNulls) {
        this.strings = function.text(TextShape.ANY);
        this.numbers = function.decimal(Decimals.ANY);
        this.keepsNulls = keepsNulls;
    }

    @Override
    public void write(byte[] document, int from, int to, RowOutput out) throws MaskingFailure {
        boolean done = switch (document[from]) {
            case '"' -> string(document, from + 1, to - 1, out);
            case 'n' -> {
                if (keepsNulls) {
                    out.copy(document, from, to - from);
                }
                yield keepsNulls;
            }
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number(document, from, to, out);
            default -> false;
        };
        if (!done) {
            JsonConstant.REDACTED.write(document, from, to, out);
        }
    }

    private boolean string(byte[] document, int from, int to, RowOutput out) throws MaskingFailure {
        if (strings == null) {
            return false;
        }
        masked.truncate(0);
        boolean done;
        if (isEscaped(document, from, to)) {
            String text = JsonText.unescaped(new String(document, from, to - from, StandardCharsets.UTF_8));
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            // Half of a surrogate pair is no character, and a question mark would stand for it.
            done = text.codePoints().noneMatch(point -> Character.getType(point) == Character.SURROGATE)
                    && strings.write(bytes, 0, bytes.length, masked);
        } else {
            done = strings.write(document, from, to - from, masked);
        }
        if (done) {
            JsonText.write(masked.array(), masked.length(), out);
        }
        return done;
    }

    private static boolean isEscaped(byte[] document, int from, int to) {
        for (int i = from; i < to; i++) {
            if (document[i] == '\\') {
                return true;
            }
        }
        return false;
    }

    private boolean number(byte[] document, int from, int to, RowOutput out) throws MaskingFailure {
        BigDecimal value = numbers == null ? null : DecimalText.CODEC.read(document, from, to - from);
        BigDecimal mapped = value == null || numbers == null ? null : numbers.map(value);
        if (mapped == null) {
            return false;
        }
        DecimalText.CODEC.write(mapped, out);
        return true;
    }

    @Override
    public int headroom() {
        return ROOM;
    }
}
