package dev.sallyport.sql.flow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Columns that are there. For one thread. */
final class ListedColumns implements Columns {
    /** Fewer than these are looked through. */
    private static final int FEW = 8;

    static final Columns NONE = new ListedColumns(List.of(), null);

    private final List<Column> columns;
    private final @Nullable String open;
    private @Nullable Map<String, List<Column>> index;

    ListedColumns(List<Column> columns, @Nullable String open) {
        this.columns = columns;
        this.open = open;
    }

    ListedColumns(List<Column> columns) {
        this(columns, null);
    }

    @Override
    public List<Column> all() {
        return columns;
    }

    @Override
    public List<Column> named(String name) {
        if (columns.size() < FEW) {
            return columns.stream().filter(column -> column.name().equals(name)).toList();
        }
        Map<String, List<Column>> known = index;
        if (known == null) {
            known = new HashMap<>();
            for (Column column : columns) {
                known.computeIfAbsent(column.name(), absent -> new ArrayList<>(1))
                        .add(column);
            }
            index = known;
        }
        return known.getOrDefault(name, List.of());
    }

    @Override
    public @Nullable String open() {
        return open;
    }
}
