package dev.sallyport.sql.flow;

import dev.sallyport.sql.flow.Dependencies.Way;
import dev.sallyport.sql.parser.TreeNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a statement that is one SELECT from one relation makes of groups of that relation's rows, and how large it asks groups to be. In any
 * other statement an aggregate is a function like others: a join, a subquery or a function that returns a set can make many rows of one.
 * For one thread.
 */
final class Aggregates {
    /** Those that say something of all values together: not which is the least, and not each of them in a row. */
    private static final Set<String> OF_ALL_TOGETHER =
            Set.of("count", "sum", "avg", "stddev", "stddev_pop", "stddev_samp", "variance", "var_pop", "var_samp");

    private static final Set<String> COUNT = Set.of("count");

    private static final Set<String> CLAUSES = Set.of(
            "targetList",
            "fromClause",
            "whereClause",
            "groupClause",
            "havingClause",
            "sortClause",
            "limitCount",
            "limitOffset",
            "limitOption",
            "distinctClause",
            "op");

    /** Nodes and fields that bring in other rows, other groups, or parts of a group. */
    private static final Set<String> OF_OTHER_ROWS = Set.of("SubLink", "GroupingSet", "GroupingFunc", "over");

    private static final Set<String> OF_CALLS_IN_PART =
            Set.of("agg_distinct", "agg_filter", "agg_order", "agg_within_group", "func_variadic", "over");

    private final Resolver resolver;
    private boolean ofOneRelation;
    private boolean multiplied;
    private final Map<ColumnId, Long> atLeast = new TreeMap<>();

    Aggregates(Resolver resolver) {
        this.resolver = resolver;
    }

    /** To be told of the statement as a whole before it is followed. */
    void begin(TreeNode statement) {
        ofOneRelation = isOfOneRelation(statement);
    }

    private static boolean isOfOneRelation(TreeNode statement) {
        List<TreeNode> from = statement.nodes("fromClause");
        return statement.is("SelectStmt")
                && statement.body().properties().stream().allMatch(field -> CLAUSES.contains(field.getKey()))
                && statement.text("op", "SETOP_NONE").equals("SETOP_NONE")
                && from.size() == 1
                && from.getFirst().is("RangeVar")
                && !hasOtherRows(statement.body());
    }

    private static boolean hasOtherRows(JsonNode root) {
        Deque<JsonNode> waiting = new ArrayDeque<>();
        waiting.push(root);
        while (!waiting.isEmpty()) {
            JsonNode node = waiting.pop();
            for (var property : node.properties()) {
                if (OF_OTHER_ROWS.contains(property.getKey())) {
                    return true;
                }
                waiting.push(property.getValue());
            }
            if (node.isArray()) {
                node.forEach(waiting::push);
            }
        }
        return false;
    }

    /** A function is called that can make several rows of one. */
    void multiply() {
        multiplied = true;
    }

    /** What a call is made of: of a column that it aggregates as a whole and by itself, no more than that is asked. */
    List<Value> arguments(TreeNode call, List<NamedFunction> functions, List<Value> given) {
        ColumnId column = aggregated(call, functions, OF_ALL_TOGETHER, given);
        return column == null
                ? given
                : List.of(new Value(
                        Dependencies.of(column, Way.AGGREGATE),
                        null,
                        given.getFirst().shape()));
    }

    private @Nullable ColumnId aggregated(
            TreeNode call, List<NamedFunction> functions, Set<String> names, List<Value> given) {
        List<TreeNode> arguments = call.nodes("args");
        return ofOneRelation
                        && given.size() == 1
                        && arguments.size() == 1
                        && arguments.getFirst().is("ColumnRef")
                        && given.getFirst().isBaseColumn()
                        && isWhole(call, functions, names)
                ? given.getFirst().plain()
                : null;
    }

    private static boolean isWhole(TreeNode call, List<NamedFunction> functions, Set<String> names) {
        return !functions.isEmpty()
                && functions.stream()
                        .allMatch(function -> function.schema().equals("pg_catalog") && names.contains(function.name()))
                && OF_CALLS_IN_PART.stream().noneMatch(call::has);
    }

    /** What HAVING asks of each group, where that stands there in numbers. */
    void having(@Nullable TreeNode condition, Scope scope) {
        Deque<TreeNode> waiting = new ArrayDeque<>();
        if (ofOneRelation && condition != null) {
            waiting.push(condition);
        }
        while (!waiting.isEmpty()) {
            TreeNode node = waiting.pop();
            if (node.is("BoolExpr") && node.text("boolop", "").equals("AND_EXPR")) {
                node.nodes("args").forEach(waiting::push);
            } else if (node.is("A_Expr") && node.text("kind", "").equals("AEXPR_OP")) {
                TreeNode left = node.node("lexpr");
                TreeNode right = node.node("rexpr");
                if (left != null && right != null) {
                    compared(node.names("name"), left, right, scope);
                }
            }
        }
    }

    private void compared(List<String> operator, TreeNode left, TreeNode right, Scope scope) {
        if (operator.isEmpty() || (operator.size() > 1 && !operator.contains("pg_catalog"))) {
            return;
        }
        switch (operator.getLast()) {
            case ">=" -> atLeast(left, right, 0, operator, scope);
            case ">" -> atLeast(left, right, 1, operator, scope);
            case "<=" -> atLeast(right, left, 0, operator, scope);
            case "<" -> atLeast(right, left, 1, operator, scope);
            default -> {
                // It bounds no count from below.
            }
        }
    }

    private void atLeast(TreeNode count, TreeNode bound, int more, List<String> operator, Scope scope) {
        List<TreeNode> arguments = count.nodes("args");
        if (!count.is("FuncCall")
                || arguments.size() != 1
                || !Constants.isNumber(bound)
                || !resolver.functions
                        .comparing(operator, Shape.UNKNOWN, Shape.UNKNOWN)
                        .isEmpty()) {
            return;
        }
        long least = (long) Constants.number(bound) + more;
        List<NamedFunction> functions = resolver.functions.called(count.names("funcname"), arguments.size());
        Value value = resolver.expressions.value(arguments.getFirst(), scope);
        ColumnId column = aggregated(count, functions, COUNT, List.of(value));
        if (column != null) {
            atLeast.merge(column, least, Math::max);
        }
    }

    /** The groups of the statement, once it was followed; null if it is no such statement. */
    Flow.@Nullable Groups groups() {
        return ofOneRelation && !multiplied ? new Flow.Groups(atLeast) : null;
    }
}
