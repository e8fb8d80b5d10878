package dev.sallyport.sql.flow;

import dev.sallyport.sql.flow.Dependencies.Way;
import dev.sallyport.sql.flow.Flow.Role;
import dev.sallyport.sql.parser.TreeNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Joins: what they hide, merge and compare (transformFromClauseItem and buildMergedJoinVar in parse_clause.c). */
final class Joins {
    private final Resolver resolver;

    Joins(Resolver resolver) {
        this.resolver = resolver;
    }

    /** The items that a join adds; parameters as for {@link FromClause#items}. */
    List<FromItem> items(TreeNode join, Scope scope, Level level) {
        TreeNode leftNode = join.node("larg");
        TreeNode rightNode = join.node("rarg");
        if (leftNode == null || rightNode == null) {
            return List.of(FromItem.of(null, Columns.unknown("a join without a side")));
        }
        List<FromItem> left = resolver.from.items(leftNode, scope, level);
        List<FromItem> seen = new ArrayList<>(level.items());
        seen.addAll(left);
        List<FromItem> right = resolver.from.items(rightNode, scope, level.with(seen));
        List<FromItem> both = new ArrayList<>(left);
        both.addAll(right);
        List<FromItem> items = merged(join, both, left, right, level);
        TreeNode condition = join.node("quals");
        if (condition != null) {
            // Only the two sides are visible here, and the queries around.
            Scope inside = scope.with(level.with(both)).with(Role.JOIN);
            Dependencies conditions = resolver.expressions.condition(condition, inside);
            level.rows().add(isInner(join) ? conditions : conditions.widened(Way.MATCH));
        }
        return items;
    }

    /** Whether it leaves out what does not match. Otherwise rows without a match can come in the order of what they were compared by. */
    private static boolean isInner(TreeNode join) {
        return join.text("jointype", "").equals("JOIN_INNER");
    }

    private List<FromItem> merged(
            TreeNode join, List<FromItem> both, List<FromItem> left, List<FromItem> right, Level level) {
        TreeNode alias = FromClause.alias(join);
        boolean natural = join.flag("isNatural");
        if (!natural && !join.has("usingClause")) {
            return alias == null ? both : List.of(aliased(alias, visible(left).then(visible(right))));
        }
        Columns leftColumns = visible(left);
        Columns rightColumns = visible(right);
        String open = leftColumns.open() == null ? rightColumns.open() : leftColumns.open();
        List<String> names = natural ? shared(leftColumns, rightColumns) : join.names("usingClause");
        List<Column> merged = new ArrayList<>();
        for (String name : names) {
            merged.add(merge(name, join, leftColumns, rightColumns, open, level));
        }
        if (natural && open != null) {
            // Which columns it compares can't be told.
            level.rows().add(resolver.findings.unknown(open));
        }
        Set<String> hidden = new HashSet<>(names);
        List<Column> all = new ArrayList<>(merged);
        leftColumns.all().stream()
                .filter(column -> !hidden.contains(column.name()))
                .forEach(all::add);
        rightColumns.all().stream()
                .filter(column -> !hidden.contains(column.name()))
                .forEach(all::add);
        resolver.findings.step(all.size());
        Columns columns = new ListedColumns(all, open);
        List<FromItem> items = new ArrayList<>();
        TreeNode usingAlias = join.typed("join_using_alias", "Alias");
        if (usingAlias != null) {
            items.add(aliased(usingAlias, new ListedColumns(merged, open)).withoutColumns());
        }
        if (alias != null) {
            items.add(aliased(alias, columns));
            return items;
        }
        items.add(FromItem.of(null, columns));
        both.forEach(item -> items.add(item.withoutColumns()));
        return items;
    }

    private static FromItem aliased(TreeNode alias, Columns columns) {
        return FromItem.of(alias.text("aliasname"), columns.renamed(FromClause.columnAliases(alias)));
    }

    /** What the items of one side show without a qualifier. */
    private static Columns visible(List<FromItem> items) {
        if (items.size() == 1 && items.getFirst().columnsVisible()) {
            return items.getFirst().columns();
        }
        List<Column> columns = new ArrayList<>();
        String open = null;
        for (FromItem item : items) {
            if (item.columnsVisible()) {
                columns.addAll(item.columns().all());
                open = open == null ? item.columns().open() : open;
            }
        }
        return new ListedColumns(columns, open);
    }

    private static List<String> shared(Columns left, Columns right) {
        List<String> names = new ArrayList<>();
        for (Column column : left.all()) {
            if (!right.named(column.name()).isEmpty()) {
                names.add(column.name());
            }
        }
        return names;
    }

    /** A column that both sides have, compared by the join and shown once. */
    private Column merge(String name, TreeNode join, Columns left, Columns right, @Nullable String open, Level level) {
        Column ofLeft = side(name, left, level);
        Column ofRight = side(name, right, level);
        resolver.types.compared(ofLeft.value(), ofRight.value());
        Value one = ofLeft.value();
        Value other = ofRight.value();
        Set<NamedFunction> compares = resolver.functions.comparing(List.of("="), one.shape(), other.shape());
        Dependencies ofOne = resolver.types.used(one);
        Dependencies ofOther = resolver.types.used(other);
        if (!compares.isEmpty()) {
            resolver.failures.operation(one.dependsOn().and(other.dependsOn()));
            level.rows().add(resolver.functions.run(compares));
        }
        level.rows()
                .add(
                        compares.isEmpty() && isInner(join)
                                ? Equalities.matched(one, ofOne, other, ofOther)
                                : ofOne.and(ofOther));
        boolean sameType = one.shape().equals(other.shape()) && one.shape() instanceof Shape.OfType;
        Shape common = resolver.types.either(one.shape(), other.shape());
        if (open != null) {
            resolver.findings.unknown(open);
        }
        return switch (join.text("jointype", "")) {
            case "JOIN_LEFT" ->
                sameType ? ofLeft.named(name) : Column.of(name, new Value(one.dependsOn(), null, common));
            case "JOIN_RIGHT" ->
                sameType ? ofRight.named(name) : Column.of(name, new Value(other.dependsOn(), null, common));
            // Where one of them must be converted the server takes the other, and either shows both.
            case "JOIN_INNER" ->
                sameType
                        ? ofLeft.named(name)
                        : Column.of(name, new Value(one.dependsOn().and(other.dependsOn()), null, common));
            default ->
                Column.of(
                        name,
                        new Value(
                                one.dependsOn().and(other.dependsOn()),
                                null,
                                resolver.types.together(
                                        List.of(one.shape(), other.shape()),
                                        one.dependsOn().and(other.dependsOn()))));
        };
    }

    private Column side(String name, Columns columns, Level level) {
        List<Column> found = columns.named(name);
        if (found.size() == 1) {
            Column column = found.getFirst();
            resolver.references.use(column, Role.JOIN);
            return column;
        }
        String reason = columns.open();
        if (reason == null) {
            reason = "the column " + name + " of a join " + (found.isEmpty() ? "is not known" : "is ambiguous");
            resolver.findings.unresolved(name);
        }
        Dependencies all = resolver.findings.unknown(reason);
        for (Column column : found) {
            all = all.and(resolver.references.use(column, Role.JOIN).dependsOn());
        }
        level.rows().add(all);
        return Column.of(name, Value.of(all));
    }
}
