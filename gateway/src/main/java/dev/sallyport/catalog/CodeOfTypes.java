package dev.sallyport.catalog;

import dev.sallyport.sql.flow.TypeCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The functions that are no part of PostgreSQL and that the server calls of itself for values of types: pg_proc.oid, unsigned in an int.
 * Those of what a type is made of are its own, too. Immutable.
 *
 * @param making for a type what is called to make a value of it; types without any are left out
 * @param using what is called to use one; of plain types of pg_catalog what is called for any of them
 * @param showing what is called to show one
 * @param plain what is called to use a value of one of pg_catalog's plain types
 */
record CodeOfTypes(
        Map<Integer, Set<Integer>> making,
        Map<Integer, Set<Integer>> using,
        Map<Integer, Set<Integer>> showing,
        Set<Integer> plain) {
    static final CodeOfTypes NONE = new CodeOfTypes(Map.of(), Map.of(), Map.of(), Set.of());

    /** pg_type.oid of the first type that is no part of the system: FirstNormalObjectId. */
    static final int FIRST_OF_USERS = 16_384;

    CodeOfTypes {
        making = Map.copyOf(making);
        using = Map.copyOf(using);
        showing = Map.copyOf(showing);
        plain = Set.copyOf(plain);
    }

    static boolean isSystem(int oid) {
        return Integer.compareUnsigned(oid, FIRST_OF_USERS) < 0;
    }

    /** Whether any is called for a type of users. */
    boolean has(int type) {
        return making.containsKey(type) || using.containsKey(type) || showing.containsKey(type);
    }

    Set<Integer> of(TypeCode handling) {
        return switch (handling) {
            case TypeCode.Making(int type) -> making.getOrDefault(type, Set.of());
            case TypeCode.Using(int type) -> union(using.getOrDefault(type, Set.of()), plain);
            case TypeCode.Showing(int type) -> showing.getOrDefault(type, Set.of());
            case TypeCode.UsingPlain() -> plain;
            case TypeCode.UsingAny() -> union(all(using), plain);
            case TypeCode.ShowingAny() -> all(showing);
        };
    }

    private static Set<Integer> all(Map<Integer, Set<Integer>> functions) {
        Set<Integer> all = new HashSet<>();
        functions.values().forEach(all::addAll);
        return all;
    }

    private static Set<Integer> union(Set<Integer> one, Set<Integer> other) {
        Set<Integer> all = new HashSet<>(one);
        all.addAll(other);
        return all;
    }

    /** Gathers them type by type. For one thread. */
    static final class Builder {
        private final Map<Integer, Set<Integer>> making = new HashMap<>();
        private final Map<Integer, Set<Integer>> using = new HashMap<>();
        private final Map<Integer, Set<Integer>> showing = new HashMap<>();
        private final Map<Integer, List<Integer>> parts;

        /** @param parts what each type is made of */
        Builder(Map<Integer, List<Integer>> parts) {
            this.parts = parts;
        }

        void making(int type, int function) {
            making.computeIfAbsent(type, absent -> new HashSet<>()).add(function);
        }

        void using(int type, int function) {
            using.computeIfAbsent(type, absent -> new HashSet<>()).add(function);
        }

        void showing(int type, int function) {
            showing.computeIfAbsent(type, absent -> new HashSet<>()).add(function);
        }

        CodeOfTypes build(Iterable<Integer> types) {
            Map<Integer, Set<Integer>> made = new HashMap<>();
            Map<Integer, Set<Integer>> used = new HashMap<>();
            Map<Integer, Set<Integer>> shown = new HashMap<>();
            Set<Integer> plain = new HashSet<>();
            if (making.isEmpty() && using.isEmpty() && showing.isEmpty()) {
                return NONE;
            }
            for (int type : types) {
                Set<Integer> all = withParts(type);
                put(made, type, of(all, making));
                Set<Integer> showingIt = of(all, showing);
                put(shown, type, showingIt);
                Set<Integer> usingIt = of(all, using);
                // Whatever uses a value may make text of it.
                usingIt.addAll(showingIt);
                if (isSystem(type)) {
                    plain.addAll(usingIt);
                } else {
                    put(used, type, usingIt);
                }
            }
            return new CodeOfTypes(made, used, shown, plain);
        }

        private static void put(Map<Integer, Set<Integer>> map, int type, Set<Integer> functions) {
            if (!functions.isEmpty()) {
                map.put(type, functions);
            }
        }

        private static Set<Integer> of(Set<Integer> types, Map<Integer, Set<Integer>> functions) {
            Set<Integer> all = new HashSet<>();
            types.forEach(type -> all.addAll(functions.getOrDefault(type, Set.of())));
            return all;
        }

        /** A type and what it is made of, and so on. */
        private Set<Integer> withParts(int type) {
            Set<Integer> seen = new HashSet<>();
            List<Integer> waiting = new ArrayList<>(List.of(type));
            while (!waiting.isEmpty()) {
                int part = waiting.removeLast();
                if (part != 0 && seen.add(part)) {
                    waiting.addAll(parts.getOrDefault(part, List.of()));
                }
            }
            return seen;
        }
    }
}
