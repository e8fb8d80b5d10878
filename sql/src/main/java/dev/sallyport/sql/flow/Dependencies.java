package dev.sallyport.sql.flow;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What something depends on. Immutable.
 *
 * @param columns the columns, each with the stronger of the ways in which it is depended on
 * @param unknown why there may be others, one clause each, at most {@link #REASONS}; empty if there are none
 */
public record Dependencies(Map<ColumnId, Manner> columns, List<String> unknown) {

    /** How many reasons are kept: one is enough to be unknown. */
    public static final int REASONS = 8;

    /** Nothing: a constant. */
    public static final Dependencies NONE = new Dependencies(Map.of(), List.of());

    /** How something depends on a column. */
    public enum Manner {
        /** The column's value is in it, or what is computed from it. */
        VALUE,
        /** The column decides whether, how often or in which order it is there, or which of several values it is. */
        CONDITION
    }

    public Dependencies {
        columns = Collections.unmodifiableMap(new TreeMap<>(columns));
        unknown = unknown.stream().distinct().limit(REASONS).toList();
    }

    /** One column, by its value. */
    public static Dependencies of(ColumnId column) {
        return new Dependencies(Map.of(column, Manner.VALUE), List.of());
    }

    /** What can't be told, and why. */
    public static Dependencies unknown(String reason) {
        return new Dependencies(Map.of(), List.of(reason));
    }

    /** Whether there may be more than the columns. */
    public boolean isUnknown() {
        return !unknown.isEmpty();
    }

    /** Both together; a column that is in both by the stronger way. */
    public Dependencies and(Dependencies other) {
        if (other.equals(NONE)) {
            return this;
        }
        if (equals(NONE)) {
            return other;
        }
        Map<ColumnId, Manner> both = new TreeMap<>(columns);
        other.columns.forEach(
                (column, manner) -> both.merge(column, manner, (one, two) -> one.compareTo(two) <= 0 ? one : two));
        return new Dependencies(
                both, Stream.concat(unknown.stream(), other.unknown.stream()).toList());
    }

    /** The same columns, all by condition. */
    public Dependencies asCondition() {
        Map<ColumnId, Manner> conditions = new TreeMap<>();
        columns.keySet().forEach(column -> conditions.put(column, Manner.CONDITION));
        return new Dependencies(conditions, unknown);
    }
}
