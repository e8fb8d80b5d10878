package dev.sallyport.catalog;

import org.jspecify.annotations.Nullable;

/**
 * All functions, aggregates and procedures of one schema that share a name. Which of them a call means depends on its arguments'
 * types, so the least harmless speaks for all.
 *
 * @param schema the schema's name
 * @param name the functions' name
 * @param volatility the worst of theirs
 * @param extension the extension that all of them belong to, or null
 */
public record FunctionFamily(
        String schema,
        String name,
        Volatility volatility,
        @Nullable String extension) {

    /** How much a function's result depends on, from its arguments alone to anything. */
    public enum Volatility {
        IMMUTABLE,
        STABLE,
        VOLATILE
    }

    /** Its qualified name, without quoting. */
    public String display() {
        return schema + "." + name;
    }
}
