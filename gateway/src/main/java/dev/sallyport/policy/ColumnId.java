package dev.sallyport.policy;

/**
 * A column as PostgreSQL identifies it in a RowDescription, so that a rename does not lose its mask.
 *
 * @param relation pg_class.oid, unsigned in an int
 * @param attribute pg_attribute.attnum, 1 or more
 */
public record ColumnId(int relation, short attribute) {}
