package dev.sallyport.sql.bound;

import dev.sallyport.sql.parser.TreeNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a condition comes to whatever the rows of a write's target hold: constants are folded, a value is compared with itself, what
 * is never null is not null, halves are put together, and a row is found among all rows of its own relation. For one condition.
 */
final class RowConditions {
    private static final Set<String> YES = Set.of("t", "tr", "tru", "true", "y", "ye", "yes", "on", "1");
    private static final Set<String> NO = Set.of("f", "fa", "fal", "fals", "false", "n", "no", "of", "off", "0");

    /** A row and its own copy meet them. */
    private static final Set<String> HOLDING_OF_ITSELF = Set.of("=", ">=", "<=");

    private final Sources sources;
    private final Terms terms;

    RowConditions(Sources sources) {
        this.sources = sources;
        this.terms = new Terms(sources);
    }

    /** What the condition comes to; {@link Truth#FREE} for one that is too large to look at. */
    Truth truth(TreeNode condition) {
        if (!sources.effort().enter()) {
            return Truth.FREE;
        }
        Truth truth = truth(condition, false);
        sources.effort().leave();
        return sources.effort().spent() ? Truth.FREE : truth;
    }

    private Truth truth(@Nullable TreeNode node, boolean negated) {
        if (node == null) {
            return Truth.NULL;
        }
        sources.effort().step();
        if (sources.effort().spent()) {
            return Truth.FREE;
        }
        return switch (node.type()) {
            case "BoolExpr" -> combination(node, negated);
            case "A_Expr" -> negate(operation(node), negated);
            case "NullTest" -> negate(nullTest(node), negated);
            case "BooleanTest" -> negate(booleanTest(node), negated);
            case "CaseExpr" -> negate(choice(node), negated);
            case "CoalesceExpr" -> negate(coalesce(node), negated);
            case "SubLink" -> sublink(node, negated);
            case "CurrentOfExpr" -> Truth.DEPENDS;
            case "CollateClause" -> truth(node.node("arg"), negated);
            case "TypeCast" -> negate(cast(node), negated);
            default -> negate(value(node), negated);
        };
    }

    private static Truth negate(Truth truth, boolean negated) {
        return negated ? truth.not() : truth;
    }

    /** AND, OR and NOT. Negated, an AND is an OR of what is negated. */
    private Truth combination(TreeNode node, boolean negated) {
        List<TreeNode> arguments = node.nodes("args");
        String operator = node.text("boolop", "");
        if (operator.equals("NOT_EXPR")) {
            return truth(arguments.isEmpty() ? null : arguments.getFirst(), !negated);
        }
        if (operator.equals("OR_EXPR") != negated) {
            Halves halves = new Halves(terms);
            Truth truth = Truth.FALSE;
            for (TreeNode argument : arguments) {
                truth = truth.or(truth(argument, negated));
                halves.add(argument, negated);
            }
            return halves.coverAll() ? Truth.TRUE : truth;
        }
        Truth truth = Truth.TRUE;
        for (TreeNode argument : arguments) {
            truth = truth.and(truth(argument, negated));
        }
        return truth;
    }

    private Truth operation(TreeNode node) {
        List<String> names = node.names("name");
        String operator = names.isEmpty() ? "" : names.getLast();
        TreeNode left = node.node("lexpr");
        TreeNode right = node.node("rexpr");
        if (left == null || right == null) {
            return value(node);
        }
        return switch (node.text("kind", "")) {
            case "AEXPR_OP" -> compare(operator, left, right, node);
            case "AEXPR_DISTINCT" -> distinct(left, right, node).not();
            case "AEXPR_NOT_DISTINCT" -> distinct(left, right, node);
            case "AEXPR_OP_ANY" -> any(operator, left, right, node);
            case "AEXPR_OP_ALL" -> all(operator, left, right, node);
            case "AEXPR_IN" -> in(operator.equals("<>"), left, node.nodes("rexpr"), right, node);
            case "AEXPR_LIKE", "AEXPR_ILIKE" ->
                matches(terms.of(right).constant(), "%", operator.startsWith("!"), left, node);
            case "AEXPR_SIMILAR" -> {
                List<TreeNode> pattern = right.is("FuncCall") ? right.nodes("args") : List.of();
                yield pattern.isEmpty()
                        ? value(node)
                        : matches(terms.of(pattern.getFirst()).constant(), "%", operator.startsWith("!"), left, node);
            }
            case "AEXPR_BETWEEN" -> between(left, right, node);
            case "AEXPR_NOT_BETWEEN" -> between(left, right, node).not();
            case "AEXPR_BETWEEN_SYM" -> symmetric(left, right, node);
            case "AEXPR_NOT_BETWEEN_SYM" -> symmetric(left, right, node).not();
            default -> value(node);
        };
    }

    private Truth compare(String operator, TreeNode left, TreeNode right, TreeNode whole) {
        switch (operator) {
            case "~", "~*", "!~", "!~*" -> {
                return matches(terms.of(right).constant(), ".*", operator.startsWith("!"), left, whole);
            }
            case "~~", "~~*", "!~~", "!~~*" -> {
                return matches(terms.of(right).constant(), "%", operator.startsWith("!"), left, whole);
            }
            default -> {}
        }
        Truth rows = rows(operator, left, right, whole);
        if (rows != null) {
            return rows;
        }
        Truth itself = operator.equals("=")
                ? Subselects.membership(left, right, sources)
                : Subselects.extreme(operator, left, right, sources);
        if (itself != null) {
            return itself;
        }
        Truth booleans = booleans(operator, left, right);
        return booleans == null ? compare(operator, terms.of(left), terms.of(right), whole) : booleans;
    }

    /** {@code (a, b) = (a, b)}: a comparison of rows, one by one; null if it is none. */
    private @Nullable Truth rows(String operator, TreeNode left, TreeNode right, TreeNode whole) {
        List<TreeNode> one = left.is("RowExpr") ? left.nodes("args") : List.of();
        List<TreeNode> two = right.is("RowExpr") ? right.nodes("args") : List.of();
        if (one.isEmpty() || one.size() != two.size()) {
            return null;
        }
        Truth equal = Truth.TRUE;
        for (int i = 0; i < one.size(); i++) {
            equal = equal.and(compare("=", terms.of(one.get(i)), terms.of(two.get(i)), whole));
        }
        return switch (operator) {
            case "=" -> equal;
            case "<>" -> equal.not();
            default -> equal == Truth.TRUE ? ordered(operator, 0) : null;
        };
    }

    /** {@code (a = a) = true}: a comparison of conditions. */
    private @Nullable Truth booleans(String operator, TreeNode left, TreeNode right) {
        if (!isCondition(left) && !isCondition(right)) {
            return null;
        }
        Truth one = truth(left, false);
        Truth two = truth(right, false);
        boolean known = (one == Truth.TRUE || one == Truth.FALSE) && (two == Truth.TRUE || two == Truth.FALSE);
        return switch (operator) {
            case "=" -> known ? Truth.of(one == two) : one == Truth.TRUE ? two : two == Truth.TRUE ? one : null;
            case "<>" -> known ? Truth.of(one != two) : one == Truth.FALSE ? two : two == Truth.FALSE ? one : null;
            default -> null;
        };
    }

    private static boolean isCondition(TreeNode node) {
        return switch (node.type()) {
            case "BoolExpr", "NullTest", "BooleanTest" -> true;
            case "A_Expr" ->
                Set.of("=", "<>", "<", ">", "<=", ">=")
                        .contains(
                                node.names("name").isEmpty()
                                        ? ""
                                        : node.names("name").getLast());
            default -> false;
        };
    }

    private Truth compare(String operator, Term one, Term two, TreeNode whole) {
        if (one.isNull() || two.isNull()) {
            return Truth.NULL;
        }
        if (HOLDING_OF_ITSELF.contains(operator) && one.pairs(two)) {
            return Truth.TRUE;
        } else if ((operator.equals("@>") && two.isEmptyArray()) || (operator.equals("<@") && one.isEmptyArray())) {
            return Truth.TRUE;
        }
        Integer order = order(one, two);
        if (order != null) {
            Truth same = ordered(operator, order);
            if (same != null) {
                return same;
            }
        }
        Truth known = floored(operator, one, two);
        if (known == null) {
            known = floored(Halves.mirror(operator), two, one);
        }
        if (known != null) {
            return known;
        }
        boolean depends = one.dependsOnTarget() || two.dependsOnTarget() || terms.refers(whole);
        return depends ? Truth.DEPENDS : Truth.FREE;
    }

    /** How two values are ordered, if that is known of all rows: constants, or one base. */
    private static @Nullable Integer order(Term one, Term two) {
        boolean known = one.base().equals(two.base()) && (one.owner() != null || one.isConstant());
        if (known) {
            return one.plus().compareTo(two.plus());
        }
        return one.constant() != null && two.constant() != null
                ? Integer.signum(one.constant().compareTo(two.constant()))
                : null;
    }

    private static @Nullable Truth ordered(String operator, int order) {
        return switch (operator) {
            case "=" -> Truth.of(order == 0);
            case "<>" -> Truth.of(order != 0);
            case "<" -> Truth.of(order < 0);
            case "<=" -> Truth.of(order <= 0);
            case ">" -> Truth.of(order > 0);
            case ">=" -> Truth.of(order >= 0);
            case "@>", "<@", "&&" -> order == 0 ? Truth.TRUE : null;
            default -> null;
        };
    }

    /** Of what is never below a number: whether it is at least, or more than, another. */
    private static @Nullable Truth floored(String operator, Term value, Term other) {
        if (value.least() == null || !other.isNumber()) {
            return null;
        }
        int lowest = value.least().compareTo(other.plus());
        return switch (operator) {
            case ">=" -> lowest >= 0 ? Truth.TRUE : null;
            case ">", "<>" -> lowest > 0 ? Truth.TRUE : null;
            case "<" -> lowest >= 0 ? Truth.FALSE : null;
            case "<=", "=" -> lowest > 0 ? Truth.FALSE : null;
            default -> null;
        };
    }

    private Truth distinct(TreeNode left, TreeNode right, TreeNode whole) {
        Term one = terms.of(left);
        Term two = terms.of(right);
        if (one.isNull() && two.isNull()) {
            return Truth.TRUE;
        } else if (one.isNull() || two.isNull()) {
            Term other = one.isNull() ? two : one;
            return other.isConstant() || !other.nullable() ? Truth.FALSE : value(whole);
        }
        return compare("=", one, two, whole);
    }

    private Truth any(String operator, TreeNode left, TreeNode right, TreeNode whole) {
        if (operator.equals("=")) {
            Truth itself = Subselects.membership(left, right, sources);
            if (itself != null) {
                return itself;
            }
        }
        return right.is("A_ArrayExpr") && operator.equals("=")
                ? in(false, left, right.nodes("elements"), right, whole)
                : value(whole);
    }

    private Truth all(String operator, TreeNode left, TreeNode right, TreeNode whole) {
        if (!right.is("A_ArrayExpr")) {
            return terms.of(right).isEmptyArray() ? Truth.TRUE : value(whole);
        }
        Truth truth = Truth.TRUE;
        for (TreeNode element : right.nodes("elements")) {
            truth = truth.and(compare(operator, left, element, whole));
        }
        return truth;
    }

    private Truth in(boolean not, TreeNode left, List<TreeNode> list, TreeNode single, TreeNode whole) {
        Truth truth = Truth.FALSE;
        List<TreeNode> elements = single.is("List") ? single.nodes("items") : list;
        for (TreeNode element : elements) {
            truth = truth.or(compare("=", left, element, whole));
        }
        if (elements.stream()
                        .map(Terms::bool)
                        .distinct()
                        .filter(Objects::nonNull)
                        .count()
                == 2) {
            truth = Truth.TRUE;
        }
        return elements.isEmpty() ? value(whole) : not ? truth.not() : truth;
    }

    private Truth between(TreeNode left, TreeNode right, TreeNode whole) {
        List<TreeNode> ends = right.nodes("items");
        if (ends.size() != 2) {
            return value(whole);
        }
        return between(left, ends.getFirst(), ends.getLast(), whole);
    }

    private Truth between(TreeNode left, TreeNode low, TreeNode high, TreeNode whole) {
        Truth reversed = compare("<=", terms.of(low), terms.of(high), whole);
        return reversed == Truth.FALSE
                ? Truth.FALSE
                : compare(">=", left, low, whole).and(compare("<=", left, high, whole));
    }

    private Truth symmetric(TreeNode left, TreeNode right, TreeNode whole) {
        List<TreeNode> ends = right.nodes("items");
        if (ends.size() != 2) {
            return value(whole);
        }
        for (TreeNode end : ends) {
            if (compare("=", left, end, whole) == Truth.TRUE) {
                return Truth.TRUE;
            }
        }
        return between(left, ends.getFirst(), ends.getLast(), whole)
                .or(between(left, ends.getLast(), ends.getFirst(), whole));
    }

    private Truth matches(@Nullable String pattern, String everything, boolean not, TreeNode left, TreeNode whole) {
        if (pattern == null) {
            return value(whole);
        }
        boolean all = everything.equals("%") ? Patterns.likeAll(pattern) : Patterns.isFoundInAll(pattern);
        if (all) {
            return Truth.of(!not);
        }
        return terms.of(left).isConstant() ? Truth.FREE : value(whole);
    }

    private Truth nullTest(TreeNode node) {
        TreeNode argument = node.node("arg");
        boolean isNull = node.text("nulltesttype", "").equals("IS_NULL");
        if (argument == null) {
            return Truth.FREE;
        }
        if (isCondition(argument)) {
            Truth inner = truth(argument, false);
            if (inner == Truth.TRUE || inner == Truth.FALSE || inner == Truth.NULL) {
                return Truth.of((inner == Truth.NULL) == isNull);
            }
        }
        Term term = terms.of(argument);
        if (term.isNull()) {
            return Truth.of(isNull);
        } else if (!term.nullable()) {
            return Truth.of(!isNull);
        }
        return value(node);
    }

    private Truth booleanTest(TreeNode node) {
        TreeNode argument = node.node("arg");
        Truth truth = truth(argument, false);
        if (truth == Truth.FREE || truth == Truth.DEPENDS) {
            boolean known = argument != null && !terms.of(argument).nullable();
            return switch (node.text("booltesttype", "")) {
                case "IS_UNKNOWN" -> known ? Truth.FALSE : truth;
                case "IS_NOT_UNKNOWN" -> known ? Truth.TRUE : truth;
                default -> truth;
            };
        }
        return switch (node.text("booltesttype", "")) {
            case "IS_TRUE" -> Truth.of(truth == Truth.TRUE);
            case "IS_NOT_TRUE" -> Truth.of(truth != Truth.TRUE);
            case "IS_FALSE" -> Truth.of(truth == Truth.FALSE);
            case "IS_NOT_FALSE" -> Truth.of(truth != Truth.FALSE);
            case "IS_UNKNOWN" -> Truth.of(truth == Truth.NULL);
            case "IS_NOT_UNKNOWN" -> Truth.of(truth != Truth.NULL);
            default -> Truth.FREE;
        };
    }

    private Truth choice(TreeNode node) {
        List<Truth> results = new ArrayList<>();
        boolean depends = false;
        TreeNode compared = node.node("arg");
        for (TreeNode when : node.nodes("args")) {
            TreeNode test = when.node("expr");
            Truth condition = compared == null || test == null
                    ? truth(test, false)
                    : compare("=", terms.of(compared), terms.of(test), node);
            Truth result = truth(when.node("result"), false);
            depends |= condition == Truth.DEPENDS;
            if (condition == Truth.TRUE) {
                results.add(result);
                return joined(results, depends);
            } else if (condition != Truth.FALSE && condition != Truth.NULL) {
                results.add(result);
            }
        }
        results.add(node.has("defresult") ? truth(node.node("defresult"), false) : Truth.NULL);
        return joined(results, depends);
    }

    /** One of several results, which one of them a row's content may decide. */
    private static Truth joined(List<Truth> results, boolean depends) {
        if (results.stream().distinct().count() == 1) {
            return results.getFirst();
        }
        boolean open = results.contains(Truth.FREE) || (results.contains(Truth.TRUE) && !depends);
        return open ? Truth.FREE : Truth.DEPENDS;
    }

    private Truth coalesce(TreeNode node) {
        List<Truth> results = new ArrayList<>();
        for (TreeNode argument : node.nodes("args")) {
            Truth truth = truth(argument, false);
            if (truth != Truth.NULL) {
                results.add(truth);
            }
            if (truth == Truth.TRUE || truth == Truth.FALSE) {
                break;
            }
        }
        return results.isEmpty() ? Truth.NULL : joined(results, results.contains(Truth.DEPENDS));
    }

    private Truth sublink(TreeNode node, boolean negated) {
        return negate(Subselects.truth(node, sources, terms), negated);
    }

    private Truth cast(TreeNode node) {
        TreeNode inner = node.node("arg");
        TreeNode type = node.typed("typeName", "TypeName");
        List<String> names = type == null ? List.of() : type.names("names");
        boolean isBoolean = !names.isEmpty() && names.getLast().equals("bool");
        if (inner == null || !isBoolean) {
            return value(node);
        }
        Term term = terms.of(inner);
        if (term.isNull()) {
            return Truth.NULL;
        } else if (term.isNumber()) {
            return Truth.of(term.plus().signum() != 0);
        } else if (term.constant() != null) {
            return ofText(term.constant());
        }
        return truth(inner, false);
    }

    private static Truth ofText(String text) {
        String word = text.strip().toLowerCase(Locale.ROOT);
        return YES.contains(word) ? Truth.TRUE : NO.contains(word) ? Truth.FALSE : Truth.FREE;
    }

    /** A value that is a condition by itself. */
    private Truth value(TreeNode node) {
        if (node.is("A_Const")) {
            Term term = terms.of(node);
            return term.isNull() ? Truth.NULL : term.constant() == null ? Truth.FREE : ofText(term.constant());
        }
        return terms.refers(node) ? Truth.DEPENDS : Truth.FREE;
    }
}
