package dev.sallyport.condition;

import java.util.Map;

/** The type of a variable, as the compiler checks an expression against it. */
public sealed interface ValueType {

    /** Types without parts. */
    enum Scalar implements ValueType {
        STRING,
        BOOLEAN,
        /** A {@link Long}, or a narrower integer that becomes one. */
        INTEGER,
        /** A {@link java.time.Instant}. */
        TIMESTAMP,
        /** A {@link java.time.Duration}. */
        DURATION,
        /** Anything: what is done with it is checked only when the expression runs. */
        ANY
    }

    /** A {@link java.util.Collection} of one type. */
    record ListOf(ValueType element) implements ValueType {}

    /** A {@link Map} whose keys are strings that the compiler does not know. */
    record MapOf(ValueType value) implements ValueType {}

    /**
     * A {@link Map} whose keys are known, so that a mis-typed one does not compile.
     *
     * @param name unique among the structures of one set of variables, a CEL identifier
     * @param fields its keys; a key that the value lacks makes the evaluation fail
     */
    record Structure(String name, Map<String, ValueType> fields) implements ValueType {
        public Structure {
            fields = Map.copyOf(fields);
        }
    }
}
