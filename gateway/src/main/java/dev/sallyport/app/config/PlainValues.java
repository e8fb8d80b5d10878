package dev.sallyport.app.config;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** YAML as the plain values that a token's claims are: strings, numbers, booleans, lists and maps. */
final class PlainValues {
    private PlainValues() {}

    /** A mapping without what is null in it, as a token's claims are read; empty for anything else. */
    static Map<String, Object> claims(@Nullable Node node) {
        Map<String, Object> claims = new LinkedHashMap<>();
        if (node instanceof Node.Mapping mapping) {
            mapping.entries().forEach((name, entry) -> {
                Object value = of(entry);
                if (value != null) {
                    claims.put(name, value);
                }
            });
        }
        return claims;
    }

    private static @Nullable Object of(Node node) {
        return switch (node) {
            case Node.Mapping mapping -> {
                Map<String, @Nullable Object> values = new LinkedHashMap<>();
                mapping.entries().forEach((name, entry) -> values.put(name, of(entry)));
                yield Collections.unmodifiableMap(values);
            }
            case Node.Sequence sequence -> {
                List<@Nullable Object> values = new ArrayList<>();
                sequence.elements().forEach(element -> values.add(of(element)));
                yield Collections.unmodifiableList(values);
            }
            case Node.Scalar scalar ->
                switch (scalar.kind()) {
                    case TEXT -> scalar.text();
                    case NUMBER -> number(scalar.text());
                    case BOOLEAN -> Boolean.valueOf(scalar.text());
                    case NULL -> null;
                };
        };
    }

    /** YAML has more notations for numbers than JSON; what JSON would not take for one is a text in a token, too. */
    private static Object number(String text) {
        try {
            BigDecimal number = new BigDecimal(text);
            boolean isWhole = number.scale() <= 0 && number.precision() - number.scale() < 19;
            return isWhole ? (Object) number.longValueExact() : number.doubleValue();
        } catch (NumberFormatException notOfJson) {
            return text;
        }
    }
}
