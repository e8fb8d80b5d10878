package dev.sallyport.masking;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Every value, also NULL, becomes the same one: nothing of it shows, not even whether there is one. */
final class ConstantMask implements CellMask {
    static final ConstantMask NULL =
            new ConstantMask(ByteBuffer.allocate(Integer.BYTES).putInt(-1).array());

    /** The whole cell, with its length. */
    private final byte[] cell;

    private final byte[] value;

    private ConstantMask(byte[] cell) {
        this.cell = cell;
        this.value = Arrays.copyOfRange(cell, Integer.BYTES, cell.length);
    }

    static ConstantMask of(byte[] value) {
        return new ConstantMask(ByteBuffer.allocate(Integer.BYTES + value.length)
                .putInt(value.length)
                .put(value)
                .array());
    }

    static ConstantMask ofUtf8(String value) {
        return of(value.getBytes(StandardCharsets.UTF_8));
    }

    boolean isNull() {
        return cell.length == Integer.BYTES && cell[0] < 0;
    }

    /** The value without its length; nothing for NULL. */
    byte[] value() {
        return value;
    }

    @Override
    public void write(byte[] row, int at, int length, RowOutput out) throws MaskingFailure {
        out.copy(cell, 0, cell.length);
    }

    @Override
    public int headroom() {
        return cell.length;
    }
}
