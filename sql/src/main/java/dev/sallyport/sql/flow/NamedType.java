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

    /** For a domain the type it is over, for an array that of its elements: pg_type.oid; 0 for others. */
    int base();

    /** Whether making a value of it runs code that users wrote: a domain's checks, an input function. */
    boolean runsCode();

    /**
     * A field of a composite type.
     *
     * @param type pg_type.oid, unsigned in an int
     */
    record Field(String name, int type) {}
}
