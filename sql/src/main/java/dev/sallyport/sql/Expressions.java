package dev.sallyport.sql;

import dev.sallyport.sql.ColumnUse.Role;
import dev.sallyport.sql.parser.TreeNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The names in expressions: columns, functions, operators and types. */
final class Expressions {
    private static final List<String> EQUALS = List.of("=");

    private final TreeWalk walk;
    private final Facts facts;

    Expressions(TreeWalk walk, Facts facts) {
        this.walk = walk;
        this.facts = facts;
    }

    void visit(TreeNode node, Scope scope) {
        switch (node.type()) {
            case "ColumnRef" -> column(node, Role.OTHER, facts);
            case "A_Indirection" -> indirection(node, scope);
            case "FuncCall" -> call(node, scope);
            case "A_Expr" -> operation(node, scope);
            case "TypeName" -> type(node, scope);
            case "SubLink" -> {
                // IN with a subquery names no operator in the tree, and compares by the one that = names.
                if (node.has("testexpr") && !node.has("operName")) {
                    facts.operator(EQUALS, 2);
                }
                walk.fields(node, scope, Set.of());
            }
            case "CaseExpr" -> {
                // CASE x WHEN y compares by the operator that = names.
                if (node.has("arg")) {
                    facts.operator(EQUALS, 2);
                }
                walk.fields(node, scope, Set.of());
            }
            case "IndexElem", "PartitionElem" -> {
                Objects.operatorClass(node.names("opclass"), facts);
                walk.fields(node, scope, Set.of());
            }
            default -> walk.fields(node, scope, Set.of());
        }
    }

    /** Notes a ColumnRef in a role. */
    static void column(TreeNode node, Role role, Facts facts) {
        boolean star = false;
        List<String> path = new ArrayList<>(3);
        for (TreeNode field : node.nodes("fields")) {
            if (field.is("A_Star")) {
                star = true;
            } else {
                path.addAll(field.nameParts());
            }
        }
        facts.column(path, star, role);
    }

    /**
     * {@code (c).email}, {@code (c).*}, {@code a[1]}: what it is taken from, and the path of the fields taken. A star that is taken
     * from a reference keeps that reference's path; from anything else it stands alone, for every column there is.
     */
    private void indirection(TreeNode node, Scope scope) {
        walk.fields(node, scope, Set.of());
        boolean star = false;
        List<String> path = new ArrayList<>();
        for (TreeNode step : node.nodes("indirection")) {
            List<String> field = step.nameParts();
            path.addAll(field);
            // PostgreSQL takes (x).f for f(x) where x has no field f.
            facts.function(field, 1);
            star |= step.is("A_Star");
        }
        TreeNode from = node.node("arg");
        if (star && path.isEmpty() && from != null && from.is("ColumnRef")) {
            path.addAll(from.names("fields"));
        }
        if (star || !path.isEmpty()) {
            facts.column(path, star, Role.OTHER);
        }
    }

    private void call(TreeNode node, Scope scope) {
        List<TreeNode> arguments = node.nodes("args");
        List<String> name = node.names("funcname");
        facts.function(name, arguments.size());
        if (!name.isEmpty() && name.getLast().equals("set_config")) {
            Settings.ofCall(arguments, facts);
        } else if (!name.isEmpty() && Objects.namesSequence(name.getLast())) {
            Objects.sequence(name.getLast(), arguments, facts);
        }
        walk.fields(node, scope, Set.of("funcname"));
    }

    private void operation(TreeNode node, Scope scope) {
        int operands = node.has("lexpr") ? 2 : 1;
        // BETWEEN compares by the operators that these symbols name, in one order or in both.
        switch (node.text("kind", "")) {
            case "AEXPR_BETWEEN", "AEXPR_BETWEEN_SYM" -> comparisons(">=", "<=");
            case "AEXPR_NOT_BETWEEN", "AEXPR_NOT_BETWEEN_SYM" -> comparisons("<", ">");
            case "AEXPR_OP",
                    "AEXPR_OP_ANY",
                    "AEXPR_OP_ALL",
                    "AEXPR_DISTINCT",
                    "AEXPR_NOT_DISTINCT",
                    "AEXPR_NULLIF",
                    "AEXPR_IN",
                    "AEXPR_LIKE",
                    "AEXPR_ILIKE",
                    "AEXPR_SIMILAR" -> facts.operator(node.names("name"), operands);
            default -> facts.refuse("the parse tree holds an operation that is not known: " + node.text("kind", ""));
        }
        walk.fields(node, scope, Set.of("name"));
    }

    private void comparisons(String one, String other) {
        facts.operator(List.of(one), 2);
        facts.operator(List.of(other), 2);
    }

    private void type(TreeNode node, Scope scope) {
        List<String> name = node.names("names");
        if (node.flag("pct_type")) {
            // relation.column%TYPE
            facts.column(name, false, Role.OTHER);
        } else {
            facts.type(name);
        }
        walk.fields(node, scope, Set.of("names"));
    }
}
