package dev.sallyport.policy;

import dev.sallyport.catalog.Catalog;
import dev.sallyport.catalog.ValueType;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds what masking has to know of types: all that are not built in, but of relations' rows only those that masked columns hold. */
final class MaskedTypes {
    private MaskedTypes() {}

    /**
     * By pg_type.oid.
     *
     * @param masked pg_type.oid of masked columns
     */
    static Map<Integer, ValueType> of(Catalog catalog, Collection<Integer> masked) {
        Map<Integer, ValueType> common = catalog.valueTypes();
        Map<Integer, ValueType> rows = new HashMap<>();
        Deque<Integer> waiting = new ArrayDeque<>(masked);
        Map<Integer, ValueType> seen = new HashMap<>();
        while (!waiting.isEmpty()) {
            int oid = waiting.remove();
            if (seen.containsKey(oid)) {
                continue;
            }
            catalog.valueType(oid).ifPresent(type -> {
                seen.put(oid, type);
                if (!common.containsKey(oid)) {
                    rows.put(oid, type);
                }
                waiting.addAll(parts(type));
            });
        }
        if (rows.isEmpty()) {
            return common;
        }
        rows.putAll(common);
        return Map.copyOf(rows);
    }

    private static List<Integer> parts(ValueType type) {
        return switch (type) {
            case ValueType.Alias alias -> List.of(alias.type());
            case ValueType.Labels _ -> List.of();
            case ValueType.ArrayOf array -> List.of(array.element());
            case ValueType.Composite composite ->
                composite.fields().stream()
                        .map(ValueType.Composite.Field::type)
                        .distinct()
                        .toList();
        };
    }
}
