package dev.sallyport.sql.bound;

import dev.sallyport.sql.flow.Namespace;
import dev.sallyport.sql.parser.TreeNode;
import java.util.HashMap;
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
    private final Map<String, TreeNode> queries = new HashMap<>();

    private WriteBounds(TreeNode write, @Nullable Namespace names, Set<String> variables) {
        this.write = write;
        this.names = names;
        this.variables = variables;
        TreeNode with = write.typed("withClause", "WithClause");
        for (TreeNode expression : with == null ? List.<TreeNode>of() : with.nodes("ctes")) {
            TreeNode query = expression.node("ctequery");
            if (query != null) {
                queries.putIfAbsent(expression.text("ctename", ""), query);
            }
        }
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
            case "UpdateStmt" -> restricts(write.node("whereClause"), with(sources, write.nodes("fromClause")));
            case "DeleteStmt" -> restricts(write.node("whereClause"), with(sources, write.nodes("usingClause")));
            case "MergeStmt" -> merge(sources);
            default -> false;
        };
    }

    private static Sources with(Sources sources, List<TreeNode> items) {
        Sources all = sources;
        for (TreeNode item : items) {
            all = all.with(item);
        }
        return all;
    }

    private boolean restricts(@Nullable TreeNode condition, Sources sources) {
        return condition != null && new RowConditions(sources).truth(condition).restricts();
    }

    /** What is inserted bounds ON CONFLICT DO UPDATE, unless it is all that is there already. */
    private boolean insert(Sources sources) {
        TreeNode conflict = write.typed("onConflictClause", "OnConflictClause");
        if (conflict == null || !conflict.text("action", "").equals("ONCONFLICT_UPDATE")) {
            return true;
        }
        TreeNode select = write.node("selectStmt");
        boolean itself = select != null && !select.has("valuesLists") && sources.isTwin(select);
        return !itself || restricts(conflict.node("whereClause"), sources);
    }

    private boolean merge(Sources target) {
        TreeNode source = write.node("sourceRelation");
        Sources sources = source == null ? target : target.with(source);
        TreeNode join = write.node("joinCondition");
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
