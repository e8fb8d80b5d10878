package dev.sallyport.sql.flow;

/**
 * What the server does with values by functions that belong to their type, which no statement names: casts (pg_cast), operator classes
 * (pg_opclass), input and output functions, checks of domains. What a type is made of counts with it: the elements of an array, the
 * fields of a row, the type that a domain or a range is over.
 */
public sealed interface TypeCode {

    /**
     * Makes a value of a type: input functions, casts to it, checks.
     *
     * @param type pg_type.oid, unsigned in an int
     */
    record Making(int type) implements TypeCode {}

    /**
     * Uses a value of a type for anything but showing it: casts from it, comparing, sorting and hashing it.
     *
     * @param type pg_type.oid, unsigned in an int
     */
    record Using(int type) implements TypeCode {}

    /** Uses a value of a plain type of pg_catalog, it is not known which. */
    record UsingPlain() implements TypeCode {}

    /** Uses a value of a type that can't be told. */
    record UsingAny() implements TypeCode {}

    /**
     * Shows a value of a type: output functions.
     *
     * @param type pg_type.oid, unsigned in an int
     */
    record Showing(int type) implements TypeCode {}

    /** Shows a value of a type that can't be told. */
    record ShowingAny() implements TypeCode {}
}
