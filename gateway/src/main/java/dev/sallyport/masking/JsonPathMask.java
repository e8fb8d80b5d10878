package dev.sallyport.masking;

import dev.sallyport.wire.Format;
import java.util.List;

/**
 * Masks the values at one path of a json or jsonb column and leaves every other byte of the document as it is. A
 * document that can't be followed with certainty is masked as a whole.
 */
final class JsonPathMask implements CellMask {
    private static final byte JSONB_VERSION = 1;

    private final List<JsonKey> path;
    private final JsonValueMask values;
    /** Whether a version byte stands before the document: jsonb in binary format. */
    private final boolean versioned;

    private final CellMask whole;

    /**
     * A mask for a column.
     *
     * @param keys the keys down to the value, at least one
     * @param values what takes the place of the value
     * @param whole what takes the place of a document that can't be followed
     * @param column a column of type json or jsonb
     */
    JsonPathMask(List<String> keys, JsonValueMask values, CellMask whole, MaskedColumn column) {
        this.path = keys.stream().map(JsonKey::of).toList();
        this.values = values;
        this.versioned = column.typeOid() == MaskedColumn.JSONB && column.format() == Format.BINARY;
        this.whole = whole;
    }

    @Override
    public void write(byte[] row, int at, int length, RowOutput out) throws MaskingFailure {
        int start = out.length();
        if (length < 0) {
            out.int32(length);
            return;
        }
        out.int32(0);
        if (!splice(row, at, at + length, out)) {
            out.truncate(start);
            whole.write(row, at, length, out);
            return;
        }
        out.putInt32(start, out.length() - start - Integer.BYTES);
    }

    private boolean splice(byte[] row, int at, int end, RowOutput out) throws MaskingFailure {
        if (!versioned) {
            return new JsonSplice(row, at, end, path, values, out).run();
        }
        if (at == end || row[at] != JSONB_VERSION) {
            return false;
        }
        out.copy(row, at, 1);
        return new JsonSplice(row, at + 1, end, path, values, out).run();
    }

    @Override
    public int headroom() {
        return Math.max(values.headroom(), whole.headroom());
    }
}
