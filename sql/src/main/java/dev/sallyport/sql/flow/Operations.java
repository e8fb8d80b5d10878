package dev.sallyport.sql.flow;

import dev.sallyport.sql.parser.TreeNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Operators, and what is written like one: BETWEEN, IN, LIKE, IS DISTINCT FROM, NULLIF, ANY and ALL (transformAExpr in parse_expr.c). */
final class Operations {
    private static final Set<String> KINDS = Set.of(
            "AEXPR_OP",
            "AEXPR_OP_ANY",
            "AEXPR_OP_ALL",
            "AEXPR_DISTINCT",
            "AEXPR_NOT_DISTINCT",
            "AEXPR_NULLIF",
            "AEXPR_IN",
            "AEXPR_LIKE",
            "AEXPR_ILIKE",
            "AEXPR_SIMILAR",
            "AEXPR_BETWEEN",
            "AEXPR_NOT_BETWEEN",
            "AEXPR_BETWEEN_SYM",
            "AEXPR_NOT_BETWEEN_SYM");

    private final Resolver resolver;

    Operations(Resolver resolver) {
        this.resolver = resolver;
    }

    Value operation(TreeNode node, Scope scope) {
        String kind = node.text("kind", "");
        Failures.Mark mark = resolver.failures.mark();
        TreeNode left = node.node("lexpr");
        TreeNode right = node.node("rexpr");
        Value first = left == null ? Value.CONSTANT : resolver.expressions.value(left, scope);
        List<TreeNode> others = right == null ? List.of() : right.is("List") ? right.nodes("items") : List.of(right);
        List<Value> seconds = new ArrayList<>(others.size());
        List<Dependencies> each = new ArrayList<>(others.size() + 2);
        each.add(resolver.types.used(first));
        for (TreeNode other : others) {
            Value second = resolver.expressions.value(other, scope);
            seconds.add(second);
            each.add(resolver.types.used(second));
        }
        Dependencies operands = Dependencies.all(each);
        Set<NamedFunction> called = called(node, left == null ? null : first, seconds);
        boolean userDefined = !called.isEmpty() || isElsewhere(node);
        Shape shape = userDefined || left == null ? null : never(node, left, first, others, seconds);
        if (shape == null) {
            // One that takes a key out of a document of json reads all of it.
            resolver.failures.operation(operands);
            shape = left == null || seconds.isEmpty() || !kind.equals("AEXPR_OP")
                    ? Shape.PLAIN
                    : resolver.totalOperators.type(node.names("name"), first, seconds.getFirst());
        }
        Dependencies all = userDefined
                ? operands.and(resolver.functions.run(called))
                : left == null ? operands : asked(node, left, first, others, seconds, each, operands);
        // BETWEEN, IN and comparisons of rows look at what comes later only if they have to.
        resolver.failures.chosenBy(all, mark);
        if (kind.equals("AEXPR_NULLIF")) {
            return new Value(all, null, first.settled().shape());
        }
        if (!KINDS.contains(kind)) {
            return Value.of(all.and(resolver.findings.unknown("the operation " + kind + " is not followed")));
        } else if (!kind.startsWith("AEXPR_OP") && !kind.contains("LIKE")) {
            return Value.ofType(BuiltinTypes.BOOLEAN, all);
        }
        boolean one = kind.equals("AEXPR_OP") && !seconds.isEmpty();
        Shape other = one
                ? result(
                        node.names("name"),
                        left == null ? null : first,
                        seconds.getFirst().shape())
                : shape;
        for (NamedFunction function : called) {
            Shape gives = new Shape.OfType(function.resultType());
            other = resolver.types.either(gives, other);
        }
        return new Value(all, null, userDefined || !other.equals(Shape.PLAIN) ? other : shape);
    }

    private Dependencies asked(
            TreeNode node,
            TreeNode left,
            Value first,
            List<TreeNode> others,
            List<Value> seconds,
            List<Dependencies> each,
            Dependencies operands) {
        Dependencies equal = Equalities.of(node, left, first, others, seconds, each, resolver.types);
        return equal == null ? atKeys(node, first, operands) : equal;
    }

    /** What stands at keys of a document depends on those alone, if the document is a table's own column and not made by a view. */
    private Dependencies atKeys(TreeNode node, Value document, Dependencies operands) {
        ColumnId column = document.plain();
        if (column == null || !operands.equals(Dependencies.of(column))) {
            return operands;
        }
        boolean binary = resolver.types.builtin(document.shape()) == BuiltinTypes.JSONB;
        List<Dependencies> each = DocumentKeys.of(node, binary).stream()
                .map(key -> Dependencies.of(column, key))
                .toList();
        return each.isEmpty() ? operands : Dependencies.all(each);
    }

    /** The functions of users that it may call. */
    private Set<NamedFunction> called(TreeNode node, @Nullable Value left, List<Value> rights) {
        List<String> name = node.names("name");
        List<List<String>> symbols = switch (node.text("kind", "")) {
            case "AEXPR_BETWEEN", "AEXPR_BETWEEN_SYM" -> List.of(List.of(">="), List.of("<="));
            case "AEXPR_NOT_BETWEEN", "AEXPR_NOT_BETWEEN_SYM" -> List.of(List.of("<"), List.of(">"));
            default -> List.of(name);
        };
        boolean elements = node.text("kind", "").equals("AEXPR_OP_ANY")
                || node.text("kind", "").equals("AEXPR_OP_ALL");
        Set<NamedFunction> called = new LinkedHashSet<>();
        for (Value right : rights) {
            for (List<String> symbol : symbols) {
                Shape shape = elements ? element(right) : right.shape();
                called.addAll(
                        left == null
                                ? resolver.functions.operators(symbol, null, shape)
                                : resolver.functions.comparing(symbol, left.shape(), shape));
            }
        }
        return called;
    }

    /** Whether it names another schema than pg_catalog. */
    private static boolean isElsewhere(TreeNode node) {
        List<String> name = node.names("name");
        return name.size() > 1 && !name.get(name.size() - 2).equals("pg_catalog");
    }

    /**
     * What an operator of pg_catalog gives: plain values of what is made of no other type, but for || that can make an array of a quoted
     * constant, and of others where it compares.
     */
    private Shape result(List<String> name, @Nullable Value left, Shape right) {
        boolean plain = (left == null || isPlain(left.shape())) && isPlain(right);
        boolean ofScalars = (left == null || resolver.types.isScalar(left.shape()))
                && resolver.types.isScalar(right)
                && (!name.contains("||")
                        || !(Types.isUntyped(right) || (left != null && Types.isUntyped(left.shape()))));
        boolean compares = !name.isEmpty() && TotalOperators.isComparison(name.getLast());
        return plain || ofScalars || compares ? Shape.PLAIN : Shape.UNKNOWN;
    }

    private boolean isPlain(Shape shape) {
        return Types.isUntyped(shape) || resolver.types.isSystem(shape);
    }

    /** The shape of the result if the operation never fails; null if it can. */
    private @Nullable Shape never(
            TreeNode node, TreeNode left, Value first, List<TreeNode> others, List<Value> seconds) {
        List<String> name = node.names("name");
        String symbol = name.isEmpty() ? "" : name.getLast();
        Shape common = null;
        for (int i = 0; i < others.size(); i++) {
            TreeNode other = others.get(i);
            Value second = seconds.get(i);
            Shape shape = switch (node.text("kind", "")) {
                case "AEXPR_BETWEEN", "AEXPR_BETWEEN_SYM", "AEXPR_NOT_BETWEEN", "AEXPR_NOT_BETWEEN_SYM" ->
                    compared(left, first, other, second);
                case "AEXPR_DISTINCT", "AEXPR_NOT_DISTINCT", "AEXPR_NULLIF", "AEXPR_IN" ->
                    TotalOperators.isComparison(symbol) ? compared(left, first, other, second) : null;
                case "AEXPR_OP_ANY", "AEXPR_OP_ALL" ->
                    TotalOperators.isComparison(symbol)
                            ? compared(left, first, other, new Value(second.dependsOn(), null, element(second)))
                            : null;
                case "AEXPR_OP" ->
                    TotalOperators.isComparison(symbol)
                            ? compared(left, first, other, second)
                            : resolver.totalOperators.result(symbol, first, second, other);
                case "AEXPR_LIKE", "AEXPR_ILIKE" -> resolver.totalOperators.result(symbol, first, second, other);
                default -> null;
            };
            if (shape == null) {
                return null;
            }
            common = shape;
        }
        return common;
    }

    /** A string without a type becomes an array of whatever is compared with its elements. */
    private Shape element(Value array) {
        return array.shape() instanceof Shape.Literal || array.shape() instanceof Shape.Parameter
                ? array.shape()
                : resolver.types.element(array.shape());
    }

    /** Rows that stand there are compared column by column. */
    private @Nullable Shape compared(TreeNode left, Value first, TreeNode right, Value second) {
        if (left.is("RowExpr")
                && right.is("RowExpr")
                && first.shape() instanceof Shape.Row(Columns ours)
                && second.shape() instanceof Shape.Row(Columns theirs)) {
            return comparable(ours, theirs) ? Shape.BOOLEAN : null;
        }
        return resolver.types.comparable(first.shape(), second.shape()) ? Shape.BOOLEAN : null;
    }

    /** Whether comparing something with each row of a subquery never fails, by an operator of pg_catalog. */
    boolean comparedWithRows(List<String> operator, TreeNode left, Value first, Columns rows) {
        String symbol = operator.isEmpty() ? "=" : operator.getLast();
        if (!TotalOperators.isComparison(symbol) || operator.size() > 1) {
            return false;
        }
        Columns ours = left.is("RowExpr") && first.shape() instanceof Shape.Row(Columns columns)
                ? columns
                : new ListedColumns(List.of(Column.of("", first)));
        return comparable(ours, rows);
    }

    /** Whether comparing two rows column by column never fails. */
    private boolean comparable(Columns ours, Columns theirs) {
        List<Column> one = ours.all();
        List<Column> other = theirs.all();
        if (ours.open() != null || theirs.open() != null || one.size() != other.size()) {
            return false;
        }
        for (int i = 0; i < one.size(); i++) {
            if (!resolver.types.comparable(
                    one.get(i).value().shape(), other.get(i).value().shape())) {
                return false;
            }
        }
        return true;
    }
}
