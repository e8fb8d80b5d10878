package dev.sallyport.sql.flow;

import dev.sallyport.sql.parser.TreeNode;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The operators of pg_catalog that were reviewed and never fail, whatever their operands hold; any other can. Arithmetic is not among
 * them: it overflows, or divides by zero. Nor is {@code ||}, whose results grow without bound when it is nested.
 */
final class TotalOperators {
    private static final Set<String> COMPARISONS = Set.of("=", "<>", "!=", "<", "<=", ">", ">=");
    private static final Set<String> LIKES = Set.of("~~", "!~~", "~~*", "!~~*");

    private final Types types;

    TotalOperators(Types types) {
        this.types = types;
    }

    static boolean isComparison(String symbol) {
        return COMPARISONS.contains(symbol);
    }

    /**
     * The type of the result of an operation that never fails.
     *
     * @param right the right operand as it stands there
     * @return null if it can fail
     */
    @Nullable
    Shape result(String symbol, Value left, Value other, @Nullable TreeNode right) {
        if (COMPARISONS.contains(symbol)) {
            return types.comparable(left.shape(), other.shape()) ? Shape.BOOLEAN : null;
        } else if (LIKES.contains(symbol)) {
            return isText(left) && right != null && isPattern(right) ? Shape.BOOLEAN : null;
        } else if (symbol.equals("^@")) {
            return isText(left) && isText(other) ? Shape.BOOLEAN : null;
        }
        return types.builtin(left.shape()) == BuiltinTypes.JSONB ? ofJson(symbol, other) : null;
    }

    private @Nullable Shape ofJson(String symbol, Value other) {
        boolean literal = other.shape() instanceof Shape.Literal;
        int type = types.builtin(other.shape());
        boolean key = literal || type == BuiltinTypes.TEXT || type == BuiltinTypes.INTEGER;
        return switch (symbol) {
            case "->" -> key ? new Shape.OfType(BuiltinTypes.JSONB) : null;
            case "->>" -> key ? Shape.TEXT : null;
            case "#>" -> literal ? new Shape.OfType(BuiltinTypes.JSONB) : null;
            case "#>>" -> literal ? Shape.TEXT : null;
            case "?" -> literal || type == BuiltinTypes.TEXT ? Shape.BOOLEAN : null;
            // Linear by a constant on the right alone, and no deeper than that one is.
            case "@>", "?|", "?&" -> literal ? Shape.BOOLEAN : null;
            default -> null;
        };
    }

    private boolean isText(Value value) {
        return value.shape() instanceof Shape.Literal || BuiltinTypes.TEXTS.contains(types.builtin(value.shape()));
    }

    /** A pattern that stands there, without an escape: one that is last in it is refused when it is reached. */
    private static boolean isPattern(TreeNode node) {
        return node.is("A_Const") && node.has("sval") && Constants.string(node).indexOf('\\') < 0;
    }

    /** The type of a result that may fail to be there, as far as it matters to what is made of it. */
    Shape type(List<String> name, Value left, Value other) {
        String symbol = name.getLast();
        int one = types.builtin(left.shape());
        int two = types.builtin(other.shape());
        if (COMPARISONS.contains(symbol) || LIKES.contains(symbol) || symbol.equals("~") || symbol.equals("!~")) {
            return Shape.BOOLEAN;
        }
        return switch (symbol) {
            case "||" ->
                (BuiltinTypes.TEXTS.contains(one) && isText(other))
                                || (BuiltinTypes.TEXTS.contains(two) && isText(left))
                        ? Shape.TEXT
                        : Shape.PLAIN;
            case "+", "-", "*", "/", "%" ->
                BuiltinTypes.isNumber(one) && BuiltinTypes.isNumber(two) && BuiltinTypes.convertible(one, two)
                        ? new Shape.OfType(BuiltinTypes.wider(one, two))
                        : Shape.PLAIN;
            default -> Shape.PLAIN;
        };
    }
}
