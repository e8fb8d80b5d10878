package dev.sallyport.condition;

import com.google.protobuf.NullValue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Plain values as CEL takes them. */
final class Values {

    private Values() {}

    /** Throws IllegalArgumentException for what no variable can hold: that is a mistake of the caller. */
    static Object toCel(Object value) {
        return toCel(value, 0);
    }

    private static Object toCel(@Nullable Object value, int depth) {
        if (depth > Limits.VALUE_DEPTH) {
            throw new IllegalArgumentException("a value is nested more than " + Limits.VALUE_DEPTH + " levels deep");
        }
        return switch (value) {
            case null -> NullValue.NULL_VALUE;
            case String string -> string;
            case Boolean bool -> bool;
            case Long number -> number;
            case Integer number -> number.longValue();
            case Short number -> number.longValue();
            case Byte number -> number.longValue();
            case Number number -> number.doubleValue();
            case Instant instant -> instant;
            case Duration duration -> duration;
            case Collection<?> elements -> list(elements, depth);
            case Map<?, ?> entries -> map(entries, depth);
            default ->
                throw new IllegalArgumentException(
                        "no variable can hold a " + value.getClass().getName());
        };
    }

    private static List<Object> list(Collection<?> elements, int depth) {
        List<Object> converted = new ArrayList<>(elements.size());
        for (Object element : elements) {
            converted.add(toCel(element, depth + 1));
        }
        return converted;
    }

    private static Map<String, Object> map(Map<?, ?> entries, int depth) {
        Map<String, Object> converted = HashMap.newHashMap(entries.size());
        entries.forEach((key, value) -> converted.put((String) key, toCel(value, depth + 1)));
        return converted;
    }
}
