package dev.sallyport.condition;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A compiled expression that gives a list of strings, or one string. Immutable, thread-safe and bounded like a {@link Condition}. */
public final class ValueExpression {

    private final Expression expression;
    private final boolean single;

    private ValueExpression(Expression expression, boolean single) {
        this.expression = expression;
        this.single = single;
    }

    /** What became of an expression's source. */
    public sealed interface Compilation {

        /** It may be evaluated. */
        record Compiled(ValueExpression expression) implements Compilation {}

        /** It does not give what it should. */
        record Invalid(List<Problem> problems) implements Compilation {
            public Invalid {
                problems = List.copyOf(problems);
            }
        }
    }

    /** What an expression gives. */
    public sealed interface Outcome {

        /** Its strings, in order; one if it was compiled to give one. */
        record Values(List<String> values) implements Outcome {
            public Values {
                values = List.copyOf(values);
            }
        }

        /** A key that it names is not there. */
        record Missing(String reason) implements Outcome {}

        /** It gives something else, or nothing. */
        record Failed(String reason) implements Outcome {}
    }

    /** Compiles an expression that gives one string; whatever is wrong with the source is a {@link Problem}, never an exception. */
    public static Compilation compileText(String source, Variables variables) {
        return compile(source, variables, Expression.Result.STRING);
    }

    /** Compiles an expression that gives a list of strings; whatever is wrong with the source is a {@link Problem}, never an exception. */
    public static Compilation compile(String source, Variables variables) {
        return compile(source, variables, Expression.Result.STRINGS);
    }

    private static Compilation compile(String source, Variables variables, Expression.Result result) {
        return switch (Expression.compile(source, variables, result)) {
            case Expression.Compilation.Compiled compiled ->
                new Compilation.Compiled(
                        new ValueExpression(compiled.expression(), result == Expression.Result.STRING));
            case Expression.Compilation.Invalid invalid -> new Compilation.Invalid(invalid.problems());
        };
    }

    /** The text it was compiled from. */
    public String source() {
        return expression.source();
    }

    /** Every variable and field that its value can depend on, as far down as the source writes them out: {@code claims.team}. */
    public Set<String> paths() {
        return expression.reading().paths();
    }

    /** Evaluates it, with values as {@link Condition#evaluate} takes them. */
    public Outcome evaluate(Map<String, ?> values) {
        return switch (expression.evaluate(values)) {
            case Expression.Evaluation.Value value -> single ? string(value.value()) : strings(value.value());
            case Expression.Evaluation.Missing missing -> new Outcome.Missing(missing.reason());
            case Expression.Evaluation.Failed failed -> new Outcome.Failed(failed.reason());
        };
    }

    private static Outcome string(Object value) {
        return value instanceof String string
                ? new Outcome.Values(List.of(string))
                : new Outcome.Failed("it is not a string");
    }

    private static Outcome strings(Object value) {
        if (!(value instanceof List<?> elements)) {
            return new Outcome.Failed("it is not a list");
        }
        List<String> strings = new ArrayList<>(elements.size());
        for (Object element : elements) {
            if (!(element instanceof String string)) {
                return new Outcome.Failed("it is a list, but not of strings alone");
            }
            strings.add(string);
        }
        return new Outcome.Values(strings);
    }
}
