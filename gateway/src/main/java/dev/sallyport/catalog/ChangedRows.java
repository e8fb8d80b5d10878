package dev.sallyport.catalog;

import java.sql.Array;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What may have changed since the latest read. A row that came, or that another one stands for now, tells by itself what it belongs to; one
 * that went is missed where rows are counted. Immutable.
 *
 * @param sources whose rows are not the same, all if nothing was known
 * @param owners by source the relations and types that rows belong to which came, or may have gone again, as oids, unsigned in ints; 0 for
 *     none
 * @param gone by source the ranges of relations and types from which rows went, as {@link OwnerCounts#rangeOf} numbers them
 * @param counts for the next read
 */
record ChangedRows(
        Set<Source> sources,
        Map<Source, Set<Integer>> owners,
        Map<Source, Set<Integer>> gone,
        Map<Source, OwnerCounts> counts) {
    ChangedRows {
        sources = Set.copyOf(sources);
        owners = Map.copyOf(owners);
        gone = Map.copyOf(gone);
        counts = Map.copyOf(counts);
    }

    /** What counts were taken before, and how what there is compares with what there was. */
    record Since(Map<Source, OwnerCounts> counts, Mark mark) {}

    /**
     * Finds them.
     *
     * @param since what is known, or null if nothing is
     * @param clock tells how old horizons are
     * @param horizon of the snapshot in which is read
     */
    static ChangedRows read(Rows rows, @Nullable Since since, Mark.Compared compared, XidClock clock, long horizon)
            throws SQLException {
        Set<Source> sources = EnumSet.noneOf(Source.class);
        Map<Source, Set<Integer>> owners = new EnumMap<>(Source.class);
        Map<Source, Set<Integer>> gone = new EnumMap<>(Source.class);
        Map<Source, OwnerCounts> counts = new EnumMap<>(Source.class);
        owners.put(Source.PG_ATTRIBUTE, compared.columnsOf());
        for (Source source : Source.values()) {
            OwnerCounts before = since == null ? null : since.counts().get(source);
            if (since != null && compared.mark().isSame(source, since.mark())) {
                if (before != null) {
                    counts.put(source, before);
                }
                continue;
            }
            sources.add(source);
            if (source.owner() != null && !source.goesWithOthers()) {
                Map<Integer, Integer> older = new HashMap<>();
                Map<Integer, Integer> settled = new HashMap<>();
                Set<Integer> came = new HashSet<>(before == null ? Set.of() : before.young());
                Set<Integer> young = new HashSet<>();
                rows.each(
                        MarkQueries.owners(
                                source, clock.age(before == null ? horizon : before.horizon()), clock.age(horizon)),
                        row -> {
                            older.put(row.getInt(1), row.getInt(2));
                            settled.put(row.getInt(1), row.getInt(3));
                            addAll(came, row.getArray(4));
                            addAll(young, row.getArray(5));
                        });
                counts.put(source, new OwnerCounts(horizon, settled, young));
                owners.put(source, Set.copyOf(came));
                gone.put(source, before == null ? Set.of() : before.goneFrom(older));
            }
        }
        return new ChangedRows(sources, owners, gone, counts);
    }

    private static void addAll(Set<Integer> oids, @Nullable Array array) throws SQLException {
        Rows.numbers(array).forEach(oid -> oids.add((int) oid.longValue()));
    }

    /** Whether rows of any of some sources are not the same. */
    boolean any(Source... some) {
        return List.of(some).stream().anyMatch(sources::contains);
    }

    /** What rows of a source belong to that came, as oids, unsigned in ints; 0 for none. */
    Set<Integer> owners(Source source) {
        return owners.getOrDefault(source, Set.of());
    }

    /** Whether a row of a source may have gone that belonged to what has that oid. */
    boolean mayHaveLost(Source source, int oid) {
        return gone.getOrDefault(source, Set.of()).contains(OwnerCounts.rangeOf(oid));
    }
}
