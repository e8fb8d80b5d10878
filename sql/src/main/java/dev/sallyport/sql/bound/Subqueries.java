package dev.sallyport.sql.bound;

import dev.sallyport.sql.parser.TreeNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether a query that reads the target of a write leaves any of its rows out. */
final class Subqueries {
    /** A LIMIT up to this restricts; a greater one is as good as none. */
    static final int LARGEST_LIMIT = 10_000;

    private static final List<String> RESHAPING =
            List.of("groupClause", "havingClause", "valuesLists", "limitOffset", "intoClause");

    private Subqueries() {}

    /** The one item that a query reads, if it reads one and does not group its rows. */
    static @Nullable TreeNode source(TreeNode select) {
        List<TreeNode> from = select.nodes("fromClause");
        boolean plain = select.text("op", "SETOP_NONE").equals("SETOP_NONE")
                && RESHAPING.stream().noneMatch(select::has)
                && from.size() == 1;
        return plain ? from.getFirst() : null;
    }

    /** Whether a query over the target's rows has a condition on what they hold, or a limit. */
    static boolean restricts(TreeNode select, Sources outer) {
        if (isLimited(select)) {
            return true;
        }
        TreeNode where = select.node("whereClause");
        if (where == null) {
            return false;
        }
        Sources inner = outer;
        for (TreeNode item : select.nodes("fromClause")) {
            inner = inner.within(item);
        }
        return new RowConditions(inner).truth(where).restricts();
    }

    private static boolean isLimited(TreeNode select) {
        TreeNode limit = select.node("limitCount");
        if (limit == null) {
            return false;
        }
        return !limit.is("A_Const")
                || (limit.has("ival") && limit.body().path("ival").path("ival").asInt(0) <= LARGEST_LIMIT);
    }
}
