package dev.sallyport.identity;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A token's claims as immutable plain values. */
final class PlainClaims {

    private PlainClaims() {}

    /** A copy without the claims that are null: those say nothing. Null if the claims are nested too deep. */
    static @Nullable Map<String, Object> of(Map<String, Object> claims) {
        if (depth(claims) > IdentityLimits.CLAIMS_DEPTH) {
            return null;
        }
        Map<String, Object> copies = new LinkedHashMap<>();
        claims.forEach((name, value) -> {
            Object copy = copy(value);
            if (copy != null) {
                copies.put(name, copy);
            }
        });
        return Collections.unmodifiableMap(copies);
    }

    private static int depth(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map -> 1 + deepest(map.values());
            case List<?> list -> 1 + deepest(list);
            case null -> 0;
            default -> 0;
        };
    }

    private static int deepest(Collection<?> values) {
        return values.stream().mapToInt(PlainClaims::depth).max().orElse(0);
    }

    private static @Nullable Object copy(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                Map<Object, @Nullable Object> copies = new LinkedHashMap<>();
                map.forEach((key, entry) -> copies.put(key, copy(entry)));
                yield Collections.unmodifiableMap(copies);
            }
            case List<?> list -> {
                List<@Nullable Object> copies = new ArrayList<>(list.size());
                list.forEach(element -> copies.add(copy(element)));
                yield Collections.unmodifiableList(copies);
            }
            case null -> null;
            default -> value;
        };
    }
}
