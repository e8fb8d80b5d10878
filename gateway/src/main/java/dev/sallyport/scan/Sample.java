package dev.sallyport.scan;

import dev.sallyport.scan.Kind.ColumnType;
import java.util.List;

/**
 * Some values of a column. Prints none.
 *
 * @param values those that are not NULL and not empty
 */
record Sample(ColumnName column, ColumnType type, List<String> values) {
    Sample {
        values = List.copyOf(values);
    }

    @Override
    public String toString() {
        return column.written() + " with " + values.size() + " values";
    }
}
