package dev.sallyport.catalog;

import java.util.Set;

/**
 * A type outside pg_catalog.
 *
 * @param schema the schema's name
 * @param name the type's name
 * @param functions qualified names of the functions outside pg_catalog that run when a value of it is made: input functions and
 *     what the CHECKs of a domain call, of the types it is made of too
 */
public record UserType(String schema, String name, Set<String> functions) {
    public UserType {
        functions = Set.copyOf(functions);
    }
}
