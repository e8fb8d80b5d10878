package dev.sallyport.catalog;

import java.util.List;

/**
 * A foreign key.
 *
 * @param relation the referencing relation
 * @param columns its columns
 * @param referenced the referenced relation
 * @param referencedColumns its columns, in the same order
 * @param actsOnUpdate whether updating a referenced row writes to the referencing one: CASCADE, SET NULL, SET DEFAULT
 * @param actsOnDelete whether deleting it does
 */
public record ForeignKey(
        int relation,
        List<Short> columns,
        int referenced,
        List<Short> referencedColumns,
        boolean actsOnUpdate,
        boolean actsOnDelete) {
    public ForeignKey {
        columns = List.copyOf(columns);
        referencedColumns = List.copyOf(referencedColumns);
    }

    /** Whether deleting or updating a referenced row writes to the referencing one. */
    public boolean acts() {
        return actsOnUpdate || actsOnDelete;
    }
}
