package dev.sallyport.wire;

/**
 * Writes DataRow messages one behind the other, without an object for each value. Not thread-safe, made once and used
 * for many rows. Calls that don't make whole rows are an {@link IllegalStateException}.
 */
public final class DataRowWriter {
    private final BodyWriter writer = new BodyWriter();
    private int rows;
    private int missing;
    private boolean inRow;

    /** A writer without rows. */
    public DataRowWriter() {}

    /** Begins a row of so many values, from 0 to 65,535. */
    public void beginRow(int columns) {
        require(!inRow);
        writer.begin(BackendType.DATA_ROW).count(columns);
        inRow = true;
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
        takePlace();
        writer.int32(Values.NULL);
    }

    /** Adds a value, which is copied. */
    public void write(Bytes value) {
        write(value.array(), value.offset(), value.length());
    }

    /** Adds a value, which is copied. */
    public void write(byte[] array, int offset, int length) {
        takePlace();
        writer.int32(length).bytes(array, offset, length);
    }

    /** Ends the row. */
    public void endRow() {
        require(inRow && missing == 0);
        writer.end();
        inRow = false;
        rows++;
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

    private void takePlace() {
        require(inRow && missing > 0);
        missing--;
    }

    private static void require(boolean condition) {
        if (!condition) {
            throw new IllegalStateException("values stand in rows, as many as were announced");
        }
    }
}
