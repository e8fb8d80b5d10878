package dev.sallyport.audit;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Those of a token's claims that conditions look at, so that what was decided by them can be decided again. Never the token. Immutable.
 *
 * @param names the claims that are among the values if the token has them; null if all of the token's are
 * @param values strings, booleans, whole numbers, numbers, lists and maps of these, and null inside of those
 */
public record RecordedClaims(@Nullable SortedSet<String> names, SortedMap<String, Object> values) {

    /** How many characters the names and values of all of them may have; what is beyond is not recorded. */
    public static final int MOST_CHARACTERS = 16_384;

    /** How many levels of lists and maps a recorded claim has at most. */
    public static final int DEEPEST = 8;

    /** Of a token without claims, or where nobody looks at any. */
    public static final RecordedClaims NONE = new RecordedClaims(new TreeSet<>(), new TreeMap<>());

    public RecordedClaims {
        names = names == null ? null : Collections.unmodifiableSortedSet(new TreeSet<>(names));
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }

    /**
     * Takes from a token's claims what is to be recorded, in the order of the names, and leaves out what is over a limit.
     *
     * @param wanted the names; null for all
     */
    public static RecordedClaims of(Map<String, Object> claims, @Nullable Collection<String> wanted) {
        SortedSet<String> names = new TreeSet<>(wanted == null ? claims.keySet() : wanted);
        SortedMap<String, Object> values = new TreeMap<>();
        int left = MOST_CHARACTERS;
        boolean all = wanted == null;
        for (String name : new TreeSet<>(names)) {
            Object value = claims.get(name);
            int size = size(name, left) + (value == null ? 0 : size(value, 0, left));
            if (size > left) {
                names.remove(name);
                all = false;
            } else {
                left -= size;
                if (value != null) {
                    values.put(name, value);
                }
            }
        }
        return new RecordedClaims(all ? null : names, values);
    }

    /** Whether what a claim is, or that there is none of the name, can be told. */
    public boolean tell(String name) {
        return names == null || names.contains(name);
    }

    /** The same of a name, which must be text that UTF-8 has a form for. */
    private static int size(String name, int left) {
        return name.length() < left && StandardCharsets.UTF_8.newEncoder().canEncode(name)
                ? name.length() + 3
                : left + 1;
    }

    /** How many characters a value has, a little more for each than its own; more than are left if it can't be recorded. */
    private static int size(@Nullable Object value, int depth, int left) {
        int beyond = left + 1;
        return switch (value) {
            case String text -> Math.min(beyond, text.length() + 2);
            case Boolean truth -> truth.toString().length();
            case Byte number -> number.toString().length();
            case Short number -> number.toString().length();
            case Integer number -> number.toString().length();
            case Long number -> number.toString().length();
            case Float number ->
                number.isInfinite() || number.isNaN()
                        ? beyond
                        : number.toString().length();
            case Double number ->
                number.isInfinite() || number.isNaN()
                        ? beyond
                        : number.toString().length();
            case BigInteger number -> Math.min(beyond, number.bitLength());
            case Collection<?> elements
            when depth < DEEPEST -> {
                int size = 2;
                for (Object element : elements) {
                    size = Math.min(beyond, size + 1 + size(element, depth + 1, left));
                }
                yield size;
            }
            case Map<?, ?> entries
            when depth < DEEPEST -> {
                int size = 2;
                for (Map.Entry<?, ?> entry : entries.entrySet()) {
                    int name = entry.getKey() instanceof String key ? size(key, left) : beyond;
                    size = Math.min(beyond, size + name + size(entry.getValue(), depth + 1, left));
                }
                yield size;
            }
            case null -> 4;
            default -> beyond;
        };
    }
}
