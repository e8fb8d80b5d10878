package dev.sallyport.catalog;

import dev.sallyport.sql.Analysis;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a view or materialized view is defined.
 *
 * @param definition the query as pg_get_viewdef writes it, every name outside pg_catalog qualified, every star expanded
 * @param analysis what the query names and does
 * @param origins for each column, in order, the column it shows unchanged as the server itself describes it, or null; empty when the
 *     server could not be asked
 */
public record View(String definition, Analysis analysis, List<@Nullable ColumnOrigin> origins) {

    public View {
        origins = Collections.unmodifiableList(origins);
    }

    /**
     * The table column that an output column shows unchanged.
     *
     * @param relation pg_class.oid, unsigned in an int
     * @param attribute pg_attribute.attnum, 1 or more
     */
    public record ColumnOrigin(int relation, short attribute) {}
}
