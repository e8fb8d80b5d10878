package dev.sallyport.masking;

import dev.sallyport.policy.CopyRules;
import dev.sallyport.sql.CopyOut;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** The CSV format: values that could be mistaken are quoted, and a NULL never is. */
final class CsvCopyRows extends LineCopyRows {
    private static final byte[] END_OF_DATA = {'\\', '.'};

    private final CopyOut how;
    private final boolean[] forced;

    CsvCopyRows(CopyRules rules) {
        super(rules.how(), rules.columns().size());
        this.how = rules.how();
        this.forced = new boolean[rules.columns().size()];
        for (int i = 0; i < forced.length; i++) {
            forced[i] = how.allForced()
                    || how.forced().contains(rules.columns().get(i).name());
        }
    }

    @Override
    int behindProtected(byte[] row, int at) {
        if (row[at] != how.quote()) {
            return at;
        }
        int i = at + 1;
        while (i < row.length) {
            if (isEscape(row, i, row.length)) {
                i += 2;
            } else if (row[i] == how.quote()) {
                return i + 1;
            } else {
                i++;
            }
        }
        return i;
    }

    private boolean isEscape(byte[] row, int at, int end) {
        return row[at] == how.escape() && at + 1 < end && (row[at + 1] == how.quote() || row[at + 1] == how.escape());
    }

    @Override
    void unprotect(byte[] row, Cell cell, ByteArrayOutputStream value) {
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
    }

    @Override
    void writeValue(byte[] value, int column, RowOutput out) throws MaskingFailure {
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
        if (isNullText(value) || (forced.length == 1 && Arrays.equals(value, END_OF_DATA))) {
            return true;
        }
        for (byte each : value) {
            if (isDelimiter(each) || each == how.quote() || each == '\n' || each == '\r') {
                return true;
            }
        }
        return false;
    }
}
