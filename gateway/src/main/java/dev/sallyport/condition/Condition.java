package dev.sallyport.condition;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A compiled condition: an expression of the <a href="https://github.com/google/cel-spec">Common Expression Language</a> that is
 * true or false. Immutable and thread-safe. Evaluating takes microseconds and is bounded by {@link Limits}.
 */
public final class Condition {

    private final Expression expression;

    private Condition(Expression expression) {
        this.expression = expression;
    }

    /** What became of a condition's source. */
    public sealed interface Compilation {

        /** It may be evaluated. */
        record Compiled(Condition condition) implements Compilation {}

        /** It is not a condition over these variables. */
        record Invalid(List<Problem> problems) implements Compilation {
            public Invalid {
                problems = List.copyOf(problems);
            }
        }
    }

    /** What a condition says. */
    public sealed interface Outcome {

        /** It is true. */
        record Holds() implements Outcome {}

        /** It is false. */
        record HoldsNot() implements Outcome {}

        /**
         * It has no value: a missing key, a wrong type, a limit. Never to be taken for false.
         *
         * @param reason a sentence fragment for the person who wrote the condition
         */
        record Failed(String reason) implements Outcome {}
    }

    /** Compiles a condition; whatever is wrong with the source is a {@link Problem}, never an exception. */
    public static Compilation compile(String source, Variables variables) {
        return switch (Expression.compile(source, variables, Expression.Result.BOOLEAN)) {
            case Expression.Compilation.Compiled compiled ->
                new Compilation.Compiled(new Condition(compiled.expression()));
            case Expression.Compilation.Invalid invalid -> new Compilation.Invalid(invalid.problems());
        };
    }

    /** The text it was compiled from. */
    public String source() {
        return expression.source();
    }

    /**
     * Whether its value can depend on a variable or a field of one.
     *
     * @param path as the source would write it: {@code now}, {@code session.age}
     */
    public boolean names(String path) {
        return expression.reading().paths().stream()
                .anyMatch(named -> named.equals(path) || named.startsWith(path + ".") || path.startsWith(named + "."));
    }

    /** Every variable and field that its value can depend on, as far down as the source writes them out: {@code claims.team}. */
    public Set<String> paths() {
        return expression.reading().paths();
    }

    /** Where it compares a variable with a text that is written out, as far as its source shows that. */
    public List<Comparison> comparisons() {
        return expression.reading().comparisons();
    }

    /**
     * Evaluates it.
     *
     * @param values a value for each variable that it was compiled with; others are ignored. Values are strings, booleans, numbers,
     *     instants, collections and maps of these, and null inside of those
     */
    public Outcome evaluate(Map<String, ?> values) {
        return switch (expression.evaluate(values)) {
            case Expression.Evaluation.Value value -> truth(value.value());
            case Expression.Evaluation.Missing missing -> new Outcome.Failed(missing.reason());
            case Expression.Evaluation.Failed failed -> new Outcome.Failed(failed.reason());
        };
    }

    private static Outcome truth(Object value) {
        if (!(value instanceof Boolean holds)) {
            return new Outcome.Failed("the condition is neither true nor false");
        }
        return holds ? new Outcome.Holds() : new Outcome.HoldsNot();
    }
}
