package dev.sallyport.sql.flow;

import dev.sallyport.sql.RelationUse.Access;
import dev.sallyport.sql.flow.Flow.Role;
import dev.sallyport.sql.parser.TreeNode;
import java.util.ArrayList;
import java.util.List;

/** COPY. */
final class Copies {
    private final Resolver resolver;

    Copies(Resolver resolver) {
        this.resolver = resolver;
    }

    /** @return what it copies to where the client or the statement says; nothing for COPY FROM */
    Rows run(TreeNode copy, Scope scope) {
        TreeNode query = copy.node("query");
        if (query != null) {
            return resolver.queries.query(query, scope);
        }
        return copy.flag("is_from") ? from(copy, scope) : to(copy, scope);
    }

    private Rows from(TreeNode copy, Scope scope) {
        WriteTarget target = new WriteTarget(copy, resolver);
        for (Column column : copied(copy, target.item())) {
            target.assign(column.name(), Value.LITERAL);
        }
        Level level = Level.of(List.of(target.item()), scope.level());
        // WHERE sees the rows that come from outside, in the shape of the relation's.
        resolver.expressions.dependsOn(
                copy.node("whereClause"), scope.with(level).with(Role.PREDICATE));
        return Rows.NONE;
    }

    private Rows to(TreeNode copy, Scope scope) {
        TreeNode relation = copy.typed("relation", "RangeVar");
        if (relation == null) {
            return Rows.unknown("COPY without a relation");
        }
        FromItem item = resolver.from.relation(relation, Access.READ);
        List<Column> columns = copied(copy, item);
        columns.forEach(column -> resolver.references.use(column, scope.role()));
        return new Rows(new ListedColumns(columns, item.columns().open()), resolver.from.rows(item));
    }

    /** The columns listed; without a list all but generated ones. */
    private List<Column> copied(TreeNode copy, FromItem item) {
        List<Column> columns = new ArrayList<>();
        if (!copy.has("attlist")) {
            for (Column column : item.columns().all()) {
                boolean generated = column.stands().size() == 1
                        && !column.dependsOn()
                                .equals(Dependencies.of(column.stands().getFirst()));
                if (!generated) {
                    columns.add(column);
                }
            }
            return columns;
        }
        for (String name : copy.names("attlist")) {
            List<Column> named = item.columns().named(name);
            if (named.isEmpty()) {
                resolver.findings.unresolved(name);
                columns.add(
                        Column.of(name, Value.of(resolver.findings.unknown("nothing is known by the name " + name))));
            }
            columns.addAll(named);
        }
        return columns;
    }
}
