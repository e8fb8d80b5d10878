package dev.sallyport.sql.bound;

import dev.sallyport.sql.parser.TreeNode;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether the parts of an OR cover all rows together: {@code a < 3 OR a >= 3}, {@code a IS NULL OR a IS NOT NULL}, {@code a = 1 OR a <> 1},
 * a condition and its negation. That a comparison leaves out null is not held against it. For one OR.
 */
final class Halves {
    private final Terms terms;
    // For each value the greatest number up to which, and the least from which, a part holds.
    private final Map<String, End> below = new HashMap<>();
    private final Map<String, End> above = new HashMap<>();
    private final Map<String, Set<String>> equal = new HashMap<>();
    private final Map<String, Set<String>> unequal = new HashMap<>();
    private final Set<String> plain = new HashSet<>();
    private final Set<String> negations = new HashSet<>();
    private boolean all;

    /** Where a part of the numbers ends. */
    private record End(BigDecimal number, boolean inclusive) {
        End higher(End other) {
            int order = number.compareTo(other.number);
            return order > 0 || (order == 0 && inclusive) ? this : other;
        }

        End lower(End other) {
            int order = number.compareTo(other.number);
            return order < 0 || (order == 0 && inclusive) ? this : other;
        }

        /** Whether nothing lies between what begins here and what ends there. */
        boolean meets(End high) {
            int order = number.compareTo(high.number);
            return order < 0 || (order == 0 && (inclusive || high.inclusive));
        }
    }

    Halves(Terms terms) {
        this.terms = terms;
    }

    boolean coverAll() {
        return all;
    }

    void add(TreeNode part, boolean negated) {
        switch (part.type()) {
            case "BoolExpr" -> {
                List<TreeNode> arguments = part.nodes("args");
                String operator = part.text("boolop", "");
                if (operator.equals("NOT_EXPR")) {
                    arguments.forEach(argument -> add(argument, !negated));
                } else if (operator.equals("OR_EXPR") != negated) {
                    arguments.forEach(argument -> add(argument, negated));
                }
            }
            case "NullTest" -> {
                TreeNode argument = part.node("arg");
                if (argument != null) {
                    boolean isNull = part.text("nulltesttype", "").equals("IS_NULL") != negated;
                    same(terms.of(argument).base() + " is null", isNull);
                }
            }
            case "A_Expr" -> comparison(part, negated);
            case "ColumnRef" -> same(terms.of(part).base(), !negated);
            default -> {}
        }
    }

    private void same(String condition, boolean holds) {
        (holds ? plain : negations).add(condition);
        all |= plain.contains(condition) && negations.contains(condition);
    }

    private void comparison(TreeNode part, boolean negated) {
        TreeNode left = part.node("lexpr");
        TreeNode right = part.node("rexpr");
        List<String> names = part.names("name");
        if (left == null
                || right == null
                || names.isEmpty()
                || !part.text("kind", "").equals("AEXPR_OP")) {
            return;
        }
        Term one = terms.of(left);
        Term two = terms.of(right);
        String operator = negated ? negation(names.getLast()) : names.getLast();
        if (operator == null) {
            return;
        }
        if (one.isConstant() && !two.isConstant()) {
            Term swapped = one;
            one = two;
            two = swapped;
            operator = mirror(operator);
        }
        String base = two.isConstant() ? one.base() : one.base() + " " + two.base();
        boolean text = two.isConstant() && !two.isNumber();
        BigDecimal number = text ? BigDecimal.ZERO : two.plus().subtract(one.plus());
        String value = text ? two.base() : number.stripTrailingZeros().toPlainString();
        String end = text ? base + " " + value : base;
        switch (operator) {
            case "=" -> equal.computeIfAbsent(base, absent -> new HashSet<>()).add(value);
            case "<>" -> {
                Set<String> others = unequal.computeIfAbsent(base, absent -> new HashSet<>());
                others.add(value);
                all |= others.size() > 1;
            }
            case "<", "<=" -> below.merge(end, new End(number, operator.equals("<=")), End::higher);
            case ">", ">=" -> above.merge(end, new End(number, operator.equals(">=")), End::lower);
            default -> {}
        }
        all |= unequal.getOrDefault(base, Set.of()).stream().anyMatch(equal.getOrDefault(base, Set.of())::contains);
        End low = above.get(end);
        End high = below.get(end);
        all |= low != null && high != null && low.meets(high);
    }

    private static @Nullable String negation(String operator) {
        return switch (operator) {
            case "=" -> "<>";
            case "<>" -> "=";
            case "<" -> ">=";
            case "<=" -> ">";
            case ">" -> "<=";
            case ">=" -> "<";
            default -> null;
        };
    }

    private static String mirror(String operator) {
        return switch (operator) {
            case "<" -> ">";
            case "<=" -> ">=";
            case ">" -> "<";
            case ">=" -> "<=";
            default -> operator;
        };
    }
}
