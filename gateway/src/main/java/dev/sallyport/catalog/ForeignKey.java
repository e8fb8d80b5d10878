package dev.sallyport.catalog;

import java.util.List;

/**
 * A foreign key.
 *
 * @param relation the referencing relation
 * @param columns its columns
 * @param referenced the referenced relation
 * @param referencedColumns its columns, in the same order
 * @param acts whether deleting or updating a referenced row writes to the referencing one: CASCADE, SET NULL, SET DEFAULT
 */
public record ForeignKey(
        int relation, List<Short> columns, int referenced, List<Short> referencedColumns, boolean acts) {
    public ForeignKey {
        columns = List.copyOf(columns);
        referencedColumns = List.copyOf(referencedColumns);
    }
}
