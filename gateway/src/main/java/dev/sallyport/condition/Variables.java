package dev.sallyport.condition;

import java.util.Map;

/**
 * What an expression may name.
 *
 * @param types by name; every one of them must have a value when the expression is evaluated
 */
public record Variables(Map<String, ValueType> types) {
    public Variables {
        types = Map.copyOf(types);
    }
}
