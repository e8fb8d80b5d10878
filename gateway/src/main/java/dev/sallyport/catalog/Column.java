package dev.sallyport.catalog;

import dev.sallyport.sql.flow.NamedRelation;
import java.util.Set;

/**
 * A column of a relation.
 *
 * @param attribute pg_attribute.attnum, 1 or more
 * @param name its name
 * @param type pg_type.oid, unsigned in an int
 * @param modifier pg_attribute.atttypmod, such as a length; -1 for none
 * @param notNull whether it never holds NULL
 * @param collated whether it has a collation other than the database's or that of the C locale
 * @param generated whether and when its value is computed from other columns
 * @param computedFrom for a generated column the attribute numbers of the columns it is computed from
 * @param computedByCode for a generated column whether functions outside pg_catalog compute it
 */
public record Column(
        short attribute,
        String name,
        int type,
        int modifier,
        boolean notNull,
        boolean collated,
        Generated generated,
        Set<Short> computedFrom,
        boolean computedByCode)
        implements NamedRelation.NamedColumn {

    public Column {
        computedFrom = Set.copyOf(computedFrom);
    }

    /** When a column's value is computed. */
    public enum Generated {
        NEVER,
        /** When the row is written. */
        STORED,
        /** When the row is read, so that reading it can fail. */
        VIRTUAL
    }
}
