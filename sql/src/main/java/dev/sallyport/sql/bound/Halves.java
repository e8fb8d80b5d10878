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

        boolean touches(End other) {
            return number.compareTo(other.number) == 0;
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
            case "BooleanTest" -> booleanTest(part, negated);
            case "A_Expr" -> operation(part, negated);
            default -> same(terms.of(part).base(), !negated);
        }
    }

    private void booleanTest(TreeNode part, boolean negated) {
        TreeNode argument = part.node("arg");
        if (argument != null) {
            String base = terms.of(argument).base();
            switch (part.text("booltesttype", "")) {
                case "IS_TRUE", "IS_NOT_FALSE" -> same(base, !negated);
                case "IS_FALSE", "IS_NOT_TRUE" -> same(base, negated);
                case "IS_UNKNOWN" -> same(base + " is null", !negated);
                default -> same(base + " is null", negated);
            }
        }
    }

    /** A comparison, or what is true or false of a value and of a pattern or a list. */
    private void operation(TreeNode part, boolean negated) {
        TreeNode left = part.node("lexpr");
        TreeNode right = part.node("rexpr");
        List<String> names = part.names("name");
        if (left == null || right == null || names.isEmpty()) {
            return;
        }
        String operator = names.getLast();
        String value = terms.of(left).base();
        Boolean yes = Terms.bool(right);
        switch (part.text("kind", "")) {
            case "AEXPR_OP" -> {
                if (operator.contains("~")) {
                    pattern(operator, value, right, negated);
                } else if (yes != null) {
                    same(value, (operator.equals("=") == yes) != negated);
                } else {
                    comparison(operator, left, right, negated);
                }
            }
            case "AEXPR_DISTINCT" -> comparison("<>", left, right, negated);
            case "AEXPR_NOT_DISTINCT" -> comparison("=", left, right, negated);
            case "AEXPR_LIKE", "AEXPR_ILIKE", "AEXPR_SIMILAR" -> pattern(operator, value, right, negated);
            case "AEXPR_IN" -> {
                List<TreeNode> list = right.is("List") ? right.nodes("items") : part.nodes("rexpr");
                String listed =
                        list.stream().map(one -> terms.written(one)).toList().toString();
                same(value + " in " + listed, operator.equals("=") != negated);
            }
            default -> {}
        }
    }

    private void pattern(String operator, String value, TreeNode pattern, boolean negated) {
        boolean not = operator.startsWith("!");
        String plain = not ? operator.substring(1) : operator;
        same(value + " " + plain + " " + terms.written(pattern), not == negated);
    }

    private void same(String condition, boolean holds) {
        (holds ? plain : negations).add(condition);
        all |= plain.contains(condition) && negations.contains(condition);
    }

    private void comparison(String written, TreeNode left, TreeNode right, boolean negated) {
        Term one = terms.of(left);
        Term two = terms.of(right);
        String operator = negated ? negation(written) : written;
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
        all |= low != null && high != null && (low.meets(high) || (low.touches(high) && isEqual(base, low.number())));
    }

    private boolean isEqual(String base, BigDecimal number) {
        return equal.getOrDefault(base, Set.of())
                .contains(number.stripTrailingZeros().toPlainString());
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

    static String mirror(String operator) {
        return switch (operator) {
            case "<" -> ">";
            case "<=" -> ">=";
            case ">" -> "<";
            case ">=" -> "<=";
            default -> operator;
        };
    }
}
