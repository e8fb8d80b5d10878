package dev.sallyport.sql.flow;

/** An operator outside pg_catalog. Immutable. */
public interface NamedOperator {

    /** The type of its left operand, pg_type.oid, unsigned in an int; 0 if it has none. */
    int left();

    /** The type of its right operand, pg_type.oid, unsigned in an int. */
    int right();

    /** The function that it calls. */
    NamedFunction function();
}
