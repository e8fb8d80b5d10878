package dev.sallyport.sql.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that names can be looked up in: an item of FROM, the target of a write, a join (ParseNamespaceItem of PostgreSQL).
 *
 * @param name what its columns can be qualified by; null if it has none
 * @param relations the relations it can be; empty if it is none
 * @param unaliased whether it goes by its relation's own name, so that the name with its schema means it, too
 * @param columnsVisible whether its columns can be named without it
 */
record FromItem(
        @Nullable String name,
        Columns columns,
        List<? extends NamedRelation> relations,
        boolean unaliased,
        boolean columnsVisible) {

    // SelfItemPointerAttributeNumber and others of access/sysattr.h
    private static final Map<String, Integer> SYSTEM_COLUMNS =
            Map.of("ctid", -1, "xmin", -2, "cmin", -3, "xmax", -4, "cmax", -5, "tableoid", -6);

    /** What is no relation. */
    static FromItem of(@Nullable String name, Columns columns) {
        return new FromItem(name, columns, List.of(), false, true);
    }

    FromItem withoutColumns() {
        return columnsVisible ? new FromItem(name, columns, relations, unaliased, false) : this;
    }

    FromItem withColumns(Columns others) {
        return new FromItem(name, others, relations, unaliased, columnsVisible);
    }

    /** Its columns of a name, system columns included. */
    List<Column> find(String column) {
        List<Column> found = columns.named(column);
        Integer attribute = found.isEmpty() && !relations.isEmpty() ? SYSTEM_COLUMNS.get(column) : null;
        return attribute == null ? found : system(column, attribute);
    }

    private List<Column> system(String column, int attribute) {
        List<ColumnId> ids = new ArrayList<>(1);
        for (NamedRelation relation : relations) {
            if (!relation.isView()) {
                ids.add(new ColumnId(relation.oid(), (short) attribute));
            }
        }
        if (ids.isEmpty()) {
            return List.of();
        }
        Dependencies all = Dependencies.all(ids.stream().map(Dependencies::of).toList());
        return List.of(new Column(column, new Value(all, ids.size() == 1 ? ids.getFirst() : null, Shape.PLAIN), ids));
    }
}
