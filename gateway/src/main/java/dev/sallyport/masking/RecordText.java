package dev.sallyport.masking;

import java.util.List;

/**
 * Composite values in text format: fields between commas in parentheses, in quotation marks where they must be, and nothing for NULL.
 * Read as the server writes them; what is written otherwise is not masked so. For one thread.
 *
 * @see <a href="https://www.postgresql.org/docs/18/rowtypes.html#ROWTYPES-IO-SYNTAX">PostgreSQL documentation, composite type input and
 *     output syntax</a>
 */
final class RecordText implements RecordMask {
    private static final int ROOM = 64;

    private final List<CellMask> fields;
    private final RowOutput value = new RowOutput(ROOM);
    private final RowOutput masked = new RowOutput(ROOM);

    RecordText(List<CellMask> fields) {
        this.fields = List.copyOf(fields);
    }

    @Override
    public boolean write(byte[] bytes, int at, int length, RowOutput out) throws MaskingFailure {
        int last = at + length - 1;
        if (length < 2 || bytes[at] != '(' || bytes[last] != ')') {
            return false;
        }
        if (fields.isEmpty()) {
            return length == 2 && writesNulls(out);
        }
        int place = at;
        for (int i = 0; i < fields.size(); i++) {
            if (bytes[place] != (i == 0 ? '(' : ',')) {
                return false;
            }
            out.int8(bytes[place++]);
            if (bytes[place] == '"') {
                place = quoted(bytes, place + 1, last, i, out);
            } else {
                int end = plainEnd(bytes, place, last);
                write(i, bytes, place, end == place ? -1 : end - place, out);
                place = end;
            }
            if (place > last) {
                return false;
            }
        }
        out.int8((byte) ')');
        return place == last;
    }

    @Override
    public void writeNulls(RowOutput out) throws MaskingFailure {
        writesNulls(out);
    }

    private boolean writesNulls(RowOutput out) throws MaskingFailure {
        out.int8((byte) '(');
        for (int i = 0; i < fields.size(); i++) {
            if (i > 0) {
                out.int8((byte) ',');
            }
            write(i, masked.array(), 0, -1, out);
        }
        out.int8((byte) ')');
        return true;
    }

    /** Where a field without quotation marks ends: at what is a part of none. */
    private static int plainEnd(byte[] bytes, int from, int last) {
        int place = from;
        while (place < last && "(),\"\\".indexOf(bytes[place]) < 0) {
            place++;
        }
        return place;
    }

    /** Masks a field in quotation marks, in which these and backslashes are doubled; gives the place behind it, or one behind the end. */
    private int quoted(byte[] bytes, int from, int last, int field, RowOutput out) throws MaskingFailure {
        value.truncate(0);
        int place = from;
        while (place < last) {
            byte b = bytes[place++];
            if (b == '"' && bytes[place] != '"') {
                write(field, value.array(), 0, value.length(), out);
                return place;
            }
            if (b == '"' || b == '\\') {
                if (bytes[place] != b) {
                    break;
                }
                place++;
            }
            value.int8(b);
        }
        return last + 1;
    }

    private void write(int field, byte[] bytes, int at, int length, RowOutput out) throws MaskingFailure {
        masked.truncate(0);
        fields.get(field).write(bytes, at, length, masked);
        int size = RowOutput.int32(masked.array(), 0);
        if (size >= 0) {
            quote(masked.array(), Integer.BYTES, size, out);
        }
    }

    /** Writes a field, in quotation marks if it would be read as something else without. */
    private static void quote(byte[] bytes, int at, int length, RowOutput out) throws MaskingFailure {
        boolean needed = length == 0;
        for (int i = at; i < at + length && !needed; i++) {
            needed = "(),\"\\".indexOf(bytes[i]) >= 0 || (bytes[i] >= 0 && bytes[i] <= ' ');
        }
        if (!needed) {
            out.copy(bytes, at, length);
            return;
        }
        out.int8((byte) '"');
        for (int i = at; i < at + length; i++) {
            if (bytes[i] == '"' || bytes[i] == '\\') {
                out.int8(bytes[i]);
            }
            out.int8(bytes[i]);
        }
        out.int8((byte) '"');
    }
}
