package dev.sallyport.masking;

import dev.sallyport.policy.CopyRules;
import dev.sallyport.sql.CopyOut;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The CSV format: values that could be mistaken are quoted, and a NULL never is. */
final class CsvCopyRows implements CopyRows {
    private static final byte[] END_OF_DATA = {'\\', '.'};

    private final CopyOut how;
    private final byte[] nullText;
    private final boolean[] forced;

    CsvCopyRows(CopyRules rules) {
        this.how = rules.how();
        this.nullText = how.nullText().getBytes(StandardCharsets.UTF_8);
        this.forced = new boolean[rules.columns().size()];
        for (int i = 0; i < forced.length; i++) {
            forced[i] = how.allForced()
                    || how.forced().contains(rules.columns().get(i).name());
        }
    }

    @Override
    public List<Cell> read(byte[] row) throws MaskingFailure {
        List<Cell> cells = new ArrayList<>(forced.length);
        int start = 0;
        boolean quoted = false;
        for (int i = 0; i < row.length; i++) {
            if (quoted) {
                if (isEscape(row, i, row.length)) {
                    i++;
                } else {
                    quoted = row[i] != how.quote();
                }
            } else if (row[i] == how.quote()) {
                quoted = true;
            } else if (row[i] == how.delimiter() || row[i] == '\n') {
                cells.add(new Cell(start, i));
                start = i + 1;
                if (row[i] == '\n' && start != row.length) {
                    throw new MaskingFailure("a message of COPY holds more than one row");
                }
            }
        }
        if (quoted || start != row.length || cells.size() != forced.length) {
            throw new MaskingFailure("a message of COPY is not one row of " + forced.length + " columns");
        }
        return cells;
    }

    private boolean isEscape(byte[] row, int at, int end) {
        return row[at] == how.escape() && at + 1 < end && (row[at + 1] == how.quote() || row[at + 1] == how.escape());
    }

    @Override
    public byte @Nullable [] value(byte[] row, Cell cell, int column) {
        if (Arrays.equals(row, cell.start(), cell.end(), nullText, 0, nullText.length)) {
            return null;
        }
        ByteArrayOutputStream value = new ByteArrayOutputStream(cell.end() - cell.start());
        boolean quoted = false;
        for (int i = cell.start(); i < cell.end(); i++) {
            if (quoted && isEscape(row, i, cell.end())) {
                i++;
                value.write(row[i]);
            } else if (row[i] == how.quote()) {
                quoted = !quoted;
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
        if (!forced[column] && !isMistakable(value)) {
            out.copy(value, 0, value.length);
            return;
        }
        out.int8(how.quote());
        for (byte each : value) {
            if (each == how.quote() || each == how.escape()) {
                out.int8(how.escape());
            }
            out.int8(each);
        }
        out.int8(how.quote());
    }

    private boolean isMistakable(byte[] value) {
        if (Arrays.equals(value, nullText) || (forced.length == 1 && Arrays.equals(value, END_OF_DATA))) {
            return true;
        }
        for (byte each : value) {
            if (each == how.delimiter() || each == how.quote() || each == '\n' || each == '\r') {
                return true;
            }
        }
        return false;
    }
}
