package dev.sallyport.catalog;

import dev.sallyport.sql.flow.ColumnId;
import java.util.Set;

/**
 * What the row security of a table goes by, all of its policies taken together, whatever role and statement they are for (PostgreSQL
 * documentation, "Row Security Policies"). Immutable.
 *
 * @param columns the columns that policies name, of the table and of others; as column 0, a relation whose rows they look for
 * @param wholeRows whether a policy names a row as a whole
 * @param functions pg_proc.oid of the functions that they call and that users wrote, unsigned in ints
 */
public record RowSecurity(Set<ColumnId> columns, boolean wholeRows, Set<Integer> functions) {
    public RowSecurity {
        columns = Set.copyOf(columns);
        functions = Set.copyOf(functions);
    }
}
