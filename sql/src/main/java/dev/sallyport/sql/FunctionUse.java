package dev.sallyport.sql;

import org.jspecify.annotations.Nullable;

/**
 * A function, aggregate, procedure or operator that a statement calls by name.
 *
 * @param schema the schema as written, or null when the search path decides
 * @param name the function's name, or the operator's symbol
 * @param operator whether it is written as an operator
 * @param arguments how many arguments are written; 0 for {@code count(*)}
 */
public record FunctionUse(@Nullable String schema, String name, boolean operator, int arguments) {}
