package dev.sallyport.masking;

/**
 * Masks the elements of an array in text format, and leaves its dimensions as they are. For one thread.
 *
 * @see <a href="https://www.postgresql.org/docs/18/arrays.html#ARRAYS-IO">PostgreSQL documentation, array input and output syntax</a>
 */
final class ArrayText implements ValueMask {
    /** MAXDIM of PostgreSQL. */
    static final int MOST_DIMENSIONS = 6;

    private static final String NULL = "NULL";
    private static final int ROOM = 64;

    private final ValueMask elements;
    private final ConstantMask otherwise;
    private final boolean keepsNulls;
    private final RowOutput element = new RowOutput(ROOM);
    private final RowOutput masked = new RowOutput(ROOM);

    ArrayText(ValueMask elements, ConstantMask otherwise, boolean keepsNulls) {
        this.elements = elements;
        this.otherwise = otherwise;
        this.keepsNulls = keepsNulls;
    }

    @Override
    public boolean write(byte[] bytes, int at, int length, RowOutput out) throws MaskingFailure {
        int end = at + length;
        int place = bounds(bytes, at, end, out);
        int depth = 0;
        boolean wanted = true;
        while (place < end) {
            byte b = bytes[place];
            if (b == '{') {
                if (!wanted || ++depth > MOST_DIMENSIONS) {
                    return false;
                }
                out.int8(b);
                place++;
            } else if (b == '}') {
                boolean isEmpty = wanted && bytes[place - 1] == '{';
                if (depth-- == 0 || (wanted && !isEmpty)) {
                    return false;
                }
                wanted = false;
                out.int8(b);
                place++;
                if (depth == 0) {
                    return place == end;
                }
            } else if (b == ',') {
                if (wanted) {
                    return false;
                }
                wanted = true;
                out.int8(b);
                place++;
            } else {
                if (!wanted || depth == 0) {
                    return false;
                }
                wanted = false;
                place = b == '"' ? quoted(bytes, place + 1, end, out) : plain(bytes, place, end, out);
            }
        }
        return false;
    }

    /** Copies lower and upper bounds, if they are given: {@code [0:1][2:3]=}. */
    private static int bounds(byte[] bytes, int at, int end, RowOutput out) throws MaskingFailure {
        int place = at;
        while (place < end && (Ascii.isDigit(bytes[place]) || "[]:=-+".indexOf(bytes[place]) >= 0)) {
            place++;
        }
        out.copy(bytes, at, place - at);
        return place;
    }

    private int quoted(byte[] bytes, int from, int end, RowOutput out) throws MaskingFailure {
        element.truncate(0);
        int place = from;
        while (place < end && bytes[place] != '"') {
            if (bytes[place] == '\\') {
                place++;
            }
            if (place < end) {
                element.int8(bytes[place++]);
            }
        }
        mask(element.array(), 0, element.length(), out);
        return place + 1;
    }

    private int plain(byte[] bytes, int from, int end, RowOutput out) throws MaskingFailure {
        int place = from;
        while (place < end && bytes[place] != ',' && bytes[place] != '}') {
            place++;
        }
        if (place - from == NULL.length() && new Ascii(bytes, from, NULL.length()).skip(NULL)) {
            if (keepsNulls || otherwise.isNull()) {
                out.ascii(NULL);
            } else {
                quote(otherwise.value(), otherwise.value().length, out);
            }
        } else {
            mask(bytes, from, place - from, out);
        }
        return place;
    }

    private void mask(byte[] bytes, int at, int length, RowOutput out) throws MaskingFailure {
        masked.truncate(0);
        if (elements.write(bytes, at, length, masked)) {
            quote(masked.array(), masked.length(), out);
        } else if (otherwise.isNull()) {
            out.ascii(NULL);
        } else {
            quote(otherwise.value(), otherwise.value().length, out);
        }
    }

    /** Writes an element, in quotation marks if it would be read as something else without. */
    private static void quote(byte[] value, int length, RowOutput out) throws MaskingFailure {
        boolean needed = length == 0 || isNull(value, length);
        for (int i = 0; i < length && !needed; i++) {
            needed = "{},\"\\".indexOf(value[i]) >= 0 || (value[i] >= 0 && value[i] <= ' ');
        }
        if (!needed) {
            out.copy(value, 0, length);
            return;
        }
        out.int8((byte) '"');
        for (int i = 0; i < length; i++) {
            if (value[i] == '"' || value[i] == '\\') {
                out.int8((byte) '\\');
            }
            out.int8(value[i]);
        }
        out.int8((byte) '"');
    }

    /** Whether it is the word NULL, in letters of whatever case. */
    private static boolean isNull(byte[] value, int length) {
        boolean same = length == NULL.length();
        for (int i = 0; same && i < length; i++) {
            same = (value[i] & ~' ') == NULL.charAt(i);
        }
        return same;
    }
}
