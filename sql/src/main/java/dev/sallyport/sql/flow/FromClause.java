package dev.sallyport.sql.flow;

import dev.sallyport.sql.RelationUse.Access;
import dev.sallyport.sql.Samples;
import dev.sallyport.sql.flow.Dependencies.Way;
import dev.sallyport.sql.flow.Flow.Role;
import dev.sallyport.sql.parser.TreeNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The items of FROM (transformFromClauseItem in parse_clause.c). */
final class FromClause {
    private final Resolver resolver;

    FromClause(Resolver resolver) {
        this.resolver = resolver;
    }

    /**
     * The query that a FROM clause begins. Each item sees those before it, if it is LATERAL.
     *
     * @param scope where the query stands: around it, and what it can use
     */
    Level level(List<TreeNode> from, Scope scope) {
        List<FromItem> items = new ArrayList<>();
        Level level = Level.of(items, scope.level());
        for (TreeNode node : from) {
            items.addAll(items(node, scope, level));
        }
        return level;
    }

    /**
     * The items that one node of FROM adds.
     *
     * @param scope where the query stands
     * @param level the query so far, which LATERAL items see, and whose rows the item decides
     */
    List<FromItem> items(TreeNode node, Scope scope, Level level) {
        if (!resolver.findings.step(1)) {
            return List.of(FromItem.of(null, Columns.unknown("the rest of the statement was not followed")));
        }
        return switch (node.type()) {
            case "RangeVar" -> List.of(relation(node, scope, level));
            case "RangeSubselect" -> List.of(subquery(node, scope, level));
            case "RangeFunction" ->
                List.of(new FunctionsInFrom(resolver)
                        .item(node, scope.with(level).with(Role.PREDICATE), alias(node)));
            case "RangeTableFunc", "JsonTable" ->
                List.of(new TablesOfDocuments(resolver)
                        .item(node, scope.with(level).with(Role.PREDICATE), alias(node)));
            case "RangeTableSample" -> sample(node, scope, level);
            case "JoinExpr" -> resolver.joins.items(node, scope, level);
            default -> {
                String reason = "a " + node.type() + " in FROM is not followed";
                level.rows().add(resolver.findings.unknown(reason));
                yield List.of(FromItem.of(null, Columns.unknown(reason)));
            }
        };
    }

    static @Nullable TreeNode alias(TreeNode node) {
        return node.typed("alias", "Alias");
    }

    static List<String> columnAliases(@Nullable TreeNode alias) {
        return alias == null ? List.of() : alias.names("colnames");
    }

    private FromItem relation(TreeNode node, Scope scope, Level level) {
        TreeNode alias = alias(node);
        String relation = node.text("relname", "");
        String name = alias == null ? relation : alias.text("aliasname", relation);
        Cte cte = node.has("schemaname") ? null : scope.cte(relation);
        if (cte != null) {
            Rows rows = resolver.with.rows(cte);
            level.rows().add(rows.conditions());
            return FromItem.of(name, rows.columns().renamed(columnAliases(alias)));
        }
        FromItem item = relation(node, Access.READ);
        level.rows().add(rows(item));
        return item;
    }

    /** What decides which rows the relations have that an item can be; unknown if it can be none that is known. */
    Dependencies rows(FromItem item) {
        if (item.relations().isEmpty()) {
            String open = item.columns().open();
            return open == null ? Dependencies.NONE : Dependencies.unknown(open);
        }
        Dependencies all = Dependencies.NONE;
        for (NamedRelation relation : item.relations()) {
            all = all.and(resolver.names.rows(relation.oid()));
        }
        return all;
    }

    /** A relation that is no common table expression; it is found to be used. */
    FromItem relation(TreeNode node, Access access) {
        String schema = node.text("schemaname");
        String relation = node.text("relname", "");
        TreeNode alias = alias(node);
        String name = alias == null ? relation : alias.text("aliasname", relation);
        List<? extends NamedRelation> relations = resolver.names.relations(schema, relation);
        if (relations.isEmpty()) {
            String display = schema == null ? relation : schema + "." + relation;
            String reason = "no relation is known by the name " + display;
            resolver.findings.unresolved(display);
            resolver.findings.unknown(reason);
            return FromItem.of(name, Columns.unknown(reason).renamed(columnAliases(alias)));
        }
        for (NamedRelation one : relations) {
            resolver.findings.relation(one, access, relations.size() == 1);
            resolver.failures.read(one, resolver.names);
        }
        Columns columns = new RelationColumns(relations, resolver.names).renamed(columnAliases(alias));
        return new FromItem(name, columns, relations, alias == null, true);
    }

    private FromItem subquery(TreeNode node, Scope scope, Level level) {
        TreeNode query = node.node("subquery");
        TreeNode alias = alias(node);
        if (query == null) {
            return FromItem.of(null, Columns.unknown("a subquery without a query"));
        }
        Scope around = node.flag("lateral") ? scope.with(level) : scope;
        Rows rows = resolver.queries.query(query, around);
        // What it compares with items before it can become the condition of an outer join.
        level.rows().add(node.flag("lateral") ? rows.conditions().widened(Way.MATCH) : rows.conditions());
        String name = alias == null ? null : alias.text("aliasname");
        return FromItem.of(name, rows.columns().renamed(columnAliases(alias)));
    }

    private List<FromItem> sample(TreeNode node, Scope scope, Level level) {
        TreeNode sampled = node.node("relation");
        List<FromItem> items = sampled == null ? List.of() : items(sampled, scope, level);
        List<NamedFunction> methods = resolver.functions.called(node.names("method"), 1);
        for (NamedFunction method : methods) {
            level.rows().add(resolver.functions.run(method));
        }
        Scope inside = scope.with(level).with(Role.PREDICATE);
        Dependencies share = resolver.expressions.dependsOn(node.nodes("args"), inside);
        resolver.failures.operation(share);
        level.rows().add(share);
        TreeNode repeatable = node.node("repeatable");
        if (repeatable != null) {
            Dependencies seed = resolver.expressions.dependsOn(repeatable, inside);
            resolver.failures.operation(seed);
            level.rows().add(seed);
        }
        if (Samples.tellPlaces(node)) {
            for (FromItem item : items) {
                for (Column place : item.find("ctid")) {
                    level.rows()
                            .add(resolver.references.use(place, Role.PREDICATE).dependsOn());
                }
            }
        }
        return items;
    }

    /** The windows of a WINDOW clause, each of which can be made from those before it. */
    void windows(List<TreeNode> definitions, Scope scope) {
        Map<String, Level.Window> windows = scope.level().windows();
        for (TreeNode definition : definitions) {
            String name = definition.text("name", "");
            windows.put(name, resolver.calls.window(definition, definition.text("refname"), scope));
        }
    }
}
