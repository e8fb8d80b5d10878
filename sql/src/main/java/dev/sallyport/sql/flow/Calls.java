package dev.sallyport.sql.flow;

import dev.sallyport.sql.flow.Flow.Role;
import dev.sallyport.sql.flow.Level.Window;
import dev.sallyport.sql.flow.References.Meaning;
import dev.sallyport.sql.parser.TreeNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Calls of functions, aggregates and window functions (ParseFuncOrColumn in parse_func.c, transformFuncCall in parse_expr.c). */
final class Calls {
    private final Resolver resolver;

    Calls(Resolver resolver) {
        this.resolver = resolver;
    }

    Value call(TreeNode node, Scope scope) {
        List<String> name = node.names("funcname");
        List<TreeNode> arguments = node.nodes("args");
        Failures.Mark mark = resolver.failures.mark();
        boolean ordered = node.flag("agg_within_group");
        List<TreeNode> order = node.nodes("agg_order");
        List<NamedFunction> functions =
                resolver.functions.called(name, arguments.size() + (ordered ? order.size() : 0));
        if (functions.isEmpty() && arguments.size() == 1) {
            return ofOne(name, arguments.getFirst(), scope);
        }
        List<Value> given = new ArrayList<>(arguments.size());
        for (TreeNode argument : arguments) {
            TreeNode value = argument.is("NamedArgExpr") ? argument.node("arg") : argument;
            given.add(value == null ? Value.CONSTANT : resolver.expressions.value(value, scope));
        }
        if (ordered) {
            order.forEach(one -> given.add(resolver.expressions.value(one, scope)));
        }
        List<Value> used = resolver.aggregates.arguments(node, functions, given);
        Value result = functions.isEmpty()
                ? resolver.functions.missing(name, given)
                : resolver.functions.result(functions, used, never(node, functions, given), scope);
        Dependencies conditions = aggregated(node, ordered ? List.of() : order, scope);
        resolver.failures.chosenBy(conditions, mark);
        TreeNode over = node.typed("over", "WindowDef");
        if (over == null) {
            return result.and(conditions);
        }
        boolean constant = given.stream().allMatch(value -> value.dependsOn().isNone());
        return over(result.and(conditions), constant, over, scope);
    }

    /** The shape of the result of a call as it stands there, if it never fails. */
    private @Nullable Shape never(TreeNode node, List<NamedFunction> functions, List<Value> given) {
        List<TreeNode> arguments = node.nodes("args");
        if (node.flag("func_variadic")
                || node.flag("agg_within_group")
                || arguments.stream().anyMatch(argument -> argument.is("NamedArgExpr"))) {
            return null;
        }
        if (node.flag("agg_distinct")) {
            given.forEach(resolver.types::sorted);
        }
        return resolver.totalFunctions.result(functions, given, arguments);
    }

    /** FILTER and ORDER BY of an aggregate, which choose and order what it is made of. */
    private Dependencies aggregated(TreeNode node, List<TreeNode> order, Scope scope) {
        Dependencies filter = resolver.expressions.dependsOn(node.node("agg_filter"), scope.with(Role.PREDICATE));
        return order.isEmpty()
                ? filter.asCondition()
                : filter.and(resolver.expressions.sorted(order, scope.with(Role.ORDER)))
                        .asCondition();
    }

    /**
     * A window function depends on its window's partitions and order. One without arguments of its own, like rank(), is made of the
     * order itself. The rows are in the order of the window that was computed last, where nothing else orders them.
     */
    private Value over(Value result, boolean constant, TreeNode over, Scope scope) {
        String base = over.text("refname");
        Window window = window(over, base == null ? over.text("name") : base, scope);
        scope.level().rows().add(window.parts().and(window.order()));
        Dependencies order = constant ? window.order() : window.order().asCondition();
        return result.and(window.parts().asCondition()).and(order);
    }

    /**
     * A window in OVER or in a WINDOW clause.
     *
     * @param base the window it is made from, or is: {@code OVER w}, {@code OVER (w ORDER BY ...)}, {@code WINDOW v AS (w ...)}; or null
     */
    Window window(TreeNode definition, @Nullable String base, Scope scope) {
        Dependencies parts = resolver.expressions
                .sorted(definition.nodes("partitionClause"), scope.with(Role.GROUP))
                .and(resolver.expressions.dependsOn(definition.node("startOffset"), scope))
                .and(resolver.expressions.dependsOn(definition.node("endOffset"), scope));
        Dependencies order = resolver.expressions.sorted(definition.nodes("orderClause"), scope.with(Role.ORDER));
        if (definition.has("startOffset") || definition.has("endOffset")) {
            // An offset can be negative, or go beyond what the order's type holds.
            resolver.failures.operation(parts.and(order));
        }
        if (base == null) {
            return new Window(parts, order);
        }
        Window from = scope.level().windows().get(base);
        if (from == null) {
            Dependencies nothing = resolver.findings.unknown("no window is known by the name " + base);
            return new Window(parts.and(nothing), order);
        }
        return new Window(from.parts().and(parts), from.order().and(order));
    }

    /** A window where only its parts can be told from the rest. */
    Value windowed(TreeNode definition, Scope scope) {
        String base = definition.text("refname");
        Window window = window(definition, base == null ? definition.text("name") : base, scope);
        return Value.of(window.parts().and(window.order()));
    }

    /** FILTER, ORDER BY and OVER of JSON_OBJECTAGG and JSON_ARRAYAGG. */
    Value jsonAggregate(TreeNode node, Scope scope) {
        Failures.Mark mark = resolver.failures.mark();
        Dependencies conditions = aggregated(node, node.nodes("agg_order"), scope);
        Dependencies rest = resolver.expressions.parts(node, scope, Set.of("agg_filter", "agg_order"));
        resolver.failures.operation(rest);
        resolver.failures.chosenBy(conditions, mark);
        Dependencies all = conditions.and(rest.asCondition());
        return node.has("output") ? Value.of(all) : Value.plain(all);
    }

    /**
     * A call with one argument, of no function that is known: {@code f(t)} for {@code t.f}, or {@code t(x)} for a cast of x to t.
     */
    private Value ofOne(List<String> name, TreeNode argument, Scope scope) {
        List<NamedType> types = resolver.types.named(name);
        if (name.size() == 1 && argument.is("ColumnRef") && !Expressions.isStar(argument)) {
            Meaning meaning = resolver.references.meaning(argument, scope);
            if (meaning instanceof Meaning.OfRow(FromItem item)) {
                List<Column> columns = item.find(name.getFirst());
                if (!columns.isEmpty()) {
                    return resolver.references.value(new Meaning.OfColumn(columns), scope);
                }
            }
        }
        Value value = resolver.expressions.value(argument, scope);
        if (!types.isEmpty()) {
            return resolver.types.cast(value, types);
        }
        Columns fields = name.size() == 1 ? resolver.types.fields(value.shape(), value.dependsOn()) : null;
        List<Column> field = fields == null ? List.of() : fields.named(name.getFirst());
        return field.isEmpty()
                ? resolver.functions.missing(name, List.of(value))
                : field.getFirst().value();
    }
}
