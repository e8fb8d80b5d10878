package dev.sallyport.policy;

import dev.sallyport.catalog.ValueType;
import dev.sallyport.sql.CopyOut;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the rows of COPY ... TO STDOUT are masked, which no RowDescription describes. Immutable.
 *
 * @param how the rows are written
 * @param columns in order
 * @param types how values of types that are not built in stand in messages, by pg_type.oid
 */
public record CopyRules(CopyOut how, List<Column> columns, Map<Integer, ValueType> types) {

    public CopyRules {
        types = Map.copyOf(types);
        columns = List.copyOf(columns);
    }

    /**
     * A column that is copied.
     *
     * @param type pg_type.oid, unsigned in an int; 0 if it is not known
     * @param modifier pg_attribute.atttypmod, -1 for none
     * @param mask empty if it is not masked
     */
    public record Column(String name, int type, int modifier, Optional<MaskRule> mask) {}

    /** Whether any column is masked. */
    public boolean mask() {
        return columns.stream().anyMatch(column -> column.mask().isPresent());
    }
}
