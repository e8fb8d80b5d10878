package dev.sallyport.masking;

import dev.sallyport.catalog.ValueType;
import dev.sallyport.wire.Format;
import java.util.List;

/** Masks the fields of a value of a composite type one by one. For one thread. */
sealed interface RecordMask extends ValueMask permits RecordText, RecordBinary {

    /**
     * The mask for values in a format.
     *
     * @param fields for each field of the type, how it is masked
     */
    static RecordMask of(ValueType.Composite type, Format format, List<CellMask> fields) {
        return switch (format) {
            case TEXT -> new RecordText(fields);
            case BINARY -> new RecordBinary(type, fields);
        };
    }

    /**
     * Writes what becomes of a value of which every field is NULL.
     *
     * @throws MaskingFailure if the row becomes too long
     */
    void writeNulls(RowOutput out) throws MaskingFailure;
}
