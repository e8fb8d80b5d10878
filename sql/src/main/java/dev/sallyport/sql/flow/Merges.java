package dev.sallyport.sql.flow;

import dev.sallyport.sql.flow.Dependencies.Way;
import dev.sallyport.sql.flow.Flow.Role;
import dev.sallyport.sql.parser.TreeNode;
import java.util.ArrayList;
import java.util.List;

/** MERGE (parse_merge.c). */
final class Merges {
    private final Resolver resolver;

    Merges(Resolver resolver) {
        this.resolver = resolver;
    }

    /** @return what RETURNING gives */
    Rows run(TreeNode merge, Scope scope) {
        Scope inside = resolver.with.open(merge, scope);
        WriteTarget target = new WriteTarget(merge, resolver);
        TreeNode from = merge.node("sourceRelation");
        Level level = resolver.from.level(from == null ? List.of() : List.of(from), inside);
        List<FromItem> source = List.copyOf(level.items());
        List<FromItem> both = new ArrayList<>();
        both.add(target.item());
        both.addAll(source);
        level.rows().add(resolver.from.rows(target.item()));
        Scope matched = inside.with(level.with(both));
        Dependencies matches = resolver.expressions.dependsOn(merge.node("joinCondition"), matched.with(Role.JOIN));
        level.rows().add(isInner(merge) ? matches : matches.widened(Way.MATCH));
        for (TreeNode when : merge.nodes("mergeWhenClauses")) {
            // A row that has no match has no columns of the other side.
            List<FromItem> visible = switch (when.text("matchKind", "")) {
                case "MERGE_WHEN_NOT_MATCHED_BY_TARGET" -> source;
                case "MERGE_WHEN_NOT_MATCHED_BY_SOURCE" -> List.of(target.item());
                default -> both;
            };
            when(when, target, inside.with(level.with(visible)));
        }
        Columns returned = resolver.writes.returning(merge, target, source, List.of(), matched);
        Dependencies conditions = level.rows().all();
        resolver.failures.refusal(target.refused());
        resolver.findings.writtenRows(conditions);
        return new Rows(returned, conditions);
    }

    /** Whether nothing is done with what has no match. Otherwise it can be done in the order of what was compared, as by an outer join. */
    private static boolean isInner(TreeNode merge) {
        return merge.nodes("mergeWhenClauses").stream()
                .allMatch(when -> when.text("matchKind", "").equals("MERGE_WHEN_MATCHED"));
    }

    private void when(TreeNode when, WriteTarget target, Scope scope) {
        scope.level().rows().add(resolver.expressions.dependsOn(when.node("condition"), scope.with(Role.PREDICATE)));
        switch (when.text("commandType", "")) {
            case "CMD_INSERT" -> insert(when, target, scope.with(Role.WRITE_SOURCE));
            case "CMD_UPDATE" -> resolver.writes.set(when.nodes("targetList"), target, scope);
            case "CMD_DELETE", "CMD_NOTHING" -> {}
            default ->
                resolver.findings.unknown("a MERGE that does " + when.text("commandType", "") + " is not followed");
        }
    }

    private void insert(TreeNode when, WriteTarget target, Scope scope) {
        List<TreeNode> targets = when.nodes("targetList");
        List<String> columns = targets.isEmpty()
                ? target.columnNames()
                : targets.stream().map(column -> column.text("name", "")).toList();
        if (!when.has("values")) {
            columns.forEach(column -> target.assign(column, Value.PARAMETER));
            return;
        }
        resolver.writes.source(columns, targets, resolver.targets.list(when.nodes("values"), scope), target, scope);
    }
}
