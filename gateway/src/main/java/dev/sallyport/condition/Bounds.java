package dev.sallyport.condition;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.CelKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Refuses what the type checker lets pass although it may run for very long or hides a mistake until it runs.
 *
 * <p>CEL bounds the number of steps, not their size: {@code [s].map(x, x + x).map(x, x + x)...} doubles a string with each of few
 * steps. So inside a macro nothing may be built: no lists or maps of what isn't constant, no joining, and {@code map} neither inside
 * another macro nor around one. Values then stay as large as what was passed in, times what the source spells out.
 */
final class Bounds {

    /** The variable in which CEL's macros collect their result; no source can name it. */
    private static final String ACCUMULATOR = "@result";

    private static final Set<CelKind> FIXED_SIZE =
            Set.of(CelKind.INT, CelKind.UINT, CelKind.DOUBLE, CelKind.TIMESTAMP, CelKind.DURATION);

    private static final Pattern REPETITION = Pattern.compile("\\{(\\d+)(?:,(\\d*))?}");

    private final CelAbstractSyntaxTree tree;
    private final List<Problem> problems = new ArrayList<>();

    private Bounds(CelAbstractSyntaxTree tree) {
        this.tree = tree;
    }

    static List<Problem> check(CelAbstractSyntaxTree tree) {
        Bounds bounds = new Bounds(tree);
        bounds.visit(tree.getExpr(), 0);
        return bounds.problems;
    }

    private void visit(CelExpr expression, int nesting) {
        switch (expression.getKind()) {
            case NOT_SET, CONSTANT, IDENT -> {}
            case SELECT -> visit(expression.select().operand(), nesting);
            case CALL -> visitCall(expression, nesting);
            case LIST -> {
                List<CelExpr> elements = expression.list().elements();
                refuseBuilding(expression, elements, nesting);
                elements.forEach(element -> visit(element, nesting));
            }
            case MAP -> {
                var entries = expression.map().entries();
                refuseBuilding(
                        expression,
                        entries.stream().map(CelExpr.CelMap.Entry::value).toList(),
                        nesting);
                entries.forEach(entry -> {
                    visit(entry.key(), nesting);
                    visit(entry.value(), nesting);
                });
            }
            case STRUCT -> refuse(expression, "an object can't be made here");
            case COMPREHENSION -> visitMacro(expression, nesting);
        }
    }

    private void visitCall(CelExpr expression, int nesting) {
        CelExpr.CelCall call = expression.call();
        switch (call.function()) {
            case "dyn" -> refuse(expression, "dyn() would hide a mistake until the condition runs");
            case "matches" -> checkPattern(call.args().getLast());
            case "_+_" -> {
                if (nesting > 0 && !isFixedSize(expression)) {
                    refuse(expression, "inside a macro only numbers and times can be added");
                }
            }
            default -> {}
        }
        call.target().ifPresent(target -> visit(target, nesting));
        call.args().forEach(argument -> visit(argument, nesting));
    }

    private void visitMacro(CelExpr expression, int nesting) {
        CelExpr.CelComprehension macro = expression.comprehension();
        visit(macro.iterRange(), nesting);
        if (nesting == Limits.MACRO_NESTING) {
            refuse(expression, "macros are nested more than " + Limits.MACRO_NESTING + " deep");
            return;
        }
        visitStep(macro, macro.loopStep(), nesting);
    }

    /** The steps of all, exists, exists_one, map and filter, as CEL's specification expands them. */
    private void visitStep(CelExpr.CelComprehension macro, CelExpr step, int nesting) {
        boolean isCollecting = step.getKind() == CelExpr.ExprKind.Kind.CALL
                && step.call().function().equals("_+_")
                && isAccumulator(step.call().args().getFirst());
        if (isCollecting) {
            CelExpr added = step.call().args().getLast();
            if (added.getKind() == CelExpr.ExprKind.Kind.LIST) {
                visitCollected(macro, added.list().elements().getFirst(), nesting);
            }
        } else if (step.getKind() == CelExpr.ExprKind.Kind.CALL
                && step.call().args().stream().anyMatch(this::isAccumulator)) {
            step.call().args().forEach(part -> visitStep(macro, part, nesting));
        } else {
            visit(step, nesting + 1);
        }
    }

    private void visitCollected(CelExpr.CelComprehension macro, CelExpr element, int nesting) {
        if (element.getKind() == CelExpr.ExprKind.Kind.IDENT
                && element.ident().name().equals(macro.iterVar())) {
            return;
        }
        if (nesting > 0) {
            refuse(element, "map() can't stand inside another macro");
        }
        if (hasMacro(element)) {
            refuse(element, "no macro can stand inside map()");
        }
        visit(element, nesting + 1);
    }

    private boolean hasMacro(CelExpr expression) {
        return switch (expression.getKind()) {
            case NOT_SET, CONSTANT, IDENT, STRUCT -> false;
            case SELECT -> hasMacro(expression.select().operand());
            case CALL ->
                expression.call().target().map(this::hasMacro).orElse(false)
                        || expression.call().args().stream().anyMatch(this::hasMacro);
            case LIST -> expression.list().elements().stream().anyMatch(this::hasMacro);
            case MAP -> expression.map().entries().stream().anyMatch(entry -> hasMacro(entry.value()));
            case COMPREHENSION -> true;
        };
    }

    private void refuseBuilding(CelExpr expression, List<CelExpr> elements, int nesting) {
        boolean isConstant = elements.stream().allMatch(element -> element.getKind() == CelExpr.ExprKind.Kind.CONSTANT);
        if (nesting > 0 && !isConstant) {
            refuse(expression, "inside a macro lists and maps can hold constants alone");
        }
    }

    private void checkPattern(CelExpr pattern) {
        if (pattern.getKind() != CelExpr.ExprKind.Kind.CONSTANT
                || pattern.constant().getKind() != CelConstant.Kind.STRING_VALUE) {
            refuse(pattern, "a regular expression must be written out");
            return;
        }
        String text = pattern.constant().stringValue();
        if (text.length() > Limits.PATTERN_LENGTH) {
            refuse(pattern, "a regular expression is longer than " + Limits.PATTERN_LENGTH);
        }
        if (repetitions(text) > Limits.PATTERN_REPETITIONS) {
            refuse(pattern, "a regular expression repeats more than " + Limits.PATTERN_REPETITIONS + " times");
        }
    }

    private static double repetitions(String pattern) {
        double product = 1;
        for (MatchResult repetition : REPETITION.matcher(pattern).results().toList()) {
            String upper = repetition.group(2);
            double count = Double.parseDouble(upper == null || upper.isEmpty() ? repetition.group(1) : upper);
            product *= Math.max(1, count);
        }
        return product;
    }

    private boolean isFixedSize(CelExpr expression) {
        return tree.getType(expression.id())
                .map(type -> FIXED_SIZE.contains(type.kind()))
                .orElse(false);
    }

    private boolean isAccumulator(CelExpr expression) {
        return expression.getKind() == CelExpr.ExprKind.Kind.IDENT
                && expression.ident().name().equals(ACCUMULATOR);
    }

    private void refuse(CelExpr expression, String message) {
        CelSourceLocation location = tree.getSource()
                .getOffsetLocation(tree.getSource().getPositionsMap().getOrDefault(expression.id(), 0))
                .orElse(CelSourceLocation.of(1, 0));
        problems.add(new Problem(location.getLine(), location.getColumn() + 1, message));
    }
}
