package dev.sallyport.catalog;

/**
 * An operator outside pg_catalog.
 *
 * @param schema the schema's name
 * @param symbol how it is written
 * @param functionSchema the schema of the function behind it
 * @param functionName the name of the function behind it
 * @param function pg_proc.oid of the function behind it, unsigned in an int
 * @param left pg_type.oid of its left operand, unsigned in an int; 0 if it has none
 * @param right pg_type.oid of its right operand, unsigned in an int
 */
public record UserOperator(
        String schema, String symbol, String functionSchema, String functionName, int function, int left, int right) {}
