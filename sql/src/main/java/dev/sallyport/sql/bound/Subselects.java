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
        TreeNode only = kind.equals("EXPR_SUBLINK") ? onlyValue(select) : null;
        if (only != null) {
            return new RowConditions(sources).truth(only);
        }
        boolean depends = (test != null && terms.refers(test)) || terms.refers(sublink);
        return depends ? Truth.DEPENDS : Truth.FREE;
    }

    /** The value that a query without FROM and without a condition gives; null if it is none. */
    static @Nullable TreeNode onlyValue(TreeNode select) {
        List<TreeNode> targets = select.nodes("targetList");
        boolean plain = Subqueries.isOneRow(select) && !select.has("fromClause") && !select.has("whereClause");
        return plain && targets.size() == 1 ? targets.getFirst().node("val") : null;
    }

    /**
     * EXISTS, for which neither what a query shows nor a LIMIT counts: true of a query over the target's rows whose condition a row and
     * its own copy meet.
     */
    private static Truth exists(TreeNode select, Sources sources, Terms terms) {
        if (Subqueries.isOneRow(select)) {
            return Truth.TRUE;
        } else if (!terms.refersBesideTargets(select)) {
            return Truth.FREE;
        }
        TreeNode where = select.node("whereClause");
        List<TreeNode> from = select.nodes("fromClause");
        boolean itself = from.stream().anyMatch(sources::isTwin);
        if (!Subqueries.keepsRows(select) || where == null || (!itself && !from.isEmpty())) {
            return Truth.DEPENDS;
        }
        Sources inside = sources.inside(select);
        return Subqueries.joined(from, inside).and(new RowConditions(inside).truth(where));
    }

    /** {@code x = ANY (ARRAY(SELECT x FROM itself))}; null if it is none of these. */
    static @Nullable Truth membership(TreeNode left, TreeNode right, Sources sources) {
        TreeNode select = right.is("SubLink") && right.text("subLinkType", "").equals("ARRAY_SUBLINK")
                ? right.node("subselect")
                : null;
        return select == null ? null : among(left, select, sources);
    }

    /** {@code x <= (SELECT max(x) FROM itself)}, {@code x >= (SELECT min(x) FROM itself)}; null if it is none of these. */
    static @Nullable Truth extreme(String operator, TreeNode left, TreeNode right, Sources sources) {
        TreeNode select = right.is("SubLink") && right.text("subLinkType", "").equals("EXPR_SUBLINK")
                ? right.node("subselect")
                : null;
        List<TreeNode> targets = select == null ? List.of() : select.nodes("targetList");
        TreeNode call = targets.size() == 1 ? targets.getFirst().node("val") : null;
        String extreme = operator.equals("<=") ? "max" : operator.equals(">=") ? "min" : "";
        if (select == null
                || call == null
                || !call.is("FuncCall")
                || !call.names("funcname").contains(extreme)
                || call.nodes("args").size() != 1
                || call.has("agg_filter")) {
            return null;
        }
        TreeNode value = call.nodes("args").getFirst();
        return isWhole(select, sources)
                        && same(new Terms(sources).of(left), new Terms(sources.inside(select)).of(value))
                ? Truth.TRUE
                : null;
    }

    /** True if a query without restriction over the target's rows yields what is looked for; null if it may not. */
    private static @Nullable Truth among(TreeNode test, TreeNode select, Sources sources) {
        TreeNode left = select.typed("larg", "SelectStmt");
        TreeNode right = select.typed("rarg", "SelectStmt");
        if (left != null && right != null) {
            return amongBoth(test, select.text("op", ""), left, right, sources);
        }
        List<TreeNode> targets = select.nodes("targetList");
        List<TreeNode> looked = test.is("RowExpr") ? test.nodes("args") : List.of(test);
        boolean whole = onlyValue(select) != null || isWhole(select, sources);
        if (!whole || looked.size() != targets.size()) {
            return null;
        }
        Terms outer = new Terms(sources);
        Terms inner = new Terms(sources.inside(select));
        for (int i = 0; i < looked.size(); i++) {
            TreeNode value = targets.get(i).node("val");
            if (value == null || !same(outer.of(looked.get(i)), inner.of(value))) {
                return null;
            }
        }
        return Truth.TRUE;
    }

    private static @Nullable Truth amongBoth(
            TreeNode test, String operation, TreeNode left, TreeNode right, Sources sources) {
        if (!sources.effort().enter()) {
            return null;
        }
        Truth first = among(test, left, sources);
        Truth second = among(test, right, sources);
        sources.effort().leave();
        boolean whole = operation.equals("SETOP_UNION")
                ? first != null || second != null
                : operation.equals("SETOP_INTERSECT") && first != null && second != null;
        return whole ? Truth.TRUE : null;
    }

    /** Whether a query reads all rows of the target, and perhaps more. */
    private static boolean isWhole(TreeNode select, Sources sources) {
        Sources inside = sources.inside(select);
        return Subqueries.keepsRows(select)
                && select.nodes("fromClause").stream().anyMatch(inside::isTwin)
                && !Subqueries.restricts(select, sources);
    }

    private static boolean same(Term one, Term two) {
        return one.dependsOnTarget()
                && (one.pairs(two)
                        || (one.base().equals(two.base()) && one.plus().compareTo(two.plus()) == 0));
    }

    /** A query of which no row meets the condition; one that aggregates all rows answers nevertheless. */
    private static boolean isEmpty(TreeNode select, Sources sources) {
        TreeNode where = select.node("whereClause");
        if (where == null
                || !select.nodes("groupClause").isEmpty()
                || !select.has("fromClause")
                || !Subqueries.keepsRows(select)
                || Subqueries.isOneRow(select)) {
            return false;
        }
        Truth truth = new RowConditions(sources.within(select)).truth(where);
        return truth == Truth.FALSE || truth == Truth.NULL;
    }
}
