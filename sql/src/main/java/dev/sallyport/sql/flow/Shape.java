package dev.sallyport.sql.flow;

/** What is known of a value's type: what fields a value has, and what code of users it can run. */
sealed interface Shape {

    /** It can't be told. */
    record Unknown() implements Shape {}

    /** None; which type it is of can't be told. */
    record Scalar() implements Shape {}

    /** None: it is of a plain type of pg_catalog, or an array of one. */
    record Plain() implements Shape {}

    /** None: it is a string or NULL without a type, and takes the one that is asked for before anything is evaluated. */
    record Literal() implements Shape {}

    /** It can't be told: it is a parameter, whose type the client may have said. */
    record Parameter() implements Shape {}

    /** Those of a type that a {@link Namespace} may know; a plain type if it doesn't. */
    record OfType(int oid) implements Shape {}

    /** Those of a row, each with what it depends on. */
    record Row(Columns columns) implements Shape {}

    Shape UNKNOWN = new Unknown();

    Shape SCALAR = new Scalar();

    Shape PLAIN = new Plain();

    Shape LITERAL = new Literal();

    Shape PARAMETER = new Parameter();

    Shape BOOLEAN = new OfType(BuiltinTypes.BOOLEAN);

    Shape TEXT = new OfType(BuiltinTypes.TEXT);
}
