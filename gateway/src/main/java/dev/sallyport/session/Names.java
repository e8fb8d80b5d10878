package dev.sallyport.session;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the names of prepared statements or portals stand for: as the server has confirmed it, and as it will be if everything that is
 * in flight succeeds. A message that names one is judged by the second; when something fails, the second is built anew from the first.
 *
 * @param <V> what is named
 */
final class Names<V> {
    private final ToIntFunction<V> weight;
    private long bytes;
    private final Map<String, V> confirmed = new HashMap<>();
    private final Map<String, V> expected = new HashMap<>();

    /**
     * Nothing is named.
     *
     * @param weight how many bytes something that is named keeps in memory
     */
    Names(ToIntFunction<V> weight) {
        this.weight = weight;
    }

    /** How many bytes all that names will stand for keeps in memory. */
    long bytes() {
        return bytes;
    }

    /** What a name will stand for when the server gets to it, or null. */
    @Nullable
    V get(String name) {
        return expected.get(name);
    }

    /** What a name stands for now and what it will stand for, as far as they are something. */
    List<V> meant(String name) {
        return Stream.of(confirmed.get(name), expected.get(name))
                .filter(Objects::nonNull)
                .toList();
    }

    /** Whether the server has confirmed that a name stands for this very value. */
    @SuppressWarnings("ReferenceEquality") // Two values may look alike and mean two messages.
    boolean isConfirmed(String name, Object value) {
        return confirmed.get(name) == value;
    }

    /** Whether a name stands for anything, or will. */
    boolean isKnown(String name) {
        return confirmed.containsKey(name) || expected.containsKey(name);
    }

    /** How many there will be. */
    int size() {
        return expected.size();
    }

    void expect(String name, V value) {
        expectGone(name);
        expected.put(name, value);
        bytes += weight.applyAsInt(value);
    }

    void expectGone(String name) {
        V gone = expected.remove(name);
        if (gone != null) {
            bytes -= weight.applyAsInt(gone);
        }
    }

    void confirm(String name, V value) {
        confirmed.put(name, value);
    }

    void confirmGone(String name) {
        confirmed.remove(name);
    }

    /** Forgets what is confirmed, such as all portals at the end of a transaction; call {@link #restart} after it. */
    void confirmAllGone() {
        confirmed.clear();
    }

    /** Forgets what is confirmed, apart from one name; call {@link #restart} after it. */
    void confirmAllGoneBut(String name) {
        confirmed.keySet().retainAll(Set.of(name));
    }

    /** Goes back to what is confirmed; the caller then expects again what is still in flight. */
    void restart() {
        expected.clear();
        bytes = 0;
        confirmed.forEach(this::expect);
    }
}
