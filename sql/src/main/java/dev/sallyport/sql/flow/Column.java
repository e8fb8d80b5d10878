package dev.sallyport.sql.flow;

import java.util.List;

/**
 * A column of an item of FROM, or of a query's answer. Immutable.
 *
 * @param stands the columns of relations, as the relations are named, that it is without anything around it; several if a name means
 *     one of several relations
 */
record Column(String name, Value value, List<ColumnId> stands) {

    /** What a query computes under a name. */
    static Column of(String name, Value value) {
        return new Column(name, value, value.plain() == null ? List.of() : List.of(value.plain()));
    }

    Column named(String other) {
        return name.equals(other) ? this : new Column(other, value, stands);
    }

    Dependencies dependsOn() {
        return value.dependsOn();
    }
}
