package dev.sallyport.catalog;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How many rows of a source there are, by ranges of the oids of what they belong to, of those that were written before a horizon, and to
 * what younger ones belong, which are there if a transaction was under way meanwhile. No older row can come later; where there are fewer,
 * some have gone. Whether a younger one has gone is not told. Immutable.
 *
 * @param horizon of the snapshot that they were counted in
 * @param rows by the range's number; ranges without any are left out
 * @param young what younger rows belong to
 */
record OwnerCounts(long horizon, Map<Integer, Integer> rows, Set<Integer> young) {
    /** How many oids a range has: tables that are made one after the other are some oids apart. */
    static final int RANGE = 256;

    OwnerCounts {
        rows = Map.copyOf(rows);
        young = Set.copyOf(young);
    }

    /** The number of the range that an oid is in. */
    static int rangeOf(int oid) {
        return Integer.divideUnsigned(oid, RANGE);
    }

    /**
     * The ranges in which there are fewer rows now.
     *
     * @param now how many rows there are now that were written before the horizon
     */
    Set<Integer> goneFrom(Map<Integer, Integer> now) {
        return rows.entrySet().stream()
                .filter(range -> now.getOrDefault(range.getKey(), 0) < range.getValue())
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }
}
