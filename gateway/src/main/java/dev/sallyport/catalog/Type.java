package dev.sallyport.catalog;

import dev.sallyport.sql.flow.NamedType;
import java.util.List;
import java.util.Set;

/**
 * A type.
 *
 * @param oid pg_type.oid, unsigned in an int
 * @param fields the fields of a composite type; those of a relation's row are its columns
 * @param domainOver for a domain the type it is over, as pg_type.oid, unsigned in an int; 0 for others
 * @param element for an array the type of its elements, as pg_type.oid, unsigned in an int; 0 for others
 * @param isScalar whether it is a base type or an enum, and no array
 * @param takesPlain whether a value of a plain type of pg_catalog becomes one of it where it is expected
 * @param functions qualified names of the functions outside pg_catalog that run when a value of it is made: input functions,
 *     casts to it and what the CHECKs of a domain call, of the types it is made of too
 */
public record Type(
        int oid,
        String schema,
        String name,
        List<Field> fields,
        int domainOver,
        int element,
        boolean isScalar,
        boolean takesPlain,
        Set<String> functions)
        implements NamedType {
    public Type {
        fields = List.copyOf(fields);
        functions = Set.copyOf(functions);
    }

    /** A relation's row. */
    static Type rowOf(Relation relation, Set<String> functions) {
        return new Type(
                relation.rowType(),
                relation.schema(),
                relation.name(),
                fieldsOf(relation),
                0,
                0,
                false,
                false,
                functions);
    }

    /** The fields of a relation's row. */
    static List<Field> fieldsOf(Relation relation) {
        return relation.columns().stream()
                .map(column -> new Field(column.name(), column.type()))
                .toList();
    }

    @Override
    public boolean isSystem() {
        return CodeOfTypes.isSystem(oid);
    }
}
