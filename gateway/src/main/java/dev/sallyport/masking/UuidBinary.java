package dev.sallyport.masking;

import java.nio.ByteBuffer;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** uuid in binary format: its 16 bytes. */
enum UuidBinary implements Codec<UUID> {
    CODEC;

    @Override
    public @Nullable UUID read(byte[] bytes, int at, int length) {
        if (length != 2 * Long.BYTES) {
            return null;
        }
        ByteBuffer value = ByteBuffer.wrap(bytes, at, length);
        return new UUID(value.getLong(), value.getLong());
    }

    @Override
    public void write(UUID value, RowOutput out) throws MaskingFailure {
        out.int64(value.getMostSignificantBits());
        out.int64(value.getLeastSignificantBits());
    }
}
