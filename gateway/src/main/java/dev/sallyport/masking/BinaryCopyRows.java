package dev.sallyport.masking;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The binary format: a header before the first row, then each value behind its length, and a row of -1 columns at the end. */
final class BinaryCopyRows implements CopyRows {
    private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0};
    private static final int FLAGS = Integer.BYTES;

    private final int columns;
    private boolean begun;

    BinaryCopyRows(int columns) {
        this.columns = columns;
    }

    @Override
    public List<Cell> read(byte[] row) throws MaskingFailure {
        int at = begun ? 0 : header(row);
        begun = true;
        if (row.length - at < Short.BYTES) {
            throw new MaskingFailure("a message of COPY is not a row");
        }
        short count = (short) ((row[at] & 0xff) << Byte.SIZE | (row[at + 1] & 0xff));
        at += Short.BYTES;
        if (count == -1 && at == row.length) {
            return List.of();
        }
        if (count != columns) {
            throw new MaskingFailure("a row of COPY has " + count + " columns, and not " + columns);
        }
        List<Cell> cells = new ArrayList<>(columns);
        for (int i = 0; i < columns; i++) {
            int length = row.length - at < Integer.BYTES ? -2 : RowOutput.int32(row, at);
            long end = (long) at + Integer.BYTES + Math.max(0, length);
            if (length < -1 || end > row.length) {
                throw new MaskingFailure("column " + (i + 1) + " of a row of COPY is longer than the row");
            }
            cells.add(new Cell(at, (int) end));
            at = (int) end;
        }
        if (at != row.length) {
            throw new MaskingFailure("a message of COPY holds more than one row");
        }
        return cells;
    }

    private static int header(byte[] row) throws MaskingFailure {
        int extension = SIGNATURE.length + FLAGS;
        if (row.length < extension + Integer.BYTES
                || !Arrays.equals(row, 0, SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length)) {
            throw new MaskingFailure("rows of COPY don't begin with their header");
        }
        int length = RowOutput.int32(row, extension);
        int end = extension + Integer.BYTES;
        if (length < 0 || length > row.length - end) {
            throw new MaskingFailure("the header of rows of COPY is longer than their first message");
        }
        return end + length;
    }

    @Override
    public byte @Nullable [] value(byte[] row, Cell cell, int column) {
        return RowOutput.int32(row, cell.start()) < 0
                ? null
                : Arrays.copyOfRange(row, cell.start() + Integer.BYTES, cell.end());
    }

    @Override
    public void write(byte @Nullable [] value, int column, RowOutput out) throws MaskingFailure {
        out.int32(value == null ? -1 : value.length);
        if (value != null) {
            out.copy(value, 0, value.length);
        }
    }
}
