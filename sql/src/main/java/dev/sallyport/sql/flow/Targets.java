package dev.sallyport.sql.flow;

import dev.sallyport.sql.flow.References.Meaning;
import dev.sallyport.sql.parser.TreeNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists of output columns, stars, and the fields of rows (parse_target.c). */
final class Targets {
    private final Resolver resolver;

    Targets(Resolver resolver) {
        this.resolver = resolver;
    }

    /**
     * An output column.
     *
     * @param from the place in the order of uses where its own begin
     * @param to the place where they end
     */
    record Target(Column column, int from, int to) {}

    /** Output columns; open as {@link Columns#open}. */
    record TargetList(List<Target> targets, @Nullable String open) {
        Columns columns() {
            return new ListedColumns(targets.stream().map(Target::column).toList(), open);
        }
    }

    /** The targets of a SELECT or of RETURNING. */
    TargetList targets(List<TreeNode> nodes, Scope scope) {
        List<Target> targets = new ArrayList<>(nodes.size());
        String open = null;
        for (TreeNode node : nodes) {
            TreeNode value = node.node("val");
            if (value == null) {
                open = "an output has no value";
                continue;
            }
            Columns star = star(value, scope);
            if (star == null) {
                int from = resolver.findings.mark();
                Value result = resolver.expressions.value(value, scope);
                String alias = node.text("name");
                String name = alias == null ? resolver.columnNames.of(value) : alias;
                targets.add(new Target(Column.of(name, result.settled()), from, resolver.findings.mark()));
            } else {
                open = open == null ? star.open() : open;
                spread(star, scope, targets);
            }
        }
        if (open != null) {
            resolver.findings.unknown(open);
        }
        return new TargetList(targets, open);
    }

    private void spread(Columns star, Scope scope, List<Target> targets) {
        for (Column column : star.all()) {
            if (!resolver.findings.step(1)) {
                return;
            }
            int from = resolver.findings.mark();
            resolver.references.use(column, scope.role());
            targets.add(new Target(column, from, resolver.findings.mark()));
        }
    }

    /** Expressions in a row: ROW(...) or a list of VALUES, where a star stands for several. */
    Columns list(List<TreeNode> nodes, Scope scope) {
        List<Column> columns = new ArrayList<>(nodes.size());
        String open = null;
        for (TreeNode node : nodes) {
            Columns star = star(node, scope);
            if (star == null) {
                columns.add(Column.of(
                        "f" + (columns.size() + 1),
                        resolver.expressions.value(node, scope).settled()));
            } else {
                open = open == null ? star.open() : open;
                for (Column column : star.all()) {
                    resolver.references.use(column, scope.role());
                    columns.add(column.named("f" + (columns.size() + 1)));
                }
            }
        }
        return new ListedColumns(columns, open);
    }

    /** What a star stands for; null if the node is no star. */
    private @Nullable Columns star(TreeNode node, Scope scope) {
        if (node.is("ColumnRef") && Expressions.isStar(node)) {
            List<String> qualifier = node.names("fields");
            return qualifier.isEmpty() ? everything(scope) : ofItem(qualifier, scope);
        }
        if (node.is("A_Indirection")) {
            List<TreeNode> steps = node.nodes("indirection");
            if (!steps.isEmpty() && steps.getLast().is("A_Star")) {
                return ofValue(node, steps.subList(0, steps.size() - 1), scope);
            }
        }
        return null;
    }

    private static Columns everything(Scope scope) {
        List<Column> columns = new ArrayList<>();
        String open = null;
        for (FromItem item : scope.level().items()) {
            if (item.columnsVisible()) {
                columns.addAll(item.columns().all());
                open = open == null ? item.columns().open() : open;
            }
        }
        return new ListedColumns(columns, open);
    }

    private Columns ofItem(List<String> qualifier, Scope scope) {
        List<FromItem> items = resolver.references.itemsQualifiedBy(qualifier, scope);
        if (items.size() == 1) {
            return items.getFirst().columns();
        }
        resolver.findings.unresolved(String.join(".", qualifier) + ".*");
        return Columns.unknown("the row " + String.join(".", qualifier) + " can't be told");
    }

    /** {@code (x).*} */
    private Columns ofValue(TreeNode node, List<TreeNode> steps, Scope scope) {
        TreeNode from = node.node("arg");
        FromItem item = from == null || !steps.isEmpty() ? null : row(from, scope);
        if (item != null) {
            return item.columns();
        }
        Value value = steps(from, steps, scope);
        Columns fields = resolver.types.fields(value.shape(), value.dependsOn());
        if (fields == null) {
            return new ListedColumns(
                    List.of(Column.of("", value)), "the columns of a value of a type that can't be told");
        }
        List<Column> columns = new ArrayList<>();
        for (Column field : fields.all()) {
            resolver.references.use(field, scope.role());
            columns.add(
                    Column.of(field.name(), field.value().and(value.dependsOn().asCondition())));
        }
        return new ListedColumns(columns, fields.open());
    }

    /** The item whose whole row a node is; null if it is none. */
    private @Nullable FromItem row(TreeNode node, Scope scope) {
        return node.is("ColumnRef")
                        && !Expressions.isStar(node)
                        && resolver.references.meaning(node, scope) instanceof Meaning.OfRow(FromItem item)
                ? item
                : null;
    }

    /** {@code (x).field}, {@code x[1]} */
    Value indirection(TreeNode node, Scope scope) {
        return steps(node.node("arg"), node.nodes("indirection"), scope);
    }

    private Value steps(@Nullable TreeNode from, List<TreeNode> steps, Scope scope) {
        if (from == null) {
            return Value.of(resolver.findings.unknown("a field of nothing"));
        }
        int at = 0;
        Value value = null;
        FromItem item = steps.isEmpty() || !steps.getFirst().is("String") ? null : row(from, scope);
        if (item != null) {
            List<Column> columns = item.find(steps.getFirst().text("sval", ""));
            if (!columns.isEmpty()) {
                value = resolver.references.value(new Meaning.OfColumn(columns), scope);
                at = 1;
            }
        }
        if (value == null) {
            value = resolver.expressions.value(from, scope);
        }
        for (TreeNode step : steps.subList(at, steps.size())) {
            value = step(value, step, scope);
        }
        return value;
    }

    private Value step(Value value, TreeNode step, Scope scope) {
        return switch (step.type()) {
            case "String" -> field(value, step.text("sval", ""), scope);
            case "A_Indices" -> {
                Dependencies all =
                        resolver.types.used(value).and(resolver.expressions.dependsOn(step.node("lidx"), scope));
                TreeNode upper = step.node("uidx");
                Value index = upper == null ? Value.CONSTANT : resolver.expressions.value(upper, scope);
                all = all.and(resolver.types.used(index));
                if (step.flag("is_slice") || !resolver.types.isSubscript(value.shape(), index.shape())) {
                    resolver.failures.operation(all);
                }
                Shape shape = step.flag("is_slice") ? value.shape() : resolver.types.element(value.shape());
                yield new Value(all, null, shape);
            }
            // count((t).*) and its like take the row as one value.
            case "A_Star" -> Value.of(value.dependsOn());
            default ->
                Value.of(value.dependsOn()
                        .and(resolver.findings.unknown("a " + step.type() + " after a value is not followed")));
        };
    }

    private Value field(Value value, String name, Scope scope) {
        Columns fields = resolver.types.fields(value.shape(), value.dependsOn());
        if (fields == null) {
            // Where the type can't be told it is a field, or a function of that name.
            return Value.of(resolver.functions
                    .result(resolver.functions.called(List.of(name), 1), List.of(value), scope)
                    .dependsOn());
        }
        List<Column> named = fields.named(name);
        if (named.isEmpty()) {
            return fields.open() == null ? resolver.functions.ofRow(name, value, scope) : Value.of(value.dependsOn());
        }
        // What chose the row chose the field.
        Value field = resolver.references
                .use(named.getFirst(), scope.role())
                .and(value.dependsOn().asCondition());
        // Taking it out never fails. Fields have collations of their own, so that comparing them can.
        return resolver.types.isSystem(field.shape())
                ? new Value(field.dependsOn(), field.plain(), Shape.PLAIN)
                : field;
    }
}
