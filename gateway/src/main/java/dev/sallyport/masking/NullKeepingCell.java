package dev.sallyport.masking;

/** A constant for every value, and NULL for NULL. Immutable, thread-safe. */
record NullKeepingCell(ConstantMask constant) implements CellMask {

    @Override
    public void write(byte[] row, int at, int length, RowOutput out) throws MaskingFailure {
        if (length < 0) {
            out.int32(length);
        } else {
            constant.write(row, at, length, out);
        }
    }

    @Override
    public int headroom() {
        return constant.headroom();
    }
}
