package dev.sallyport.masking;

import dev.sallyport.sql.CopyOut;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The text format: a line for each row, what would be mistaken for the end of a value behind a backslash. */
final class TextCopyRows implements CopyRows {
    private static final String PLAIN = "\b\f\n\r\t\u000b";
    private static final String LETTERS = "bfnrtv";

    private final byte delimiter;
    private final byte[] nullText;
    private final int columns;

    TextCopyRows(CopyOut how, int columns) {
        this.delimiter = how.delimiter();
        this.nullText = how.nullText().getBytes(StandardCharsets.UTF_8);
        this.columns = columns;
    }

    @Override
    public List<Cell> read(byte[] row) throws MaskingFailure {
        List<Cell> cells = new ArrayList<>(columns);
        int start = 0;
        for (int i = 0; i < row.length; i++) {
            if (row[i] == '\\') {
                i++;
            } else if (row[i] == delimiter || row[i] == '\n') {
                cells.add(new Cell(start, i));
                start = i + 1;
                if (row[i] == '\n' && start != row.length) {
                    throw new MaskingFailure("a message of COPY holds more than one row");
                }
            }
        }
        if (start != row.length || cells.size() != columns) {
            throw new MaskingFailure("a message of COPY is not one row of " + columns + " columns");
        }
        return cells;
    }

    @Override
    public byte @Nullable [] value(byte[] row, Cell cell, int column) {
        if (Arrays.equals(row, cell.start(), cell.end(), nullText, 0, nullText.length)) {
            return null;
        }
        ByteArrayOutputStream value = new ByteArrayOutputStream(cell.end() - cell.start());
        for (int i = cell.start(); i < cell.end(); i++) {
            if (row[i] == '\\' && i + 1 < cell.end()) {
                i++;
                int letter = LETTERS.indexOf(row[i]);
                value.write(letter < 0 ? row[i] : PLAIN.charAt(letter));
            } else {
                value.write(row[i]);
            }
        }
        return value.toByteArray();
    }

    @Override
    public void write(byte @Nullable [] value, int column, RowOutput out) throws MaskingFailure {
        if (value == null) {
            out.copy(nullText, 0, nullText.length);
            return;
        }
        for (byte each : value) {
            int plain = PLAIN.indexOf(each);
            if (plain >= 0) {
                out.int8((byte) '\\');
                out.int8((byte) LETTERS.charAt(plain));
            } else {
                if (each == '\\' || each == delimiter) {
                    out.int8((byte) '\\');
                }
                out.int8(each);
            }
        }
    }
}
