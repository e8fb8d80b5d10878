package dev.sallyport.catalog;

import java.util.ArrayList;
import java.util.Arrays;
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
     * @param all with random access; no two have the same oid
     * @param oidOf unsigned; 0 for those that are left out
     */
    OidIndex(List<T> all, ToIntFunction<? super T> oidOf) {
        // Numbers are sorted several times as fast as things by their numbers.
        long[] sorted = new long[all.size()];
        int count = 0;
        for (int i = 0; i < sorted.length; i++) {
            int oid = oidOf.applyAsInt(all.get(i));
            if (oid != 0) {
                sorted[count++] = (long) oid << Integer.SIZE | i;
            }
        }
        Arrays.sort(sorted, 0, count);
        oids = new int[count];
        List<T> indexed = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            oids[i] = (int) (sorted[i] >> Integer.SIZE);
            indexed.add(all.get((int) sorted[i]));
        }
        things = List.copyOf(indexed);
    }

    @Nullable
    T get(int oid) {
        int at = Arrays.binarySearch(oids, oid);
        return at < 0 ? null : things.get(at);
    }
}
