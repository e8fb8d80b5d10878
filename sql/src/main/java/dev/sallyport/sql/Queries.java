package dev.sallyport.sql;

import dev.sallyport.sql.ColumnUse.Role;
import dev.sallyport.sql.RelationUse.Access;
import dev.sallyport.sql.parser.TreeNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** SELECT, its FROM clause, and the scope of common table expressions. */
final class Queries {
    private static final String TEMPORARY = "t"; // RELPERSISTENCE_TEMP

    private final TreeWalk walk;
    private final Facts facts;

    Queries(TreeWalk walk, Facts facts) {
        this.walk = walk;
        this.facts = facts;
    }

    /**
     * A SELECT, VALUES, TABLE or set operation.
     *
     * @param own whether it is the statement itself, so that its output columns are the answer's
     */
    void select(TreeNode select, Scope scope, boolean own) {
        Scope inner = with(select, scope);
        boolean setOperation = !select.text("op", "SETOP_NONE").equals("SETOP_NONE");
        boolean into = "SELECT INTO".equals(CommandTags.of(select));
        if (into) {
            facts.effect(Effect.DDL);
        }
        if (select.has("lockingClause")) {
            // Row locks need the privilege to update, and keep others from writing.
            facts.effect(Effect.WRITE);
        }
        if (own) {
            order(select);
        }
        boolean named = own && !setOperation && !into && !mergesColumns(select.nodes("fromClause"));
        Set<String> rows = RowNames.in(select.nodes("fromClause"));
        outputs(select.nodes("targetList"), inner, named ? Role.PLAIN_OUTPUT : Role.OTHER, rows);
        TreeNode target = select.typed("intoClause", "IntoClause");
        if (target != null) {
            walk.visit(target, inner.with(Access.DEFINE));
        }
        walk.fields(select, inner, Set.of("withClause", "targetList", "intoClause"));
    }

    /**
     * Output columns of a SELECT or of RETURNING; a reference with nothing around it takes the role, unless it may be a whole row.
     *
     * @param rows the names of rows
     */
    void outputs(List<TreeNode> targets, Scope scope, Role role, Set<String> rows) {
        for (TreeNode target : targets) {
            TreeNode value = target.node("val");
            if (role != Role.OTHER && value != null && value.is("ColumnRef") && !isRow(value, rows)) {
                Expressions.column(value, role, facts);
                walk.fields(target, scope, Set.of("val"));
            } else {
                walk.visit(target, scope);
            }
        }
    }

    private static boolean isRow(TreeNode reference, Set<String> rows) {
        List<TreeNode> parts = reference.nodes("fields");
        return parts.size() == 1 && rows.contains(parts.getFirst().text("sval", ""));
    }

    /**
     * ORDER BY, GROUP BY and DISTINCT ON may refer to output columns: what such a column shows is then used, too. DISTINCT compares
     * all of them.
     */
    private void order(TreeNode select) {
        List<TreeNode> targets = select.nodes("targetList");
        Stream.of(
                        select.nodes("sortClause").stream().map(sort -> sort.node("node")),
                        select.nodes("groupClause").stream(),
                        select.nodes("distinctClause").stream())
                .flatMap(Function.identity())
                .forEach(item -> output(item, targets));
        // DISTINCT without ON is a list of one null pointer.
        if (select.has("distinctClause") && select.nodes("distinctClause").isEmpty()) {
            facts.distinct();
        }
    }

    private void output(@Nullable TreeNode item, List<TreeNode> targets) {
        if (item == null) {
            return;
        }
        switch (item.type()) {
            case "A_Const" -> {
                if (item.has("ival")) {
                    numbered(item.body().path("ival").path("ival").asInt(0), targets);
                }
            }
            case "ColumnRef" -> {
                List<String> path = item.names("fields");
                if (path.size() == 1) {
                    targets.stream()
                            .filter(target -> OutputNames.of(target).equals(path.getFirst()))
                            .forEach(this::used);
                }
            }
            case "GroupingSet" -> item.nodes("content").forEach(part -> output(part, targets));
            case "RowExpr" -> item.nodes("args").forEach(part -> output(part, targets));
            default -> {}
        }
    }

    /** An output column by its number, which can't be told when a star stands before it. */
    private void numbered(int position, List<TreeNode> targets) {
        boolean star = targets.stream().limit(Math.max(position, 0)).anyMatch(Queries::isStar);
        if (star) {
            facts.ordinals();
        } else if (position >= 1 && position <= targets.size()) {
            used(targets.get(position - 1));
        }
    }

    private static boolean isStar(TreeNode target) {
        TreeNode value = target.node("val");
        if (value == null) {
            return false;
        }
        String parts = value.is("ColumnRef") ? "fields" : "indirection";
        return value.nodes(parts).stream().anyMatch(part -> part.is("A_Star"));
    }

    /** What a plain output column shows; the columns of an expression are in use anyway. */
    private void used(TreeNode target) {
        TreeNode value = target.node("val");
        if (value != null && value.is("ColumnRef")) {
            Expressions.column(value, Role.OTHER, facts);
        }
    }

    /** Whether a FULL JOIN merges columns by name: a merged column comes from no one table, so the answer names none. */
    private static boolean mergesColumns(List<TreeNode> from) {
        for (TreeNode item : from) {
            if (item.is("JoinExpr")) {
                boolean merging = item.flag("isNatural") || item.has("usingClause");
                if (merging && item.text("jointype", "").equals("JOIN_FULL")) {
                    return true;
                }
                if (mergesColumns(sides(item))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static List<TreeNode> sides(TreeNode join) {
        return Stream.of(join.node("larg"), join.node("rarg"))
                .filter(Objects::nonNull)
                .toList();
    }

    /** The scope inside a statement that may begin with a WITH clause, whose queries are walked here. */
    Scope with(TreeNode statement, Scope scope) {
        Scope reading = scope.with(Access.READ);
        TreeNode with = statement.typed("withClause", "WithClause");
        if (with == null) {
            return reading;
        }
        List<TreeNode> ctes = with.nodes("ctes");
        Map<String, Integer> positions = new HashMap<>();
        for (int i = 0; i < ctes.size(); i++) {
            positions.putIfAbsent(ctes.get(i).text("ctename", ""), i);
        }
        // RECURSIVE makes every name of the clause visible in all of it; without it a query sees those before it.
        boolean recursive = with.flag("recursive");
        for (int i = 0; i < ctes.size(); i++) {
            walk.visit(ctes.get(i), reading.inside(positions, recursive ? ctes.size() : i));
        }
        walk.fields(with, reading, Set.of("ctes"));
        return reading.inside(positions, ctes.size());
    }

    void relation(TreeNode relation, Scope scope) {
        walk.fields(relation, scope, Set.of());
        RelationUse use = use(relation, scope);
        boolean cte = scope.access() == Access.READ && use.schema() == null && scope.isCte(use.name());
        if (!cte) {
            facts.relation(use);
        }
        if (scope.access() == Access.DEFINE
                && relation.text("relpersistence", "").equals(TEMPORARY)) {
            facts.createdTemporary(use);
        }
    }

    static RelationUse use(TreeNode relation, Scope scope) {
        TreeNode alias = relation.typed("alias", "Alias");
        return new RelationUse(
                relation.text("catalogname"),
                schema(relation),
                relation.text("relname", ""),
                alias == null ? null : alias.text("aliasname"),
                scope.renamed() || (alias != null && alias.has("colnames")),
                scope.access());
    }

    /** What is created as temporary goes where temporary things are, whatever the search path. */
    private static @Nullable String schema(TreeNode relation) {
        String schema = relation.text("schemaname");
        return schema == null && relation.text("relpersistence", "").equals("t") ? "pg_temp" : schema;
    }

    void join(TreeNode join, Scope scope) {
        if (join.flag("isNatural")) {
            facts.join(new Statement.JoinUse.Natural());
            facts.operator(List.of("="), 2);
        }
        if (join.has("usingClause")) {
            facts.join(new Statement.JoinUse.Using(join.names("usingClause")));
            facts.operator(List.of("="), 2);
        }
        aliased(join.typed("join_using_alias", "Alias"));
        TreeNode alias = join.typed("alias", "Alias");
        aliased(alias);
        walk.fields(join, alias != null && alias.has("colnames") ? scope.renaming() : scope, Set.of());
    }

    void function(TreeNode function, Scope scope) {
        Set<String> named = new HashSet<>();
        TreeNode alias = function.typed("alias", "Alias");
        if (alias != null) {
            named.addAll(alias.names("colnames"));
        }
        for (TreeNode column : function.nodes("coldeflist")) {
            named.add(column.text("colname", ""));
        }
        facts.functionInFrom(RowNames.of(function), named);
        walk.fields(function, scope, Set.of());
    }

    private void aliased(@Nullable TreeNode alias) {
        if (alias != null) {
            facts.join(new Statement.JoinUse.Aliased(alias.text("aliasname", "")));
        }
    }

    void sample(TreeNode sample, Scope scope) {
        facts.function(sample.names("method"), sample.nodes("args").size());
        if (Samples.tellPlaces(sample)) {
            facts.column(List.of("ctid"), false, Role.OTHER);
        }
        walk.fields(sample, scope, Set.of("method"));
    }
}
