package dev.sallyport.sql;

import dev.sallyport.sql.ColumnUse.Role;
import dev.sallyport.sql.RelationUse.Access;
import dev.sallyport.sql.parser.TreeNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** INSERT, UPDATE, DELETE and MERGE: their targets, what bounds them, and what they return. */
final class Writes {
    private final TreeWalk walk;
    private final Facts facts;
    private final Queries queries;

    Writes(TreeWalk walk, Facts facts, Queries queries) {
        this.walk = walk;
        this.facts = facts;
        this.queries = queries;
    }

    void run(TreeNode write, Scope scope, boolean own) {
        Scope inner = queries.with(write, scope);
        RelationUse target = target(write, inner);
        switch (write.type()) {
            case "InsertStmt" -> {
                assign(write.nodes("cols"), inner);
                if (!write.has("cols")) {
                    facts.insertWithoutColumns(target);
                }
            }
            case "UpdateStmt" -> {
                assign(write.nodes("targetList"), inner);
            }
            case "DeleteStmt" -> {}
            case "MergeStmt" -> {
                if (write.nodes("mergeWhenClauses").stream().anyMatch(Writes::insertsWithoutColumns)) {
                    facts.insertWithoutColumns(target);
                }
            }
            default -> throw new IllegalArgumentException(write.type());
        }
        walk.fields(write, inner, Set.of("withClause", "relation", "cols", "targetList", "returningClause"));
        returning(write, inner, own);
        facts.bounds(write);
    }

    /** The relation written. A common table expression of the same name does not hide it. */
    private RelationUse target(TreeNode write, Scope scope) {
        Scope writing = scope.with(Access.WRITE);
        TreeNode relation = write.typed("relation", "RangeVar");
        if (relation == null) {
            facts.refuse("the parse tree holds a " + write.type() + " without its relation");
            return new RelationUse(null, null, "", null, false, Access.WRITE);
        }
        walk.visit(relation, writing);
        RelationUse use = Queries.use(relation, writing);
        if (use.name().equals("pg_settings")) {
            // A rule of this view turns an UPDATE into set_config.
            facts.setting(Settings.ANY);
        }
        return use;
    }

    /** Columns that are written, each with the value it gets, if it stands there. */
    private void assign(List<TreeNode> targets, Scope scope) {
        for (TreeNode target : targets) {
            String column = target.text("name");
            if (column != null) {
                facts.column(List.of(column), false, Role.WRITE_TARGET);
            }
            walk.visit(target, scope);
        }
    }

    /** DO UPDATE of ON CONFLICT, and the WHEN clauses of MERGE. */
    void targets(TreeNode clause, Scope scope) {
        if (clause.text("action", "").equals("ONCONFLICT_UPDATE")) {
            facts.clause("ON CONFLICT DO UPDATE");
        }
        assign(clause.nodes("targetList"), scope);
        walk.fields(clause, scope, Set.of("targetList"));
    }

    private static boolean insertsWithoutColumns(TreeNode when) {
        return when.text("commandType", "").equals("CMD_INSERT") && !when.has("targetList");
    }

    private void returning(TreeNode write, Scope scope, boolean own) {
        TreeNode returning = write.typed("returningClause", "ReturningClause");
        if (returning != null) {
            Role role = own ? Role.PLAIN_RETURNING : Role.OTHER;
            for (TreeNode option : returning.nodes("options")) {
                facts.join(new Statement.JoinUse.Aliased(option.text("value", "")));
            }
            queries.outputs(returning.nodes("exprs"), scope, role, rows(write, returning));
            walk.fields(returning, scope, Set.of("exprs"));
        }
    }

    /** The names that mean a whole row in RETURNING. */
    private static Set<String> rows(TreeNode write, TreeNode returning) {
        List<TreeNode> sources = new ArrayList<>(write.nodes("fromClause"));
        sources.addAll(write.nodes("usingClause"));
        for (TreeNode source : Arrays.asList(write.typed("relation", "RangeVar"), write.node("sourceRelation"))) {
            if (source != null) {
                sources.add(source);
            }
        }
        Set<String> names = RowNames.in(sources);
        names.add("old");
        names.add("new");
        for (TreeNode option : returning.nodes("options")) {
            names.add(option.text("value", ""));
        }
        return names;
    }
}
