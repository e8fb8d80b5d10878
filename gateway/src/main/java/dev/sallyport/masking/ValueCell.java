package dev.sallyport.masking;

/** Masks each value by what it is; what can't be masked so becomes a constant. For one thread. */
final class ValueCell implements CellMask {
    private final ValueMask values;
    private final ConstantMask otherwise;
    private final boolean keepsNulls;

    ValueCell(ValueMask values, ConstantMask otherwise, boolean keepsNulls) {
        this.values = values;
        this.otherwise = otherwise;
        this.keepsNulls = keepsNulls;
    }

    @Override
    public void write(byte[] row, int at, int length, RowOutput out) throws MaskingFailure {
        int start = out.length();
        if (length < 0 && keepsNulls) {
            out.int32(length);
            return;
        }
        if (length >= 0) {
            out.int32(0);
            if (values.write(row, at, length, out)) {
                out.putInt32(start, out.length() - start - Integer.BYTES);
                return;
            }
            out.truncate(start);
        }
        otherwise.write(row, at, length, out);
    }

    @Override
    public int headroom() {
        return otherwise.headroom();
    }
}
