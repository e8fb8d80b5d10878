package dev.sallyport.sql.bound;

import dev.sallyport.sql.flow.Namespace;
import dev.sallyport.sql.parser.TreeNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a write is restricted by what its target's rows hold. A condition that every row meets whatever it holds, and one that says the
 * same of all rows, restrict nothing. Pure.
 */
public final class WriteBounds {
    private final @Nullable Namespace names;
    private final Set<String> variables;
    private final TreeNode write;
    private final Map<String, TreeNode> queries;

    private WriteBounds(TreeNode write, @Nullable Namespace names, Set<String> variables) {
        this.write = write;
        this.names = names;
        this.variables = variables;
        this.queries = Sources.queries(write);
    }

    /**
     * Whether a write is bounded.
     *
     * @param write an InsertStmt, UpdateStmt, DeleteStmt or MergeStmt
     * @param names what the names in it stand for; null if that isn't known, which takes every column for one that can be null
     * @param variables names that stand for variables of a routine where they stand for no column
     */
    public static boolean bounded(TreeNode write, @Nullable Namespace names, Set<String> variables) {
        return new WriteBounds(write, names, variables).bounded();
    }

    private boolean bounded() {
        TreeNode target = write.typed("relation", "RangeVar");
        if (target == null) {
            return false;
        }
        Sources sources = Sources.of(target, names, variables, queries);
        boolean bounded = bounded(sources);
        return bounded && !sources.effort().spent();
    }

    private boolean bounded(Sources sources) {
        return switch (write.type()) {
            case "InsertStmt" -> insert(sources);
            case "UpdateStmt" -> restricts(write.node("whereClause"), sources, write.nodes("fromClause"));
            case "DeleteStmt" -> restricts(write.node("whereClause"), sources, write.nodes("usingClause"));
            case "MergeStmt" -> merge(sources);
            default -> false;
        };
    }

    /** Whether a condition leaves rows of the target out, together with the joins among the items beside it. */
    private static boolean restricts(@Nullable TreeNode condition, Sources target, List<TreeNode> items) {
        if (condition == null) {
            return false;
        }
        Sources sources = matched(condition, target.beside(items));
        for (TreeNode item : items) {
            sources = matchedByJoins(item, sources);
        }
        return new RowConditions(sources)
                .truth(condition)
                .and(Subqueries.joined(items, sources))
                .restricts();
    }

    /** With the items that a condition makes the same row as the target's: {@code t.id = x.id}, where x is t again. */
    private static Sources matched(TreeNode condition, Sources sources) {
        sources.effort().step();
        if (sources.effort().spent()) {
            return sources;
        } else if (condition.is("BoolExpr") && condition.text("boolop", "").equals("AND_EXPR")) {
            Sources all = sources;
            for (TreeNode part : condition.nodes("args")) {
                all = matched(part, all);
            }
            return all;
        }
        TreeNode left = condition.node("lexpr");
        TreeNode right = condition.node("rexpr");
        boolean equal = condition.is("A_Expr")
                && condition.text("kind", "").equals("AEXPR_OP")
                && condition.names("name").equals(List.of("="));
        if (!equal || left == null || right == null) {
            return sources;
        }
        Terms terms = new Terms(sources);
        Term one = terms.of(left);
        Term two = terms.of(right);
        if (!one.pairs(two) || one.dependsOnTarget() == two.dependsOnTarget()) {
            return sources;
        }
        List<String> twin = (one.dependsOnTarget() ? right : left).names("fields");
        return twin.size() < 2 ? sources : sources.matching(twin.get(twin.size() - 2));
    }

    private static Sources matchedByJoins(@Nullable TreeNode item, Sources sources) {
        if (item == null || !item.is("JoinExpr") || !sources.effort().enter()) {
            return sources;
        }
        Sources all = matchedByJoins(item.node("rarg"), matchedByJoins(item.node("larg"), sources));
        TreeNode quals = item.node("quals");
        boolean inner = item.text("jointype", "").equals("JOIN_INNER");
        all = inner && quals != null ? matched(quals, all) : all;
        sources.effort().leave();
        return all;
    }

    /** What is inserted bounds ON CONFLICT DO UPDATE, unless it is all that is there already. */
    private boolean insert(Sources sources) {
        TreeNode conflict = write.typed("onConflictClause", "OnConflictClause");
        if (conflict == null || !conflict.text("action", "").equals("ONCONFLICT_UPDATE")) {
            return true;
        }
        TreeNode select = write.node("selectStmt");
        boolean itself = select != null && !select.has("valuesLists") && sources.isTwin(select);
        return !itself || restricts(conflict.node("whereClause"), sources, List.of());
    }

    private boolean merge(Sources target) {
        TreeNode source = write.node("sourceRelation");
        TreeNode join = write.node("joinCondition");
        Sources beside = source == null ? target : target.beside(List.of(source));
        Sources sources = join == null ? beside : matched(join, beside);
        Truth joined = join == null ? Truth.TRUE : new RowConditions(sources).truth(join);
        for (TreeNode when : write.nodes("mergeWhenClauses")) {
            String command = when.text("commandType", "");
            if (command.equals("CMD_UPDATE") || command.equals("CMD_DELETE")) {
                TreeNode condition = when.node("condition");
                Truth own = condition == null ? Truth.TRUE : new RowConditions(sources).truth(condition);
                boolean matched = when.text("matchKind", "").equals("MERGE_WHEN_MATCHED");
                if (!(matched ? joined.and(own) : own).restricts()) {
                    return false;
                }
            }
        }
        return true;
    }
}
