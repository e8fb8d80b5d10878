package dev.sallyport.sql.flow;

import dev.sallyport.sql.parser.TreeNode;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Whether a query has one row at most, by what it is and whatever is in the tables. */
final class SingleRows {
    private final Resolver resolver;

    SingleRows(Resolver resolver) {
        this.resolver = resolver;
    }

    /**
     * Of a simple SELECT.
     *
     * @param sets whether it calls a function that returns a set
     */
    boolean isSingle(TreeNode select, Level level, boolean sets) {
        TreeNode limit = select.node("limitCount");
        if (limit != null
                && Constants.isNumber(limit)
                && Constants.number(limit) <= 1
                && !select.text("limitOption", "").equals("LIMIT_OPTION_WITH_TIES")) {
            return true;
        }
        if (sets || select.has("groupClause")) {
            return false;
        }
        return !select.has("fromClause")
                || select.nodes("targetList").stream()
                        .anyMatch(target -> aggregates(target.body().path("val"), level));
    }

    /** Whether an expression holds an aggregate of this query; one over columns of a query around it alone is that one's. */
    private boolean aggregates(JsonNode expression, Level level) {
        if (expression.isObject()) {
            if (expression.has("SubLink")) {
                return false;
            }
            JsonNode call = expression.path("FuncCall");
            if (call.isObject()) {
                if (call.has("over")) {
                    return false;
                }
                TreeNode node = new TreeNode("FuncCall", call);
                List<NamedFunction> functions = resolver.functions.called(
                        node.names("funcname"), node.nodes("args").size());
                if (TotalFunctions.aggregates(functions)) {
                    return node.flag("agg_star") || names(call.path("args"), level);
                }
            }
        }
        for (JsonNode part : expression) {
            if (aggregates(part, level)) {
                return true;
            }
        }
        return false;
    }

    /** Whether an expression names a column of a query, whatever else it names. */
    private boolean names(JsonNode expression, Level level) {
        JsonNode reference = expression.path("ColumnRef");
        if (reference.isObject()) {
            List<String> name = new TreeNode("ColumnRef", reference).names("fields");
            return name.size() == 1
                    ? !References.at(level, name.getFirst()).isEmpty()
                    : name.size() == 2
                            && level.items().stream()
                                    .anyMatch(item -> name.getFirst().equals(item.name()));
        }
        if (expression.has("SubLink")) {
            return false;
        }
        for (JsonNode part : expression) {
            if (names(part, level)) {
                return true;
            }
        }
        return false;
    }
}
