package dev.sallyport.masking;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the rows of COPY ... TO STDOUT are written in one format (PostgreSQL documentation, COPY, "File Formats"). For one thread. */
interface CopyRows {

    /** Where a value stands in a row, with what it is wrapped in. */
    record Cell(int start, int end) {}

    /**
     * The values of a row.
     *
     * @return empty if the message holds no row
     * @throws MaskingFailure if it is not one whole row, with as many columns as are copied
     */
    List<Cell> read(byte[] row) throws MaskingFailure;

    /** A value without what it is wrapped in; null for NULL. */
    byte @Nullable [] value(byte[] row, Cell cell, int column) throws MaskingFailure;

    /** Writes a value as the server would. */
    void write(byte @Nullable [] value, int column, RowOutput out) throws MaskingFailure;
}
