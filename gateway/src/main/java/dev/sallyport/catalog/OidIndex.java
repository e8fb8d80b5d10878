package dev.sallyport.catalog;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Things by an oid, in two arrays: a catalog can have very many. Immutable. */
final class OidIndex<T> {
    private final int[] oids;
    private final List<T> things;

    /**
     * Indexes things.
     *
     * @param oidOf unsigned; 0 for those that are left out. The first of two with the same one is found
     */
    OidIndex(List<T> all, ToIntFunction<? super T> oidOf) {
        things = all.stream()
                .filter(one -> oidOf.applyAsInt(one) != 0)
                .sorted(Comparator.comparingInt(oidOf))
                .toList();
        oids = things.stream().mapToInt(oidOf).toArray();
    }

    @Nullable
    T get(int oid) {
        int at = Arrays.binarySearch(oids, oid);
        return at < 0 ? null : things.get(at);
    }
}
