package dev.sallyport.catalog;

import java.util.List;

/** How the values of a type that is no built-in one stand in messages. */
public sealed interface ValueType {

    /**
     * As those of another type: a domain's as those of the type it is over, citext's as text.
     *
     * @param type pg_type.oid, unsigned in an int
     * @param modifier its type modifier, -1 for none
     */
    record Alias(int type, int modifier) implements ValueType {}

    /**
     * An enum's: each is one of the labels, in both formats.
     *
     * @param labels in the order of the enum
     */
    record Labels(List<String> labels) implements ValueType {
        public Labels {
            labels = List.copyOf(labels);
        }
    }

    /**
     * An array's.
     *
     * @param element pg_type.oid of its elements, unsigned in an int
     */
    record ArrayOf(int element) implements ValueType {}

    /**
     * A composite type's, or a relation's rows'.
     *
     * @param fields in order, without dropped ones
     */
    record Composite(List<Field> fields) implements ValueType {
        public Composite {
            fields = List.copyOf(fields);
        }

        /**
         * A field.
         *
         * @param type pg_type.oid, unsigned in an int
         * @param modifier pg_attribute.atttypmod, -1 for none
         */
        public record Field(int type, int modifier) {}
    }
}
