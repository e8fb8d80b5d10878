package dev.sallyport.sql.flow;

import dev.sallyport.sql.flow.Dependencies.Way;
import dev.sallyport.sql.parser.TreeNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Comparisons that ask of a column no more than whether it equals something. What tells two values apart tells that as well. For a column to
 * be asked no more it has to stand there by itself, and what it is compared with must be a constant, a parameter, or a column of a relation
 * by itself: what a function or VALUES makes could be every value there is.
 */
final class Equalities {
    private static final Set<String> SYMBOLS = Set.of("=", "<>", "!=");
    private static final Set<String> OF_PAIRS = Set.of("AEXPR_OP", "AEXPR_IN", "AEXPR_DISTINCT", "AEXPR_NOT_DISTINCT");
    private static final Set<String> OF_ARRAYS = Set.of("AEXPR_OP_ANY", "AEXPR_OP_ALL");

    private Equalities() {}

    /**
     * What a comparison depends on that no user's code takes part in.
     *
     * @param left the left operand
     * @param first its value
     * @param others the right operand, or what it lists
     * @param seconds their values
     * @param each what using the operands depends on, the left one first
     * @param types what constants may be cast to
     * @return null if the operation is another
     */
    static @Nullable Dependencies of(
            TreeNode operation,
            TreeNode left,
            Value first,
            List<TreeNode> others,
            List<Value> seconds,
            List<Dependencies> each,
            Types types) {
        String kind = operation.text("kind", "");
        List<String> name = operation.names("name");
        if (name.isEmpty() || !SYMBOLS.contains(name.getLast())) {
            return null;
        }
        boolean constant = others.stream().allMatch(other -> isConstant(other, types));
        if (OF_ARRAYS.contains(kind)) {
            return constant ? asked(first, each.getFirst(), Way.EQUALITY) : null;
        } else if (!OF_PAIRS.contains(kind)) {
            return null;
        }
        boolean toColumns = true;
        for (int i = 0; i < others.size(); i++) {
            toColumns &= isConstant(others.get(i), types) || areDifferentColumns(first, seconds.get(i));
        }
        List<Dependencies> asked = new ArrayList<>(each.size());
        asked.add(asked(first, each.getFirst(), constant ? Way.EQUALITY : toColumns ? Way.MATCH : Way.ANYTHING));
        for (int i = 0; i < others.size(); i++) {
            Value second = seconds.get(i);
            Way way = isConstant(left, types)
                    ? Way.EQUALITY
                    : areDifferentColumns(first, second) ? Way.MATCH : Way.ANYTHING;
            asked.add(asked(second, each.get(i + 1), way));
        }
        return Dependencies.all(asked);
    }

    /**
     * What a join on two columns depends on that leaves out what does not match.
     *
     * @param ofOne what using the one depends on
     * @param ofOther what using the other depends on
     */
    static Dependencies matched(Value one, Dependencies ofOne, Value other, Dependencies ofOther) {
        Way way = areDifferentColumns(one, other) ? Way.MATCH : Way.ANYTHING;
        return asked(one, ofOne, way).and(asked(other, ofOther, way));
    }

    private static Dependencies asked(Value value, Dependencies used, Way way) {
        ColumnId column = value.plain();
        return column != null && isColumn(value) && used.equals(value.dependsOn())
                ? Dependencies.of(column, way)
                : used;
    }

    /** One that users made: where a row lies, and who wrote it when, are not compared with what somebody knows. */
    private static boolean isColumn(Value value) {
        return value.plain() != null && value.plain().attribute() > 0 && value.isBaseColumn();
    }

    /** A column that is compared with itself in another row tells which rows are alike, and a join by sorting their order. */
    private static boolean areDifferentColumns(Value one, Value other) {
        return isColumn(one) && isColumn(other) && !one.dependsOn().equals(other.dependsOn());
    }

    /** A domain can have a collation by which more is equal. */
    private static boolean isConstant(TreeNode node, Types types) {
        return switch (node.type()) {
            case "A_Const", "ParamRef" -> true;
            case "TypeCast" -> {
                TreeNode cast = node.node("arg");
                TreeNode to = node.typed("typeName", "TypeName");
                yield cast != null && to != null && types.isReviewed(to) && isConstant(cast, types);
            }
            case "A_ArrayExpr" -> node.nodes("elements").stream().allMatch(element -> isConstant(element, types));
            default -> false;
        };
    }
}
