package dev.sallyport.catalog;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What a comparison of the server's catalogs sees: equal for two with the same horizon if nothing has changed between them. Immutable.
 *
 * @param lines what is seen of each source by its name, and of what the role may use
 */
record Mark(Map<String, String> lines) {
    static final Mark NONE = new Mark(Map.of());

    Mark {
        lines = Map.copyOf(lines);
    }

    /** A mark, and the relations whose columns were written since the latest read, as oids, unsigned in ints. */
    record Compared(Mark mark, Set<Integer> columnsOf) {}

    /**
     * Compares.
     *
     * @param since how many transactions ago the horizon was that the mark goes back to
     * @param seen how many transactions ago that of the latest read was
     */
    static Compared read(Rows rows, long since, long seen) throws SQLException {
        Map<String, String> lines = new HashMap<>();
        Set<Integer> columnsOf = new HashSet<>();
        rows.each(MarkQueries.mark(since, seen), row -> {
            lines.put(row.getString(1), row.getLong(2) + " " + row.getString(3));
            Rows.numbers(row.getArray(4)).forEach(relation -> columnsOf.add((int) relation.longValue()));
        });
        return new Compared(new Mark(lines), columnsOf);
    }

    /** Whether no row of a source has changed from one mark to the other. */
    boolean isSame(Source source, Mark other) {
        String line = lines.get(source.name());
        return line != null && line.equals(other.lines.get(source.name()));
    }
}
