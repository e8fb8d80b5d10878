package dev.sallyport.sql;

import org.jspecify.annotations.Nullable;

/**
 * An object that a statement defines, alters, drops, describes or grants, or names in a constant, and that is not among its relations as
 * they are written.
 *
 * @param kind what it is
 * @param schema its schema as written, or null when the search path decides, and for a schema
 * @param name its name; a schema's for a schema
 */
public record ObjectUse(Kind kind, @Nullable String schema, String name) {

    /** What an object is, as far as it matters to where it is looked for. */
    public enum Kind {
        /** A schema as a whole: all that is in it. */
        SCHEMA,
        /** A relation: the new name of one that is renamed, a sequence in a call of nextval. */
        RELATION,
        /** Anything else that lies within a schema: a function, a type, an operator, a collation. */
        OTHER
    }

    /** The name as it would be written, without quoting: {@code schema.name} or {@code name}. */
    public String display() {
        return schema == null ? name : schema + "." + name;
    }
}
