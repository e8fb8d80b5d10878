package dev.sallyport.masking;

/**
 * Masks the elements of an array in binary format, and leaves its dimensions as they are. For one thread.
 *
 * @see <a href="https://github.com/postgres/postgres/blob/REL_18_STABLE/src/backend/utils/adt/arrayfuncs.c">array_send</a>
 */
record ArrayBinary(int type, ValueMask elements, ConstantMask otherwise, boolean keepsNulls) implements ValueMask {
    /** How many dimensions, whether there are NULLs, the type of the elements. */
    private static final int HEADER = 3 * Integer.BYTES;
    /** Length and lower bound of a dimension. */
    private static final int DIMENSION = 2 * Integer.BYTES;

    @Override
    public boolean write(byte[] bytes, int at, int length, RowOutput out) throws MaskingFailure {
        int dimensions = length < HEADER ? -1 : RowOutput.int32(bytes, at);
        int header = HEADER + dimensions * DIMENSION;
        if (dimensions < 0
                || dimensions > ArrayText.MOST_DIMENSIONS
                || header > length
                || RowOutput.int32(bytes, at + 2 * Integer.BYTES) != type) {
            return false;
        }
        int nulls = RowOutput.int32(bytes, at + Integer.BYTES);
        long count = dimensions == 0 ? 0 : 1;
        for (int i = 0; i < dimensions; i++) {
            count *= RowOutput.int32(bytes, at + HEADER + i * DIMENSION);
            if (count < 0 || count > length / Integer.BYTES) {
                return false;
            }
        }
        out.int32(dimensions);
        out.int32(keepsNulls || otherwise.isNull() ? nulls & 1 : 0);
        out.copy(bytes, at + 2 * Integer.BYTES, header - 2 * Integer.BYTES);
        int place = at + header;
        int end = at + length;
        for (long left = count; left > 0; left--) {
            int value = place + Integer.BYTES;
            int size = value > end ? Integer.MAX_VALUE : RowOutput.int32(bytes, place);
            if (size < -1 || size > end - value) {
                return false;
            }
            element(bytes, value, size, out);
            place = value + Math.max(0, size);
        }
        return place == end;
    }

    private void element(byte[] bytes, int at, int size, RowOutput out) throws MaskingFailure {
        if (size < 0 && keepsNulls) {
            out.int32(size);
            return;
        }
        int start = out.length();
        if (size >= 0) {
            out.int32(0);
            if (elements.write(bytes, at, size, out)) {
                out.putInt32(start, out.length() - start - Integer.BYTES);
                return;
            }
            out.truncate(start);
        }
        otherwise.write(bytes, at, size, out);
    }
}
