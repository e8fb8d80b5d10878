package dev.sallyport.masking;

import dev.sallyport.sql.CopyOut;
import java.io.ByteArrayOutputStream;

/** The text format: what would be mistaken for the end of a value stands behind a backslash. */
final class TextCopyRows extends LineCopyRows {
    private static final String PLAIN = "\b\f\n\r\t\u000b";
    private static final String LETTERS = "bfnrtv";

    TextCopyRows(CopyOut how, int columns) {
        super(how, columns);
    }

    @Override
    int behindProtected(byte[] row, int at) {
        return row[at] == '\\' ? at + 2 : at;
    }

    @Override
    void unprotect(byte[] row, Cell cell, ByteArrayOutputStream value) {
        for (int i = cell.start(); i < cell.end(); i++) {
            if (row[i] == '\\' && i + 1 < cell.end()) {
                i++;
                int letter = LETTERS.indexOf(row[i]);
                value.write(letter < 0 ? row[i] : PLAIN.charAt(letter));
            } else {
                value.write(row[i]);
            }
        }
    }

    @Override
    void writeValue(byte[] value, int column, RowOutput out) throws MaskingFailure {
        for (byte each : value) {
            int plain = PLAIN.indexOf(each);
            if (plain >= 0) {
                out.int8((byte) '\\');
                out.int8((byte) LETTERS.charAt(plain));
            } else {
                if (each == '\\' || isDelimiter(each)) {
                    out.int8((byte) '\\');
                }
                out.int8(each);
            }
        }
    }
}
