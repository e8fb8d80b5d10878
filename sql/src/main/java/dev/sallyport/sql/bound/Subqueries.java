package dev.sallyport.sql.bound;

import dev.sallyport.sql.parser.TreeNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether a query that reads the target of a write leaves any of its rows out. */
final class Subqueries {
    /** A LIMIT up to this restricts; a greater one is as good as none. */
    static final int LARGEST_LIMIT = 10_000;

    private static final List<String> RESHAPING = List.of("havingClause", "valuesLists", "intoClause");
    private static final Set<String> AGGREGATES = Set.of(
            "count",
            "sum",
            "min",
            "max",
            "avg",
            "bool_or",
            "bool_and",
            "every",
            "array_agg",
            "string_agg",
            "json_agg",
            "jsonb_agg");

    private Subqueries() {}

    /** Whether each row that a query reads, and that meets its conditions, is shown, whatever the others are. */
    static boolean keepsRows(TreeNode select) {
        boolean distinctOn = select.nodes("distinctClause").stream()
                .anyMatch(node -> !node.body().isEmpty());
        return select.text("op", "SETOP_NONE").equals("SETOP_NONE")
                && RESHAPING.stream().noneMatch(select::has)
                && !distinctOn
                && !skips(select);
    }

    /** OFFSET of something else than nothing. */
    private static boolean skips(TreeNode select) {
        TreeNode offset = select.node("limitOffset");
        return offset != null && !(offset.is("A_Const") && (offset.has("isnull") || isZero(offset)));
    }

    private static boolean isZero(TreeNode constant) {
        return constant.has("ival") && constant.body().path("ival").path("ival").asInt(0) == 0;
    }

    /** Whether a query over the target's rows has a condition on what they hold, or a limit. */
    static boolean restricts(TreeNode select, Sources outer) {
        if (isLimited(select, outer)) {
            return true;
        }
        Sources inner = outer.within(select);
        Truth truth = joined(select.nodes("fromClause"), inner);
        TreeNode where = select.node("whereClause");
        return (where == null ? truth : truth.and(new RowConditions(inner).truth(where))).restricts();
    }

    /** What the joins among items of FROM come to for the target's rows: whether they keep them. */
    static Truth joined(List<TreeNode> items, Sources sources) {
        Truth truth = Truth.TRUE;
        for (TreeNode item : items) {
            truth = truth.and(joined(item, sources));
        }
        return truth;
    }

    private static Truth joined(@Nullable TreeNode item, Sources sources) {
        if (item == null || !item.is("JoinExpr")) {
            return Truth.TRUE;
        }
        sources.effort().step();
        if (sources.effort().spent()) {
            return Truth.FREE;
        }
        TreeNode left = item.node("larg");
        TreeNode right = item.node("rarg");
        boolean first = left != null && sources.isTwin(left);
        boolean second = right != null && sources.isTwin(right);
        boolean kept = switch (item.text("jointype", "")) {
            case "JOIN_LEFT" -> first;
            case "JOIN_RIGHT" -> second;
            case "JOIN_FULL" -> true;
            default -> false;
        };
        Truth sides = joined(left, sources).and(joined(right, sources));
        TreeNode quals = item.node("quals");
        if (kept || (!first && !second)) {
            return sides;
        } else if (quals != null) {
            return sides.and(new RowConditions(sources).truth(quals));
        }
        boolean named = item.has("usingClause") || item.flag("isNatural");
        return named && !(first && second) ? sides.and(Truth.DEPENDS) : sides;
    }

    /** Whether there is a LIMIT that is no large number. One that a query gives is as large as anything. */
    static boolean isLimited(TreeNode select, Sources sources) {
        TreeNode limit = select.node("limitCount");
        if (limit == null || limit.is("SubLink")) {
            return false;
        }
        Term term = new Terms(sources).of(limit);
        if (term.isNull()) {
            return false;
        }
        return !term.isConstant() || (term.isNumber() && term.plus().compareTo(BigDecimal.valueOf(LARGEST_LIMIT)) <= 0);
    }

    /** Whether a query answers with one row whatever it reads. */
    static boolean isOneRow(TreeNode select) {
        boolean aggregated = select.nodes("targetList").stream().anyMatch(target -> {
            TreeNode value = target.node("val");
            if (value == null || !value.is("FuncCall") || value.has("over")) {
                return false;
            }
            List<String> names = value.names("funcname");
            return !names.isEmpty() && AGGREGATES.contains(names.getLast());
        });
        boolean unread = !select.has("fromClause") && !select.has("whereClause") && !select.has("larg");
        return (aggregated || unread)
                && !select.has("groupClause")
                && !select.has("havingClause")
                && !select.has("limitOffset")
                && !select.has("valuesLists");
    }
}
