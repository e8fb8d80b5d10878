package dev.sallyport.catalog;

import dev.sallyport.sql.flow.NamedType;
import java.util.List;
import java.util.Set;

/**
 * A type.
 *
 * @param oid pg_type.oid, unsigned in an int
 * @param fields the fields of a composite type; those of a relation's row are its columns
 * @param base for a domain the type it is over, for an array that of its elements, as pg_type.oid; 0 for others
 * @param domain whether it is a domain
 * @param functions qualified names of the functions outside pg_catalog that run when a value of it is made: input functions,
 *     casts to it and what the CHECKs of a domain call, of the types it is made of too
 */
public record Type(
        int oid, String schema, String name, List<Field> fields, int base, boolean domain, Set<String> functions)
        implements NamedType {
    public Type {
        fields = List.copyOf(fields);
        functions = Set.copyOf(functions);
    }

    /** A relation's row. */
    static Type rowOf(Relation relation, Set<String> functions) {
        return new Type(
                relation.rowType(), relation.schema(), relation.name(), fieldsOf(relation), 0, false, functions);
    }

    /** The fields of a relation's row. */
    static List<Field> fieldsOf(Relation relation) {
        return relation.columns().stream()
                .map(column -> new Field(column.name(), column.type()))
                .toList();
    }

    /** Whether it is one of the system's own. */
    public boolean isSystem() {
        return schema.equals(Catalog.SYSTEM_SCHEMA);
    }

    @Override
    public boolean runsCode() {
        return !functions.isEmpty();
    }
}
