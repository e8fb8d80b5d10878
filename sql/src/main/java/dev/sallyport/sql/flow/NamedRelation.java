package dev.sallyport.sql.flow;

import java.util.List;

/** A relation that a statement can name. Immutable. */
public interface NamedRelation {

    /** pg_class.oid, unsigned in an int. */
    int oid();

    /** The name of its schema. */
    String schema();

    /** Its name. */
    String name();

    /** Its columns in order, without dropped ones and without system columns. */
    List<? extends NamedColumn> columns();

    /** Whether it is a view or a materialized view, so that its columns are made of others'. */
    boolean isView();

    /** Whether writing to it runs code that its users wrote: triggers, rules, defaults and checks that call functions. */
    boolean writingRunsCode();

    /** A column of a relation. */
    interface NamedColumn {

        /** pg_attribute.attnum, 1 or more. */
        short attribute();

        /** Its name. */
        String name();

        /** pg_type.oid, unsigned in an int. */
        int type();

        /** Whether it never holds NULL. */
        boolean notNull();

        /**
         * Whether it has a collation other than the database's or that of the C locale, so that comparing its values, or matching them
         * with a pattern, can fail (PostgreSQL documentation, "Collation Support").
         */
        default boolean collated() {
            return false;
        }
    }
}
