package dev.sallyport.condition;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.sallyport.condition.Comparison.Manner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a checked expression names and what it compares with texts, read from its tree. */
final class Reading {

    private final CelAbstractSyntaxTree tree;
    private final Set<String> paths = new HashSet<>();
    private final List<Comparison> comparisons = new ArrayList<>();

    private Reading(CelAbstractSyntaxTree tree) {
        this.tree = tree;
    }

    /** One side of a comparison, as far as it is of use here. */
    private sealed interface Side {
        /** A variable, a field of it, or an element of either. */
        record Path(String path) implements Side {}

        /** Texts that are written out. */
        record Texts(List<String> texts) implements Side {}

        /** Anything else. */
        record Other() implements Side {}
    }

    static Reading of(CelAbstractSyntaxTree tree) {
        Reading reading = new Reading(tree);
        reading.visit(tree.getExpr(), Map.of());
        return reading;
    }

    /** Every variable and field that is named, as far down as the fields are written out. */
    Set<String> paths() {
        return Set.copyOf(paths);
    }

    List<Comparison> comparisons() {
        return List.copyOf(comparisons);
    }

    /** @param scope what the variables of the macros around it stand for */
    private void visit(CelExpr expression, Map<String, Side> scope) {
        switch (expression.getKind()) {
            case NOT_SET, CONSTANT -> {}
            case IDENT -> paths.add(expression.ident().name());
            case SELECT ->
                path(expression)
                        .ifPresentOrElse(
                                paths::add, () -> visit(expression.select().operand(), scope));
            case CALL -> call(expression, scope);
            case LIST -> expression.list().elements().forEach(element -> visit(element, scope));
            case MAP ->
                expression.map().entries().forEach(entry -> {
                    visit(entry.key(), scope);
                    visit(entry.value(), scope);
                });
            case STRUCT -> expression.struct().entries().forEach(entry -> visit(entry.value(), scope));
            case COMPREHENSION -> {
                CelExpr.CelComprehension macro = expression.comprehension();
                visit(macro.iterRange(), scope);
                Map<String, Side> inner = new HashMap<>(scope);
                inner.put(macro.iterVar(), side(macro.iterRange(), scope));
                visit(macro.accuInit(), scope);
                visit(macro.loopCondition(), inner);
                visit(macro.loopStep(), inner);
                visit(macro.result(), inner);
            }
        }
    }

    private void call(CelExpr expression, Map<String, Side> scope) {
        Optional<String> element = path(expression);
        if (element.isPresent()) {
            paths.add(element.get());
            return;
        }
        CelExpr.CelCall call = expression.call();
        List<CelExpr> operands = new ArrayList<>();
        call.target().ifPresent(operands::add);
        operands.addAll(call.args());
        if (operands.size() == 2) {
            Side left = side(operands.getFirst(), scope);
            Side right = side(operands.getLast(), scope);
            switch (call.function()) {
                case "_==_", "_!=_", "@in" -> {
                    compare(expression, Manner.EQUAL, left, right);
                    compare(expression, Manner.EQUAL, right, left);
                }
                case "startsWith" -> compare(expression, Manner.STARTS_WITH, left, right);
                case "endsWith" -> compare(expression, Manner.ENDS_WITH, left, right);
                case "contains" -> compare(expression, Manner.CONTAINS, left, right);
                default -> {}
            }
        }
        operands.forEach(operand -> visit(operand, scope));
    }

    private void compare(CelExpr at, Manner manner, Side variable, Side constants) {
        if (variable instanceof Side.Path(String path) && constants instanceof Side.Texts(List<String> texts)) {
            CelSourceLocation location = tree.getSource()
                    .getOffsetLocation(tree.getSource().getPositionsMap().getOrDefault(at.id(), 0))
                    .orElse(CelSourceLocation.of(1, 0));
            for (String text : texts) {
                comparisons.add(new Comparison(path, manner, text, location.getLine(), location.getColumn() + 1));
            }
        }
    }

    private Side side(CelExpr expression, Map<String, Side> scope) {
        return switch (expression.getKind()) {
            case IDENT -> {
                String name = expression.ident().name();
                yield scope.getOrDefault(name, new Side.Path(name));
            }
            case SELECT -> path(expression).<Side>map(Side.Path::new).orElseGet(Side.Other::new);
            case CONSTANT -> new Side.Texts(text(expression).map(List::of).orElseGet(List::of));
            case LIST ->
                new Side.Texts(expression.list().elements().stream()
                        .flatMap(element -> text(element).stream())
                        .toList());
            case NOT_SET, CALL, MAP, STRUCT, COMPREHENSION -> new Side.Other();
        };
    }

    private static Optional<String> text(CelExpr expression) {
        return expression.getKind() == CelExpr.ExprKind.Kind.CONSTANT
                        && expression.constant().getKind() == CelConstant.Kind.STRING_VALUE
                ? Optional.of(expression.constant().stringValue())
                : Optional.empty();
    }

    /** {@code a.b.c}, if it begins with a name; what {@code a["b"]} names is {@code a.b}, too. */
    private static Optional<String> path(CelExpr expression) {
        return switch (expression.getKind()) {
            case IDENT -> Optional.of(expression.ident().name());
            case SELECT ->
                path(expression.select().operand())
                        .map(operand -> operand + "." + expression.select().field());
            case CALL -> {
                CelExpr.CelCall call = expression.call();
                yield call.function().equals("_[_]")
                        ? path(call.args().getFirst())
                                .flatMap(operand -> text(call.args().getLast()).map(key -> operand + "." + key))
                        : Optional.empty();
            }
            case NOT_SET, CONSTANT, LIST, MAP, STRUCT, COMPREHENSION -> Optional.empty();
        };
    }
}
