package dev.sallyport.masking;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** uuid in text format: 32 hexadecimal digits in five groups. */
enum UuidText implements Codec<UUID> {
    CODEC;

    private static final String FORM = "........-....-....-....-............";

    @Override
    public @Nullable UUID read(byte[] bytes, int at, int length) {
        if (length != FORM.length()) {
            return null;
        }
        long high = 0;
        long low = 0;
        for (int i = 0; i < length; i++) {
            byte b = bytes[at + i];
            if (FORM.charAt(i) == '-') {
                if (b != '-') {
                    return null;
                }
                continue;
            }
            int digit = Character.digit(b, 16);
            if (digit < 0) {
                return null;
            }
            high = (high << 4) | (low >>> 60);
            low = (low << 4) | digit;
        }
        return new UUID(high, low);
    }

    @Override
    public void write(UUID value, RowOutput out) throws MaskingFailure {
        out.ascii(value.toString());
    }
}
