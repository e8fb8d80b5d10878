package dev.sallyport.sql.flow;

import dev.sallyport.sql.flow.Flow.Role;
import dev.sallyport.sql.parser.TreeNode;
import java.util.ArrayList;
import java.util.List;

/** INSERT, UPDATE and DELETE (analyze.c). */
final class Writes {
    private final Resolver resolver;

    Writes(Resolver resolver) {
        this.resolver = resolver;
    }

    /** @return what RETURNING gives */
    Rows run(TreeNode write, Scope scope) {
        Scope inside = resolver.with.open(write, scope);
        WriteTarget target = new WriteTarget(write, resolver);
        Level level = switch (write.type()) {
            case "InsertStmt" -> insert(write, target, inside);
            case "UpdateStmt" -> update(write, target, inside);
            default -> delete(write, target, inside);
        };
        level.rows().add(resolver.from.rows(target.item()));
        List<FromItem> others = new ArrayList<>(level.items());
        others.remove(target.item());
        Columns returned = returning(write, target, List.of(), others, inside.with(level));
        Dependencies conditions = level.rows().all();
        resolver.failures.refusal(target.refused());
        resolver.findings.writtenRows(conditions);
        return new Rows(returned, conditions);
    }

    private Level insert(TreeNode insert, WriteTarget target, Scope scope) {
        Level level = Level.of(List.of(target.item()), scope.level());
        List<TreeNode> targets = insert.nodes("cols");
        List<String> columns = targets.isEmpty()
                ? target.columnNames()
                : targets.stream().map(column -> column.text("name", "")).toList();
        TreeNode source = insert.node("selectStmt");
        if (source == null) {
            columns.forEach(column -> target.assign(column, Value.PARAMETER));
        } else {
            Rows rows = resolver.queries.query(source, scope.with(Role.WRITE_SOURCE));
            level.rows().add(rows.conditions());
            source(columns, targets, rows.columns(), target, scope.with(level));
        }
        TreeNode conflict = insert.typed("onConflictClause", "OnConflictClause");
        if (conflict != null) {
            conflict(conflict, target, scope, level);
        }
        return level;
    }

    /** Writes the columns of a source into columns, one by one. */
    void source(List<String> columns, List<TreeNode> targets, Columns source, WriteTarget target, Scope scope) {
        List<Column> values = source.all();
        String open = source.open();
        Value any = open == null ? Value.PARAMETER : Value.of(source.together());
        for (int i = 0; i < columns.size() && (open != null || i < values.size()); i++) {
            Value from = open == null ? values.get(i).value() : any;
            target.assign(columns.get(i), targets.isEmpty() ? from : from.and(index(targets.get(i), scope)));
        }
    }

    /** What the subscripts of a target depend on: {@code SET a[i] = ...}. */
    private Dependencies index(TreeNode target, Scope scope) {
        return resolver.expressions.dependsOn(
                target.nodes("indirection").stream()
                        .filter(step -> !step.is("String"))
                        .toList(),
                scope.with(Role.WRITE_SOURCE));
    }

    /** ON CONFLICT: whether what is to be inserted meets a row that is there already decides what becomes of it. */
    private void conflict(TreeNode conflict, WriteTarget target, Scope scope, Level level) {
        FromItem excluded = target.excluded();
        Scope inside = scope.with(level.with(List.of(target.item(), excluded))).with(Role.PREDICATE);
        TreeNode infer = conflict.typed("infer", "InferClause");
        if (infer == null || infer.nodes("indexElems").isEmpty()) {
            // Any unique index, or one that goes by a constraint's name, can be over any of the columns.
            level.rows().add(target.item().columns().together());
            level.rows().add(excluded.columns().together());
        } else {
            for (TreeNode element : infer.nodes("indexElems")) {
                level.rows().add(indexed(element, target.item(), inside));
                level.rows().add(proposed(element, excluded.columns()));
            }
            level.rows().add(resolver.expressions.dependsOn(infer.node("whereClause"), inside));
        }
        if (conflict.has("targetList")) {
            set(conflict.nodes("targetList"), target, inside);
        }
        level.rows().add(resolver.expressions.dependsOn(conflict.node("whereClause"), inside));
    }

    /** What of the row that is to be inserted an index compares; of an expression it can be any of its columns. */
    private static Dependencies proposed(TreeNode element, Columns excluded) {
        String name = element.text("name");
        return name == null
                ? excluded.together()
                : Dependencies.all(
                        excluded.named(name).stream().map(Column::dependsOn).toList());
    }

    /** A column or an expression of an index. */
    Dependencies indexed(TreeNode element, FromItem item, Scope scope) {
        String name = element.text("name");
        Dependencies all = resolver.expressions.dependsOn(element.node("expr"), scope);
        if (name != null) {
            for (Column column : item.find(name)) {
                all = all.and(resolver.types.used(resolver.references.use(column, scope.role())));
            }
        }
        return all;
    }

    private Level update(TreeNode update, WriteTarget target, Scope scope) {
        Level from = resolver.from.level(update.nodes("fromClause"), scope);
        List<FromItem> items = new ArrayList<>();
        items.add(target.item());
        items.addAll(from.items());
        Level level = from.with(items);
        Scope inside = scope.with(level);
        set(update.nodes("targetList"), target, inside);
        level.rows().add(resolver.expressions.dependsOn(update.node("whereClause"), inside.with(Role.PREDICATE)));
        return level;
    }

    /** The assignments of SET. */
    void set(List<TreeNode> targets, WriteTarget target, Scope scope) {
        Scope source = scope.with(Role.WRITE_SOURCE);
        for (TreeNode assignment : targets) {
            TreeNode value = assignment.node("val");
            Value from = value == null ? Value.PARAMETER : assigned(value, source);
            target.assign(assignment.text("name", ""), from.and(index(assignment, source)));
        }
    }

    /** {@code SET (a, b) = (SELECT x, y)} gives each column its own. */
    private Value assigned(TreeNode value, Scope scope) {
        if (!value.is("MultiAssignRef")) {
            return resolver.expressions.value(value, scope);
        }
        TreeNode source = value.node("source");
        int at = value.body().path("colno").asInt(0) - 1;
        if (source == null) {
            return Value.of(resolver.findings.unknown("an assignment without a source"));
        }
        TreeNode subquery = source.is("SubLink") ? source.node("subselect") : null;
        Columns columns;
        Dependencies conditions = Dependencies.NONE;
        if (subquery != null) {
            Rows rows = resolver.queries.query(subquery, scope);
            columns = rows.columns();
            conditions = rows.conditions();
        } else if (source.is("RowExpr")) {
            columns = resolver.targets.list(source.nodes("args"), scope);
        } else {
            return Value.of(resolver.expressions.dependsOn(source, scope));
        }
        boolean told = columns.open() == null && at >= 0 && at < columns.all().size();
        return (told ? columns.all().get(at).value() : Value.of(columns.together())).and(conditions);
    }

    private Level delete(TreeNode delete, WriteTarget target, Scope scope) {
        Level from = resolver.from.level(delete.nodes("usingClause"), scope);
        List<FromItem> items = new ArrayList<>();
        items.add(target.item());
        items.addAll(from.items());
        Level level = from.with(items);
        Scope inside = scope.with(level).with(Role.PREDICATE);
        level.rows().add(resolver.expressions.dependsOn(delete.node("whereClause"), inside));
        return level;
    }

    /**
     * RETURNING.
     *
     * @param before items whose columns a star shows before the target's
     * @param after items whose columns it shows after them
     */
    Columns returning(TreeNode write, WriteTarget target, List<FromItem> before, List<FromItem> after, Scope scope) {
        TreeNode returning = write.typed("returningClause", "ReturningClause");
        if (returning == null) {
            return ListedColumns.NONE;
        }
        FromItem written = target.written();
        List<FromItem> items = new ArrayList<>(before);
        items.add(written);
        items.addAll(after);
        row("RETURNING_OPTION_OLD", "old", returning, target.item(), items);
        row("RETURNING_OPTION_NEW", "new", returning, written, items);
        Scope inside = scope.with(scope.level().with(items)).with(Role.RETURNING);
        return resolver.targets.targets(returning.nodes("exprs"), inside).columns();
    }

    /** The row before or after the write goes by a name of its own, unless another has that name. */
    private static void row(String option, String usual, TreeNode returning, FromItem item, List<FromItem> items) {
        String name = usual;
        for (TreeNode given : returning.nodes("options")) {
            if (given.text("option", "RETURNING_OPTION_OLD").equals(option)) {
                name = given.text("value", usual);
            }
        }
        for (FromItem other : items) {
            if (name.equals(other.name())) {
                return;
            }
        }
        items.add(new FromItem(name, item.columns(), item.relations(), false, false));
    }
}
