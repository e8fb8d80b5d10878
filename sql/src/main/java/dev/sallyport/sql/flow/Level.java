package dev.sallyport.sql.flow;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The names that one query's expressions can use, and the queries around it. For one thread.
 *
 * @param items what its columns are looked up in
 * @param outer the query around it, or null
 * @param rows what decides which rows it has
 * @param windows its named windows
 */
record Level(List<FromItem> items, @Nullable Level outer, Conditions rows, Map<String, Window> windows) {

    /**
     * A window.
     *
     * @param parts what its partitions and its frame depend on
     * @param order what its rows are ordered by
     */
    record Window(Dependencies parts, Dependencies order) {}

    static Level of(List<FromItem> items, @Nullable Level outer) {
        return new Level(items, outer, new Conditions(), new HashMap<>());
    }

    /** The same query with other names. */
    Level with(List<FromItem> others) {
        return new Level(others, outer, rows, windows);
    }
}
