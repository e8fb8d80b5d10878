package dev.sallyport.sql.flow;

import java.util.ArrayList;
import java.util.List;

/**
 * The answer of a query.
 *
 * @param conditions what decides which rows it has, by condition
 */
record Rows(Columns columns, Dependencies conditions) {

    /** No columns and one row, or none. */
    static final Rows NONE = new Rows(ListedColumns.NONE, Dependencies.NONE);

    static Rows unknown(String reason) {
        return new Rows(Columns.unknown(reason), Dependencies.unknown(reason));
    }

    /** All that the answer tells. */
    Dependencies together() {
        return columns.together().and(conditions);
    }

    /** What each column depends on, in order. */
    List<Dependencies> eachDependsOn() {
        List<Dependencies> each = new ArrayList<>(columns.all().size());
        columns.all().forEach(column -> each.add(column.dependsOn()));
        return each;
    }
}
