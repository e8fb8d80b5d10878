package dev.sallyport.masking;

import dev.sallyport.sql.CopyOut;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A format that has a line for each row: values between delimiters, and a text of its own for NULL. */
abstract class LineCopyRows implements CopyRows {
    private final byte delimiter;
    private final byte[] nullText;
    private final int columns;

    LineCopyRows(CopyOut how, int columns) {
        this.delimiter = how.delimiter();
        this.nullText = how.nullText().getBytes(StandardCharsets.UTF_8);
        this.columns = columns;
    }

    /**
     * Where that ends which begins at a place and in which nothing ends a value.
     *
     * @return the place behind it, which may be behind the row if that is cut off; the place itself if nothing of the kind begins there
     */
    abstract int behindProtected(byte[] row, int at);

    /** Undoes what protects a value that is not NULL. */
    abstract void unprotect(byte[] row, Cell cell, ByteArrayOutputStream value);

    /** Writes a value that is not NULL, protected where it must be. */
    abstract void writeValue(byte[] value, int column, RowOutput out) throws MaskingFailure;

    final boolean isDelimiter(byte each) {
        return each == delimiter;
    }

    final boolean isNullText(byte[] value) {
        return Arrays.equals(value, nullText);
    }

    @Override
    public final List<Cell> read(byte[] row) throws MaskingFailure {
        List<Cell> cells = new ArrayList<>(columns);
        int start = 0;
        int at = 0;
        while (at < row.length) {
            int behind = behindProtected(row, at);
            if (behind > at) {
                at = behind;
                continue;
            }
            if (isDelimiter(row[at]) || row[at] == '\n') {
                cells.add(new Cell(start, at));
                start = at + 1;
                if (row[at] == '\n' && start != row.length) {
                    throw new MaskingFailure("a message of COPY holds more than one row");
                }
            }
            at++;
        }
        if (start != row.length || cells.size() != columns) {
            throw new MaskingFailure("a message of COPY is not one row of " + columns + " columns");
        }
        return cells;
    }

    @Override
    public final byte @Nullable [] value(byte[] row, Cell cell, int column) {
        if (Arrays.equals(row, cell.start(), cell.end(), nullText, 0, nullText.length)) {
            return null;
        }
        ByteArrayOutputStream value = new ByteArrayOutputStream(cell.end() - cell.start());
        unprotect(row, cell, value);
        return value.toByteArray();
    }

    @Override
    public final void write(byte @Nullable [] value, int column, RowOutput out) throws MaskingFailure {
        if (value == null) {
            out.copy(nullText, 0, nullText.length);
        } else {
            writeValue(value, column, out);
        }
    }
}
