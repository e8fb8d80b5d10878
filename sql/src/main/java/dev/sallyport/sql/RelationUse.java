package dev.sallyport.sql;

import org.jspecify.annotations.Nullable;

/**
 * A relation that a statement names, as it is written; case folding and unicode escapes are done by the grammar.
 * Names of common table expressions in scope are not relations and are left out.
 *
 * @param database the catalog part of a three-part name, or null
 * @param schema the schema as written, or null when the search path decides
 * @param name the relation's name
 * @param alias the alias it is given in FROM, or null
 * @param columnAliases whether the alias renames columns: {@code FROM customers AS c(a, b)}
 * @param access what is done with it
 */
public record RelationUse(
        @Nullable String database,
        @Nullable String schema,
        String name,
        @Nullable String alias,
        boolean columnAliases,
        Access access) {

    /** What is done with a relation. A relation used twice in two ways is listed twice. */
    public enum Access {
        READ,
        WRITE,
        DEFINE
    }

    /** The name as it would be written, without quoting: {@code schema.name} or {@code name}. */
    public String display() {
        return schema == null ? name : schema + "." + name;
    }
}
