package dev.sallyport.sql.flow;

import dev.sallyport.sql.RelationUse.Access;
import dev.sallyport.sql.flow.Flow.Role;
import dev.sallyport.sql.parser.TreeNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The relation that a statement writes, and what is written into its columns so far. For one thread. */
final class WriteTarget {
    private final Resolver resolver;
    private final FromItem item;
    private final Map<ColumnId, Dependencies> assigned = new HashMap<>();

    WriteTarget(TreeNode write, Resolver resolver) {
        this.resolver = resolver;
        TreeNode relation = write.typed("relation", "RangeVar");
        item = relation == null
                ? FromItem.of(null, Columns.unknown("a write without its relation"))
                : resolver.from.relation(relation, Access.WRITE);
        for (NamedRelation one : item.relations()) {
            if (one.writingRunsCode()) {
                resolver.findings.unknown("writing to " + one.schema() + "." + one.name()
                        + " runs triggers, rules or defaults that were not read");
            }
        }
    }

    /** Its columns as they are before it is written. */
    FromItem item() {
        return item;
    }

    /** The names of its columns, in order. */
    List<String> columnNames() {
        String open = item.columns().open();
        if (open != null) {
            resolver.findings.unknown(open);
        }
        return item.columns().all().stream().map(Column::name).toList();
    }

    /** Writes a column. */
    void assign(String name, Value from) {
        List<Column> columns = item.columns().named(name);
        String open = item.columns().open();
        if (columns.isEmpty()) {
            if (open == null) {
                resolver.findings.unresolved(name);
            }
            resolver.findings.unknown(open == null ? "nothing is known by the name " + name : open);
        }
        for (Column column : columns) {
            Dependencies made = from.dependsOn().and(converted(from.shape(), column));
            for (ColumnId id : column.stands()) {
                resolver.findings.use(id, Role.WRITE_TARGET);
                resolver.findings.write(id, made);
                assigned.merge(id, made, Dependencies::and);
            }
            // A column of a view is written through to these, from which others of its columns can be made, too.
            for (ColumnId base : column.dependsOn().columns().keySet()) {
                assigned.merge(base, made, Dependencies::and);
            }
        }
    }

    /** What making a value into one of a column's type adds to it. */
    private Dependencies converted(Shape from, Column column) {
        Dependencies used = from.equals(column.value().shape()) ? Dependencies.NONE : resolver.types.using(from);
        return column.value().shape() instanceof Shape.OfType(int oid)
                ? used.and(resolver.types.made(oid))
                : used.and(resolver.types.using(column.value().shape()));
    }

    /**
     * What decides whether the write is refused: a type, NOT NULL, a CHECK, a unique index, an expression that is generated or indexed can
     * look at any column of it, and foreign keys at other relations.
     */
    Dependencies refused() {
        return Dependencies.all(assigned.values())
                .and(item.columns().together())
                .and(Dependencies.unknown("constraints and keys decide whether it may be written"));
    }

    /** Its columns once they are written: what was written is in them, and in those that are made of them. */
    FromItem written() {
        if (assigned.isEmpty()) {
            return item;
        }
        List<Column> columns = new ArrayList<>();
        for (Column column : item.columns().all()) {
            Value value = column.value();
            Dependencies all = value.dependsOn();
            for (ColumnId part : value.dependsOn().columns().keySet()) {
                all = all.and(assigned.getOrDefault(part, Dependencies.NONE));
            }
            for (ColumnId id : column.stands()) {
                all = all.and(assigned.getOrDefault(id, Dependencies.NONE));
            }
            columns.add(new Column(column.name(), new Value(all, value.plain(), value.shape()), column.stands()));
        }
        return item.withColumns(new ListedColumns(columns, item.columns().open()));
    }

    /** The row that is proposed for insertion: what is written, and for the rest the defaults. */
    FromItem excluded() {
        List<Column> columns = new ArrayList<>();
        for (Column column : item.columns().all()) {
            Dependencies all = Dependencies.NONE;
            for (ColumnId part : column.dependsOn().columns().keySet()) {
                all = all.and(assigned.getOrDefault(part, Dependencies.NONE));
            }
            for (ColumnId id : column.stands()) {
                all = all.and(assigned.getOrDefault(id, Dependencies.NONE));
            }
            Value value = new Value(all, null, column.value().shape());
            columns.add(new Column(column.name(), value, column.stands()));
        }
        return FromItem.of("excluded", new ListedColumns(columns, item.columns().open()))
                .withoutColumns();
    }
}
