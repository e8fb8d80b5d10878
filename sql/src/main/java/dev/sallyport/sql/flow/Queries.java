package dev.sallyport.sql.flow;

import dev.sallyport.sql.flow.Flow.Role;
import dev.sallyport.sql.flow.Targets.Target;
import dev.sallyport.sql.flow.Targets.TargetList;
import dev.sallyport.sql.parser.TreeNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** SELECT, VALUES and set operations (transformSelectStmt and others of analyze.c). */
final class Queries {
    private final Resolver resolver;
    private final Clauses clauses;

    Queries(Resolver resolver) {
        this.resolver = resolver;
        clauses = new Clauses(resolver);
    }

    /**
     * A query, or a statement that gives rows by RETURNING.
     *
     * @param scope where it stands: the query around it, and what its outputs are used for
     */
    Rows query(TreeNode node, Scope scope) {
        if (!resolver.findings.step(1)) {
            return Rows.unknown("the rest of the statement was not followed");
        }
        Rows rows = switch (node.type()) {
            case "SelectStmt" -> select(node, scope);
            case "InsertStmt", "UpdateStmt", "DeleteStmt" -> resolver.writes.run(node, scope);
            case "MergeStmt" -> resolver.merges.run(node, scope);
            default -> {
                String reason = "a " + node.type() + " in place of a query is not followed";
                resolver.findings.unknown(reason);
                yield Rows.unknown(reason);
            }
        };
        resolver.failures.rows(rows.conditions());
        return rows;
    }

    private Rows select(TreeNode select, Scope scope) {
        Scope inside = resolver.with.open(select, scope);
        if (isSetOperation(select)) {
            return ordered(select, branches(select, inside), inside);
        }
        return select.has("valuesLists") ? ordered(select, values(select, inside), inside) : simple(select, inside);
    }

    private static boolean isSetOperation(TreeNode select) {
        return !select.text("op", "SETOP_NONE").equals("SETOP_NONE");
    }

    private Rows simple(TreeNode select, Scope scope) {
        if (select.has("lockingClause")) {
            // A lock can be refused.
            resolver.failures.operation(Dependencies.NONE);
        }
        Level level = resolver.from.level(select.nodes("fromClause"), scope);
        Scope inside = scope.with(level);
        resolver.from.windows(select.nodes("windowClause"), inside);
        TargetList targets = resolver.targets.targets(select.nodes("targetList"), inside);
        Scope testing = inside.with(Role.PREDICATE);
        level.rows().add(resolver.expressions.condition(select.node("whereClause"), testing));
        TreeNode having = select.node("havingClause");
        Failures.Mark mark = resolver.failures.mark();
        level.rows().add(resolver.expressions.condition(having, testing));
        resolver.failures.ofEveryGroupSince(mark);
        resolver.aggregates.having(having, testing);
        clauses.group(select.nodes("groupClause"), targets, inside.with(Role.GROUP));
        clauses.distinct(select, targets, inside.with(Role.GROUP));
        clauses.order(select.nodes("sortClause"), targets, inside.with(Role.ORDER));
        clauses.limit(select, testing);
        return new Rows(targets.columns(), level.rows().all());
    }

    /** ORDER BY and LIMIT of what is no simple SELECT: they see its columns alone. */
    Rows ordered(TreeNode select, Rows rows, Scope scope) {
        if (!select.has("sortClause") && !select.has("limitCount") && !select.has("limitOffset")) {
            return rows;
        }
        List<Target> targets = new ArrayList<>();
        int mark = resolver.findings.mark();
        for (Column column : rows.columns().all()) {
            targets.add(new Target(column, mark, mark));
        }
        Level level = Level.of(List.of(FromItem.of(null, rows.columns())), scope.level());
        level.rows().add(rows.conditions());
        TargetList list = new TargetList(targets, rows.columns().open());
        clauses.order(select.nodes("sortClause"), list, scope.with(level).with(Role.ORDER));
        clauses.limit(select, scope.with(level).with(Role.PREDICATE));
        return new Rows(rows.columns(), level.rows().all());
    }

    /** The branches of a set operation; those on its left are a chain, which can be long. */
    private Rows branches(TreeNode select, Scope scope) {
        Deque<TreeNode> operations = new ArrayDeque<>();
        TreeNode first = select;
        while (first != null && isSetOperation(first) && (operations.isEmpty() || isBare(first))) {
            operations.push(first);
            first = first.typed("larg", "SelectStmt");
        }
        Rows rows = first == null ? Rows.unknown("a branch without a query") : query(first, scope);
        while (!operations.isEmpty()) {
            TreeNode operation = operations.pop();
            TreeNode right = operation.typed("rarg", "SelectStmt");
            Rows other = right == null ? Rows.unknown("a branch without a query") : query(right, scope);
            rows = combined(rows, other, operation);
        }
        return rows;
    }

    private static boolean isBare(TreeNode select) {
        return !select.has("withClause")
                && !select.has("sortClause")
                && !select.has("limitCount")
                && !select.has("limitOffset");
    }

    /** What a set operation makes of two branches. */
    Rows combined(Rows left, Rows right, TreeNode operation) {
        Dependencies conditions = left.conditions().and(right.conditions());
        boolean all = operation.text("op", "").equals("SETOP_UNION") && operation.flag("all");
        if (!all) {
            // Rows are compared by all of their columns.
            conditions = conditions
                    .and(compared(left.columns()).asCondition())
                    .and(compared(right.columns()).asCondition());
        }
        List<Column> ours = left.columns().all();
        List<Column> theirs = right.columns().all();
        resolver.findings.step(ours.size());
        String open = left.columns().open();
        open = open == null ? right.columns().open() : open;
        if (open == null && ours.size() != theirs.size()) {
            open = "the branches of a set operation have different numbers of columns";
        }
        if (open != null) {
            resolver.findings.unknown(open);
            Dependencies both = left.columns().together().and(right.columns().together());
            return new Rows(new ListedColumns(List.of(Column.of("", Value.of(both))), open), conditions);
        }
        boolean except = operation.text("op", "").equals("SETOP_EXCEPT");
        List<Column> columns = new ArrayList<>(ours.size());
        for (int i = 0; i < ours.size(); i++) {
            Value one = ours.get(i).value();
            Value other = theirs.get(i).value();
            Dependencies depends = except ? one.dependsOn() : one.dependsOn().and(other.dependsOn());
            Dependencies both = one.dependsOn().and(other.dependsOn());
            List<Shape> shapes = List.of(one.shape(), other.shape());
            Value value =
                    new Value(depends.and(resolver.types.unified(shapes)), null, resolver.types.together(shapes, both));
            if (!all) {
                resolver.types.sorted(value.and(other.dependsOn()));
            }
            columns.add(Column.of(ours.get(i).name(), value));
        }
        return new Rows(new ListedColumns(columns), conditions);
    }

    private Dependencies compared(Columns columns) {
        return columns.together().and(resolver.types.using(new Shape.Row(columns)));
    }

    private Rows values(TreeNode select, Scope scope) {
        Scope inside = scope.with(Level.of(List.of(), scope.level()));
        List<List<Dependencies>> each = new ArrayList<>();
        List<Set<Shape>> shapes = new ArrayList<>();
        String open = null;
        for (TreeNode list : select.nodes("valuesLists")) {
            Columns row = resolver.targets.list(list.nodes("items"), inside);
            open = open == null ? row.open() : open;
            for (int i = 0; i < row.all().size(); i++) {
                Value value = row.all().get(i).value();
                if (i == each.size()) {
                    each.add(new ArrayList<>());
                    shapes.add(new LinkedHashSet<>());
                }
                shapes.get(i).add(value.shape());
                if (!value.dependsOn().isNone()) {
                    each.get(i).add(value.dependsOn());
                }
            }
        }
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < each.size(); i++) {
            List<Shape> of = List.copyOf(shapes.get(i));
            Dependencies all = Dependencies.all(each.get(i)).and(resolver.types.unified(of));
            Shape shape = resolver.types.together(of, all);
            columns.add(Column.of("column" + (i + 1), new Value(all, null, shape)));
        }
        return new Rows(new ListedColumns(columns, open), inside.level().rows().all());
    }
}
