package dev.sallyport.sql.bound;

import dev.sallyport.sql.parser.TreeNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Conditions on subqueries: a row is among all rows of its own relation. */
final class Subselects {
    private Subselects() {}

    /** What a subquery in a condition comes to. */
    static Truth truth(TreeNode sublink, Sources sources, Terms terms) {
        TreeNode select = sublink.node("subselect");
        TreeNode test = sublink.node("testexpr");
        if (select == null) {
            return Truth.FREE;
        }
        String kind = sublink.text("subLinkType", "");
        if (isEmpty(select, sources)) {
            return switch (kind) {
                case "EXISTS_SUBLINK", "ANY_SUBLINK" -> Truth.FALSE;
                case "ALL_SUBLINK" -> Truth.TRUE;
                default -> Truth.NULL;
            };
        }
        if (kind.equals("EXISTS_SUBLINK")) {
            return exists(select, sources, terms);
        }
        boolean equal = !sublink.has("operName") || sublink.names("operName").equals(List.of("="));
        if (kind.equals("ANY_SUBLINK") && test != null && equal) {
            Truth itself = among(test, select, sources);
            if (itself != null) {
                return itself;
            }
        }
        boolean depends = (test != null && terms.refers(test)) || terms.refers(sublink);
        return depends ? Truth.DEPENDS : Truth.FREE;
    }

    /** EXISTS: true of a query over the target's rows whose condition a row and its own copy meet. */
    private static Truth exists(TreeNode select, Sources sources, Terms terms) {
        TreeNode where = select.node("whereClause");
        if (!terms.refers(new TreeNode("SubLink", select.body()))
                && !terms.refers(new TreeNode("SelectStmt", select.body()))) {
            return Truth.FREE;
        }
        TreeNode source = Subqueries.source(select);
        if (source == null || where == null || select.has("limitCount") || !sources.isTwin(source)) {
            return Truth.DEPENDS;
        }
        return new RowConditions(sources.with(source)).truth(where);
    }

    /** {@code x = ANY (ARRAY(SELECT x FROM itself))}, or {@code x = (SELECT ...)}; null if it is none of these. */
    static @Nullable Truth membership(TreeNode left, TreeNode right, Sources sources) {
        TreeNode select = right.is("SubLink") && right.text("subLinkType", "").equals("ARRAY_SUBLINK")
                ? right.node("subselect")
                : null;
        return select == null ? null : among(left, select, sources);
    }

    /** True if a query without restriction over the target's rows yields what is looked for; null if it may not. */
    private static @Nullable Truth among(TreeNode test, TreeNode select, Sources sources) {
        TreeNode source = Subqueries.source(select);
        List<TreeNode> targets = select.nodes("targetList");
        List<TreeNode> looked = test.is("RowExpr") ? test.nodes("args") : List.of(test);
        if (source == null || !sources.isTwin(source) || Subqueries.restricts(select, sources)) {
            return null;
        }
        Terms outer = new Terms(sources);
        Terms inner = new Terms(sources.with(source));
        if (looked.size() != targets.size()) {
            return null;
        }
        for (int i = 0; i < looked.size(); i++) {
            TreeNode value = targets.get(i).node("val");
            if (value == null || !same(outer.of(looked.get(i)), inner.of(value))) {
                return null;
            }
        }
        return Truth.TRUE;
    }

    private static boolean same(Term one, Term two) {
        return one.dependsOnTarget()
                && (one.pairs(two)
                        || (one.base().equals(two.base()) && one.plus().compareTo(two.plus()) == 0));
    }

    private static boolean isEmpty(TreeNode select, Sources sources) {
        TreeNode where = select.node("whereClause");
        if (where == null || !select.nodes("groupClause").isEmpty() || Subqueries.source(select) == null) {
            return false;
        }
        Sources inner = sources;
        for (TreeNode item : select.nodes("fromClause")) {
            inner = inner.within(item);
        }
        Truth truth = new RowConditions(inner).truth(where);
        return truth == Truth.FALSE || truth == Truth.NULL;
    }
}
