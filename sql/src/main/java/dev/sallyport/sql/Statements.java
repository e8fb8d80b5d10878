package dev.sallyport.sql;

import dev.sallyport.sql.ColumnUse.Role;
import dev.sallyport.sql.RelationUse.Access;
import dev.sallyport.sql.parser.TreeNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Every statement by its node: its effect, and what of it needs more than a walk through its fields. */
final class Statements {
    private static final Set<String> NONE = Set.of();
    private static final Set<String> QUERY = Set.of("query");
    private static final Set<String> FALSE = Set.of("false", "off", "0");

    private final TreeWalk walk;
    private final Facts facts;
    private final Queries queries;
    private final Writes writes;
    private final Definitions definitions;
    private final Routines routines;

    Statements(TreeWalk walk, Facts facts, Queries queries, Writes writes, Definitions definitions, Routines routines) {
        this.walk = walk;
        this.facts = facts;
        this.queries = queries;
        this.writes = writes;
        this.definitions = definitions;
        this.routines = routines;
    }

    /**
     * Walks a statement node.
     *
     * @param own whether its output is the output of the whole text's statement
     */
    void run(TreeNode node, Scope scope, boolean own) {
        String kind = CommandTags.of(node);
        if (kind == null) {
            facts.refuse("the parse tree holds a statement that is not known: " + node.type());
            return;
        }
        facts.effect(Effects.of(kind));
        Alterations.note(node, facts);
        Roles.note(node, facts);
        switch (node.type()) {
            case "SelectStmt" -> queries.select(node, scope, own);
            case "InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt" -> writes.run(node, scope, own);
            case "ExplainStmt" -> explain(node);
            case "CopyStmt" -> copy(node);
            case "DeclareCursorStmt" -> {
                facts.prepared(node.text("portalname"));
                query(node, own);
            }
            case "PrepareStmt" -> {
                facts.prepared(node.text("name"));
                query(node, own);
            }
            case "CreateTableAsStmt", "ViewStmt" -> query(node, false);
            case "ExecuteStmt" -> {
                facts.prepared(node.text("name"));
                facts.opaque("EXECUTE runs what was prepared under its name");
                walk.fields(node, scope.with(Access.READ), NONE);
            }
            case "NotifyStmt" -> {
                facts.notification(new Notification(node.text("conditionname", ""), node.text("payload", "")));
                walk.fields(node, scope, NONE);
            }
            case "ClosePortalStmt", "FetchStmt" -> {
                facts.prepared(node.text("portalname"));
                walk.fields(node, scope, NONE);
            }
            case "DeallocateStmt" -> {
                facts.prepared(node.text("name"));
                walk.fields(node, scope, NONE);
            }
            case "RuleStmt" -> {
                facts.defining(
                        () -> node.nodes("actions").forEach(action -> walk.nested(action, Scope.DEFINING, false)));
                walk.fields(node, scope, Set.of("actions"));
            }
            case "CreateFunctionStmt" -> routines.create(node, scope);
            case "DoStmt" -> routines.run(node, scope);
            case "CallStmt" -> opaque(node, scope, "what a procedure does is not in the CALL");
            case "LoadStmt" -> opaque(node, scope, "LOAD runs a library of the server");
            case "CreateExtensionStmt", "AlterExtensionStmt" ->
                opaque(node, scope, "an extension's script is a file of the server");
            case "TruncateStmt" -> {
                facts.unbounded();
                walk.fields(node, scope.with(Access.WRITE), NONE);
            }
            case "LockStmt" -> walk.fields(node, scope.with(Access.WRITE), NONE);
            case "VariableSetStmt" -> set(node, scope);
            case "TransactionStmt" -> {
                Settings.ofModes(node.nodes("options"), "", facts);
                walk.fields(node, scope, NONE);
            }
            case "DiscardStmt" -> {
                if (kind.equals("DISCARD ALL")) {
                    facts.setting(Settings.ANY);
                    // It does SET SESSION AUTHORIZATION DEFAULT first; RESET ALL leaves roles alone.
                    Roles.reset("session_authorization", facts);
                }
                walk.fields(node, scope, NONE);
            }
            case "AlterOwnerStmt", "AlterTableMoveAllStmt" -> {
                // An owner holds every privilege; moving all of a tablespace is the server's affair.
                facts.effect(Effect.ADMIN);
                walk.fields(node, scope, NONE);
            }
            case "CreateCastStmt", "CreateTransformStmt" -> definitions.conversion(node, scope);
            case "RenameStmt" -> definitions.rename(node, scope);
            default -> walk.fields(node, scope, NONE);
        }
    }

    /** SET and RESET, as statements or as a part of another. */
    void set(TreeNode set, Scope scope) {
        Settings.ofSet(set, facts);
        walk.fields(set, scope, NONE);
    }

    private void query(TreeNode node, boolean own) {
        walk.nested(node.node("query"), Scope.DEFINING, own);
        walk.fields(node, Scope.DEFINING, QUERY);
    }

    private void opaque(TreeNode node, Scope scope, String reason) {
        facts.opaque(reason);
        walk.fields(node, scope, NONE);
    }

    private void explain(TreeNode explain) {
        Effect before = facts.effect();
        query(explain, false);
        if (!analyzes(explain)) {
            facts.restoreEffect(before);
        }
        for (TreeNode option : explain.nodes("options")) {
            String name = option.text("defname", "").toUpperCase(Locale.ROOT);
            if (!name.equals("FORMAT")) {
                facts.clause(isFalse(option.node("arg")) ? name + " OFF" : name);
            }
        }
    }

    /** Whether EXPLAIN runs what it explains: any ANALYZE option that isn't plainly off counts, whichever comes last. */
    private static boolean analyzes(TreeNode explain) {
        for (TreeNode option : explain.nodes("options")) {
            if (option.text("defname", "").equals("analyze") && !isFalse(option.node("arg"))) {
                return true;
            }
        }
        return false;
    }

    static boolean isFalse(@Nullable TreeNode value) {
        if (value == null) {
            return false;
        }
        return switch (value.type()) {
            case "String" -> FALSE.contains(value.text("sval", "").toLowerCase(Locale.ROOT));
            case "Integer" -> value.body().path("ival").asInt(0) == 0;
            case "Boolean" -> !value.flag("boolval");
            default -> false;
        };
    }

    private void copy(TreeNode copy) {
        boolean from = copy.flag("is_from");
        if (from) {
            facts.effect(Effect.WRITE);
        }
        if (copy.flag("is_program")) {
            facts.effect(Effect.ADMIN);
            facts.opaque("COPY runs a program on the server");
        } else if (copy.has("filename")) {
            facts.effect(Effect.ADMIN);
            facts.opaque("COPY uses a file of the server");
        }
        facts.copyOut(CopyOut.of(copy));
        Scope scope = Scope.DEFINING.with(from ? Access.WRITE : Access.READ);
        TreeNode relation = copy.typed("relation", "RangeVar");
        if (relation != null) {
            columns(copy, Queries.use(relation, scope), from);
        }
        walk.nested(copy.node("query"), Scope.DEFINING, false);
        walk.fields(copy, scope, Set.of("query", "attlist"));
    }

    /** The columns COPY moves; with no list, all of them. */
    private void columns(TreeNode copy, RelationUse relation, boolean from) {
        if (copy.has("attlist")) {
            for (String column : copy.names("attlist")) {
                facts.column(List.of(column), false, from ? Role.WRITE_TARGET : Role.OTHER);
            }
        } else if (from) {
            facts.insertWithoutColumns(relation);
        } else {
            List<String> path = new ArrayList<>(2);
            if (relation.schema() != null) {
                path.add(relation.schema());
            }
            path.add(relation.name());
            facts.column(path, true, Role.OTHER);
        }
    }
}
