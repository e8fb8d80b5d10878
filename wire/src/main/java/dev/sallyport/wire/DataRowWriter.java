package dev.sallyport.wire;

import java.util.Objects;

/**
 * Writes DataRow messages one behind the other, without an object for each value. Not thread-safe, made once and used
 * for many rows. Calls that don't make whole rows are an {@link IllegalStateException}, and a row that would be longer
 * than {@link FrameLimits#LONGEST} an {@link IllegalArgumentException}; after either, {@link #abandonRow}.
 */
public final class DataRowWriter {
    private static final int UNUSABLE = -1;

    private final BodyWriter writer;
    private int rows;
    private int rowStart;
    private int missing;
    private boolean inRow;

    /** A writer without rows. */
    public DataRowWriter() {
        this(FrameLimits.LONGEST);
    }

    /** A writer of rows whose length is at most this. */
    DataRowWriter(int longest) {
        writer = new BodyWriter(longest);
    }

    /** Begins a row of so many values, from 0 to 65,535. */
    public void beginRow(int columns) {
        require(!inRow);
        rowStart = writer.size();
        inRow = true;
        missing = UNUSABLE;
        writer.begin(BackendType.DATA_ROW).count(columns);
        missing = columns;
    }

    /** Adds the value at which a reader stands, as it is. */
    public void copy(DataRowReader reader) {
        if (reader.isNull()) {
            writeNull();
        } else {
            write(reader.array(), reader.offset(), reader.length());
        }
    }

    /** Adds NULL. */
    public void writeNull() {
        int left = takePlace();
        writer.int32(Values.NULL);
        missing = left;
    }

    /** Adds a value, which is copied. */
    public void write(Bytes value) {
        write(value.array(), value.offset(), value.length());
    }

    /** Adds a value, which is copied. */
    public void write(byte[] array, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, array.length);
        int left = takePlace();
        writer.int32(length).bytes(array, offset, length);
        missing = left;
    }

    /** Ends the row. */
    public void endRow() {
        require(inRow && missing == 0);
        writer.end();
        inRow = false;
        rows++;
    }

    /** Drops the row that was begun, if any, after which it is as if it never was. */
    public void abandonRow() {
        if (inRow) {
            writer.truncate(rowStart);
            inRow = false;
        }
    }

    /** How many whole rows wait to be taken. */
    public int rows() {
        return rows;
    }

    /** How many bytes wait to be taken. */
    public int size() {
        return writer.size();
    }

    /** Takes the rows out, in the form of a run that can be sent. */
    public Bytes take() {
        require(!inRow);
        rows = 0;
        return writer.take();
    }

    /** How many values are missing after the next one; until that one is written, the row can only be abandoned. */
    private int takePlace() {
        require(inRow && missing > 0);
        int left = missing - 1;
        missing = UNUSABLE;
        return left;
    }

    private static void require(boolean condition) {
        if (!condition) {
            throw new IllegalStateException("values stand in rows, as many as were announced");
        }
    }
}
