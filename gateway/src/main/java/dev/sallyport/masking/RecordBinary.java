package dev.sallyport.masking;

import dev.sallyport.catalog.ValueType;
import java.util.List;

/**
 * Composite values in binary format: how many fields there are, and of each its type, its length, -1 for NULL, and its bytes. For one
 * thread.
 *
 * @see <a href="https://github.com/postgres/postgres/blob/REL_18_STABLE/src/backend/utils/adt/rowtypes.c">record_send</a>
 */
record RecordBinary(ValueType.Composite type, List<CellMask> fields) implements RecordMask {
    RecordBinary {
        fields = List.copyOf(fields);
    }

    @Override
    public boolean write(byte[] bytes, int at, int length, RowOutput out) throws MaskingFailure {
        if (length < Integer.BYTES || RowOutput.int32(bytes, at) != fields.size()) {
            return false;
        }
        out.int32(fields.size());
        int place = at + Integer.BYTES;
        int end = at + length;
        for (int i = 0; i < fields.size(); i++) {
            int value = place + 2 * Integer.BYTES;
            int expected = type.fields().get(i).type();
            if (value > end || RowOutput.int32(bytes, place) != expected) {
                return false;
            }
            int size = RowOutput.int32(bytes, place + Integer.BYTES);
            if (size < -1 || size > end - value) {
                return false;
            }
            out.int32(expected);
            fields.get(i).write(bytes, value, size, out);
            place = value + Math.max(0, size);
        }
        return place == end;
    }

    @Override
    public void writeNulls(RowOutput out) throws MaskingFailure {
        out.int32(fields.size());
        for (int i = 0; i < fields.size(); i++) {
            out.int32(type.fields().get(i).type());
            fields.get(i).write(new byte[0], 0, -1, out);
        }
    }
}
