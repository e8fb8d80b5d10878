package dev.sallyport.sql.flow;

import dev.sallyport.sql.flow.Targets.Target;
import dev.sallyport.sql.flow.Targets.TargetList;
import dev.sallyport.sql.parser.TreeNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * GROUP BY, DISTINCT, ORDER BY and LIMIT, which decide which rows there are and in which order, and can name outputs
 * (findTargetlistEntrySQL92 in parse_clause.c).
 */
final class Clauses {
    private final Resolver resolver;

    Clauses(Resolver resolver) {
        this.resolver = resolver;
    }

    /** A bare name in GROUP BY means a column of FROM first, and an output only where none has it. */
    void group(List<TreeNode> items, TargetList targets, Scope scope) {
        for (TreeNode item : items) {
            switch (item.type()) {
                case "GroupingSet" -> group(item.nodes("content"), targets, scope);
                case "RowExpr" -> group(item.nodes("args"), targets, scope);
                default -> {
                    boolean column = isName(item)
                            && !References.at(
                                            scope.level(), item.names("fields").getFirst())
                                    .isEmpty();
                    if (column) {
                        scope.level().rows().add(sorted(item, scope));
                    } else {
                        outputOrExpression(item, targets, scope);
                    }
                }
            }
        }
    }

    private static boolean isName(TreeNode item) {
        return item.is("ColumnRef")
                && !Expressions.isStar(item)
                && item.names("fields").size() == 1;
    }

    void distinct(TreeNode select, TargetList targets, Scope scope) {
        if (!select.has("distinctClause")) {
            return;
        }
        List<TreeNode> on = select.nodes("distinctClause");
        if (on.isEmpty()) {
            // DISTINCT without ON is a list of one null pointer.
            targets.targets().forEach(target -> output(target, scope));
        }
        on.forEach(item -> outputOrExpression(item, targets, scope));
    }

    void order(List<TreeNode> items, TargetList targets, Scope scope) {
        for (TreeNode item : items) {
            TreeNode by = item.node("node");
            if (by != null) {
                outputOrExpression(by, targets, scope);
            }
            // Whatever it orders, an operator that is named here is one of two operands of one type.
            List<String> using = item.names("useOp");
            if (!using.isEmpty()) {
                resolver.failures.operation(Dependencies.NONE);
            }
            scope.level().rows().add(resolver.functions.compared(using, Shape.UNKNOWN, Shape.UNKNOWN));
        }
    }

    void limit(TreeNode select, Scope scope) {
        rows(select.node("limitCount"), scope);
        rows(select.node("limitOffset"), scope);
    }

    /** It can be negative, or be made a bigint of something else. */
    private void rows(@Nullable TreeNode number, Scope scope) {
        Dependencies count = resolver.expressions.condition(number, scope);
        if (number != null && !number.is("A_Const")) {
            resolver.failures.operation(count);
        }
        scope.level().rows().add(count);
    }

    private Dependencies sorted(TreeNode item, Scope scope) {
        return resolver.expressions.sorted(List.of(item), scope);
    }

    private void output(Target target, Scope scope) {
        resolver.types.sorted(target.column().value());
        scope.level().rows().add(resolver.types.used(target.column().value()));
        resolver.findings.useAgain(target.from(), target.to(), scope.role());
        if (target.from() == target.to()) {
            resolver.references.use(target.column(), scope.role());
        }
    }

    /** A bare name means an output if one has it, and a whole number an output by its place; all else is an expression. */
    private void outputOrExpression(TreeNode item, TargetList targets, Scope scope) {
        boolean place = item.is("A_Const") && item.has("ival");
        boolean name = isName(item);
        String open = targets.open();
        if (open != null && (place || name)) {
            scope.level().rows().add(resolver.findings.unknown(open));
            targets.targets().forEach(target -> output(target, scope));
        } else if (place) {
            int at = item.body().path("ival").path("ival").asInt(0);
            if (at >= 1 && at <= targets.targets().size()) {
                output(targets.targets().get(at - 1), scope);
            }
        } else if (!name || !named(item.names("fields").getFirst(), targets, scope)) {
            scope.level().rows().add(sorted(item, scope));
        }
    }

    private boolean named(String name, TargetList targets, Scope scope) {
        boolean found = false;
        for (Target target : targets.targets()) {
            if (target.column().name().equals(name)) {
                output(target, scope);
                found = true;
            }
        }
        return found;
    }
}
