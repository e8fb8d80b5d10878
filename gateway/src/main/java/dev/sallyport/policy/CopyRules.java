package dev.sallyport.policy;

import dev.sallyport.sql.CopyOut;
import java.util.List;
import java.util.Optional;

/**
 * How the rows of COPY ... TO STDOUT are masked, which no RowDescription describes. Immutable.
 *
 * @param how the rows are written
 * @param columns in order
 */
public record CopyRules(CopyOut how, List<Column> columns) {

    public CopyRules {
        columns = List.copyOf(columns);
    }

    /**
     * A column that is copied.
     *
     * @param type pg_type.oid, unsigned in an int; 0 if it is not known
     * @param mask empty if it is not masked
     */
    public record Column(String name, int type, Optional<MaskRule> mask) {}

    /** Whether any column is masked. */
    public boolean mask() {
        return columns.stream().anyMatch(column -> column.mask().isPresent());
    }
}
