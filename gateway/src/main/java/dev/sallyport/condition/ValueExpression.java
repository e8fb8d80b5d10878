package dev.sallyport.condition;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A compiled expression that gives a list of strings. Immutable, thread-safe and bounded like a {@link Condition}. */
public final class ValueExpression {

    private final Expression expression;

    private ValueExpression(Expression expression) {
        this.expression = expression;
    }

    /** What became of an expression's source. */
    public sealed interface Compilation {

        /** It may be evaluated. */
        record Compiled(ValueExpression expression) implements Compilation {}

        /** It does not give a list of strings. */
        record Invalid(List<Problem> problems) implements Compilation {
            public Invalid {
                problems = List.copyOf(problems);
            }
        }
    }

    /** What an expression gives. */
    public sealed interface Outcome {

        /** Its strings, in order. */
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

    /** Compiles an expression; whatever is wrong with the source is a {@link Problem}, never an exception. */
    public static Compilation compile(String source, Variables variables) {
        return switch (Expression.compile(source, variables, Expression.Result.STRINGS)) {
            case Expression.Compilation.Compiled compiled ->
                new Compilation.Compiled(new ValueExpression(compiled.expression()));
            case Expression.Compilation.Invalid invalid -> new Compilation.Invalid(invalid.problems());
        };
    }

    /** The text it was compiled from. */
    public String source() {
        return expression.source();
    }

    /** Evaluates it, with values as {@link Condition#evaluate} takes them. */
    public Outcome evaluate(Map<String, ?> values) {
        return switch (expression.evaluate(values)) {
            case Expression.Evaluation.Value value -> strings(value.value());
            case Expression.Evaluation.Missing missing -> new Outcome.Missing(missing.reason());
            case Expression.Evaluation.Failed failed -> new Outcome.Failed(failed.reason());
        };
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
