package dev.sallyport.sql.flow;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What something depends on: columns, each with the stronger of the ways in which it is depended on, and why there may be others.
 * Immutable.
 */
public final class Dependencies {

    /** How many reasons are kept: one is enough to be unknown. */
    public static final int REASONS = 8;

    /** How many columns are kept; where there are more, the rest is unknown. */
    public static final int COLUMNS = 10_000;

    /** Nothing: a constant. */
    public static final Dependencies NONE = new Dependencies(new long[0], Map.of(), List.of());

    /** How many keys of a document's column are told apart; with more the whole document is depended on. */
    public static final int KEYS = 64;

    /** How something depends on a column. */
    public enum Manner {
        /** The column's value is in it, or what is computed from it. */
        VALUE,
        /** The column decides whether, how often or in which order it is there, or which of several values it is. */
        CONDITION
    }

    /** What is asked of a column's values, as narrowly as it is known. */
    public enum Way {
        /** Whatever it may be. */
        ANYTHING,
        /** Whether each equals something that stands in the statement, or is a parameter of it. */
        EQUALITY,
        /** Whether each equals a column of a relation by itself, where rows that do not are left out: not in an outer join. */
        MATCH,
        /** Sums, averages, counts, deviations and variances of them over the groups that {@link Flow#groups} tells of. */
        AGGREGATE
    }

    // A column, a manner and the ways in one number, so that sets of them are small, quickly merged, and sorted by
    // relation, attribute, manner.
    private static final int WAYS = 4;
    private static final int COLUMN_SHIFT = WAYS + 1;
    private static final int RELATION_SHIFT = COLUMN_SHIFT + 16;
    private static final int ATTRIBUTE_OFFSET = 1 << 15;
    private static final long CONDITION_BIT = 1L << WAYS;
    private static final long WAYS_MASK = CONDITION_BIT - 1;

    private final long[] columns;
    /** Of the columns those of json or jsonb that are depended on through some keys of their documents alone. */
    private final Map<ColumnId, Set<String>> keys;

    private final List<String> unknown;

    /**
     * @param columns how it depends on each
     * @param unknown why there may be others, one clause each, of which {@link #REASONS} are kept; empty if there are none
     */
    public Dependencies(Map<ColumnId, Manner> columns, Collection<String> unknown) {
        this(pack(columns), Map.of(), List.copyOf(unknown));
    }

    private Dependencies(long[] sorted, Map<ColumnId, Set<String>> keys, List<String> unknown) {
        Set<String> reasons = new LinkedHashSet<>(unknown);
        if (sorted.length > COLUMNS) {
            reasons.add("it depends on more than " + COLUMNS + " columns");
        }
        this.columns = sorted.length > COLUMNS ? Arrays.copyOf(sorted, COLUMNS) : sorted;
        this.keys = keys;
        this.unknown = reasons.stream().limit(REASONS).toList();
    }

    private static long[] pack(Map<ColumnId, Manner> columns) {
        long[] packed = new long[columns.size()];
        int at = 0;
        for (var entry : columns.entrySet()) {
            packed[at++] = pack(entry.getKey(), entry.getValue()) | bit(Way.ANYTHING);
        }
        Arrays.sort(packed);
        return packed;
    }

    /** Without a way, and so before all with one. */
    private static long pack(ColumnId column, Manner manner) {
        int attribute = column.attribute() + ATTRIBUTE_OFFSET;
        return Integer.toUnsignedLong(column.relation()) << RELATION_SHIFT
                | (long) attribute << COLUMN_SHIFT
                | (manner == Manner.CONDITION ? CONDITION_BIT : 0);
    }

    private static long bit(Way way) {
        return switch (way) {
            case ANYTHING -> 1;
            case EQUALITY -> 1 << 1;
            case MATCH -> 1 << 2;
            case AGGREGATE -> 1 << 3;
        };
    }

    private static boolean sameColumn(long one, long other) {
        return one >>> COLUMN_SHIFT == other >>> COLUMN_SHIFT;
    }

    private static ColumnId column(long packed) {
        int attribute = (int) (packed >>> COLUMN_SHIFT & 0xFFFF) - ATTRIBUTE_OFFSET;
        return new ColumnId((int) (packed >>> RELATION_SHIFT), (short) attribute);
    }

    private static Manner manner(long packed) {
        return (packed & CONDITION_BIT) == 0 ? Manner.VALUE : Manner.CONDITION;
    }

    /** One column, by its value. */
    public static Dependencies of(ColumnId column) {
        return of(column, Way.ANYTHING);
    }

    /** One column, by what is asked of its value. */
    static Dependencies of(ColumnId column, Way way) {
        return new Dependencies(new long[] {pack(column, Manner.VALUE) | bit(way)}, Map.of(), List.of());
    }

    /** What stands at a key at the top of the documents in one column of json or jsonb, by its value. */
    static Dependencies of(ColumnId column, String key) {
        long packed = pack(column, Manner.VALUE) | bit(Way.ANYTHING);
        return new Dependencies(new long[] {packed}, Map.of(column, Set.of(key)), List.of());
    }

    /** What can't be told, and why. */
    public static Dependencies unknown(String reason) {
        return new Dependencies(new long[0], Map.of(), List.of(reason));
    }

    /** All of them together; a column that is in several by the strongest way. */
    public static Dependencies all(Collection<Dependencies> several) {
        int length = 0;
        Set<String> reasons = new LinkedHashSet<>();
        for (Dependencies one : several) {
            length += one.columns.length;
            reasons.addAll(one.unknown);
        }
        long[] together = new long[length];
        int at = 0;
        for (Dependencies one : several) {
            System.arraycopy(one.columns, 0, together, at, one.columns.length);
            at += one.columns.length;
        }
        Arrays.sort(together);
        return new Dependencies(merged(together), keys(several), List.copyOf(reasons));
    }

    /** A column is depended on through keys alone if it is by each that depends on it. */
    private static Map<ColumnId, Set<String>> keys(Collection<Dependencies> several) {
        if (several.stream().allMatch(one -> one.keys.isEmpty())) {
            return Map.of();
        }
        Map<ColumnId, Set<String>> together = new TreeMap<>();
        for (Dependencies one : several) {
            one.keys.forEach((column, some) ->
                    together.computeIfAbsent(column, absent -> new TreeSet<>()).addAll(some));
        }
        together.entrySet()
                .removeIf(entry -> entry.getValue().size() > KEYS
                        || several.stream()
                                .anyMatch(one -> one.has(entry.getKey()) && !one.keys.containsKey(entry.getKey())));
        together.replaceAll((column, some) -> Collections.unmodifiableSet(some));
        return together.isEmpty() ? Map.of() : Collections.unmodifiableMap(together);
    }

    private boolean has(ColumnId column) {
        long least = pack(column, Manner.VALUE);
        int at = Arrays.binarySearch(columns, least);
        return at >= 0 || (-at - 1 < columns.length && sameColumn(columns[-at - 1], least));
    }

    /** One of each column: by the stronger manner, which sorts first, and in all ways. */
    private static long[] merged(long[] sorted) {
        int kept = 0;
        for (long packed : sorted) {
            if (kept == 0 || !sameColumn(sorted[kept - 1], packed)) {
                sorted[kept++] = packed;
            } else {
                sorted[kept - 1] |= packed & WAYS_MASK;
            }
        }
        return kept == sorted.length ? sorted : Arrays.copyOf(sorted, kept);
    }

    /** How it depends on each column, sorted by column. */
    public Map<ColumnId, Manner> columns() {
        Map<ColumnId, Manner> map = new TreeMap<>();
        for (long packed : columns) {
            map.put(column(packed), manner(packed));
        }
        return Collections.unmodifiableMap(map);
    }

    /** All that is asked of a column's values; empty if it is not depended on. */
    public Set<Way> ways(ColumnId column) {
        Set<Way> ways = EnumSet.noneOf(Way.class);
        long least = pack(column, Manner.VALUE);
        int at = -Arrays.binarySearch(columns, least) - 1;
        if (at >= 0 && at < columns.length && sameColumn(columns[at], least)) {
            for (Way way : Way.values()) {
                if ((columns[at] & bit(way)) != 0) {
                    ways.add(way);
                }
            }
        }
        return ways;
    }

    /** The same, where what was asked in one way may be anything. */
    Dependencies widened(Way way) {
        if (Arrays.stream(columns).noneMatch(packed -> (packed & bit(way)) != 0)) {
            return this;
        }
        long[] widened = columns.clone();
        for (int i = 0; i < widened.length; i++) {
            if ((widened[i] & bit(way)) != 0) {
                widened[i] = (widened[i] & ~bit(way)) | bit(Way.ANYTHING);
            }
        }
        return new Dependencies(widened, keys, unknown);
    }

    /** The same, where whatever may be asked of each column. */
    Dependencies widened() {
        Dependencies widened = this;
        for (Way way : Way.values()) {
            widened = way == Way.ANYTHING ? widened : widened.widened(way);
        }
        return widened;
    }

    /**
     * The keys, at the top of its documents, through which alone a column of json or jsonb is depended on.
     *
     * @return empty if it is depended on as a whole, as every other column is
     */
    public Set<String> keys(ColumnId column) {
        return keys.getOrDefault(column, Set.of());
    }

    /** Why there may be others, one clause each, at most {@link #REASONS}; empty if there are none. */
    public List<String> unknown() {
        return unknown;
    }

    /** Whether there may be more than the columns. */
    public boolean isUnknown() {
        return !unknown.isEmpty();
    }

    /** Whether it depends on nothing at all. */
    public boolean isNone() {
        return columns.length == 0 && unknown.isEmpty();
    }

    /** Both together; a column that is in both by the stronger way. */
    public Dependencies and(Dependencies other) {
        if (includes(other)) {
            return this;
        }
        return other.includes(this) ? other : all(List.of(this, other));
    }

    /** Whether adding the other would change nothing. */
    private boolean includes(Dependencies other) {
        if (other.columns.length > columns.length || !unknown.containsAll(other.unknown)) {
            return false;
        }
        if (!keys.isEmpty()) {
            return equals(other);
        }
        int at = 0;
        for (long packed : other.columns) {
            while (at < columns.length && columns[at] >>> COLUMN_SHIFT < packed >>> COLUMN_SHIFT) {
                at++;
            }
            if (at == columns.length
                    || !sameColumn(columns[at], packed)
                    || (columns[at] & ~packed & CONDITION_BIT) != 0
                    || (packed & ~columns[at] & WAYS_MASK) != 0) {
                return false;
            }
        }
        return true;
    }

    /** The same columns, all by condition. */
    public Dependencies asCondition() {
        for (long packed : columns) {
            if ((packed & CONDITION_BIT) == 0) {
                long[] conditions = new long[columns.length];
                for (int i = 0; i < columns.length; i++) {
                    conditions[i] = columns[i] | CONDITION_BIT;
                }
                return new Dependencies(conditions, keys, unknown);
            }
        }
        return this;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Dependencies dependencies
                && Arrays.equals(columns, dependencies.columns)
                && keys.equals(dependencies.keys)
                && unknown.equals(dependencies.unknown);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * Arrays.hashCode(columns) + keys.hashCode()) + unknown.hashCode();
    }

    @Override
    public String toString() {
        return columns() + (keys.isEmpty() ? "" : " keys " + keys) + (unknown.isEmpty() ? "" : " unknown " + unknown);
    }
}
