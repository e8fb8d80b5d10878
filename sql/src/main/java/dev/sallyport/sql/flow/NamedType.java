package dev.sallyport.sql.flow;

import java.util.List;

/** A type outside pg_catalog, or one of pg_catalog that has fields. Immutable. */
public interface NamedType {

    /** pg_type.oid, unsigned in an int. */
    int oid();

    /** The name of its schema. */
    String schema();

    /** Its name. */
    String name();

    /** The fields of a composite type in order; empty for others. */
    List<Field> fields();

    /** For a domain the type it is over: pg_type.oid, unsigned in an int; 0 for others. */
    int domainOver();

    /** For an array the type of its elements: pg_type.oid, unsigned in an int; 0 for others. */
    int element();

    /** Whether it is made of no other type: a base type or an enum, and neither an array, a row, a range nor a domain. */
    boolean isScalar();

    /** Whether it is part of PostgreSQL. */
    boolean isSystem();

    /** Whether a value of a plain type of pg_catalog becomes one of it where it is expected: it is a domain, or a cast is implicit. */
    boolean takesPlain();

    /**
     * A field of a composite type.
     *
     * @param type pg_type.oid, unsigned in an int
     */
    record Field(String name, int type) {}
}
