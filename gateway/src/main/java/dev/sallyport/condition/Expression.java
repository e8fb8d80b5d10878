package dev.sallyport.condition;

import dev.cel.bundle.Cel;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelErrorCode;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.Program;
import dev.cel.validator.CelValidatorFactory;
import dev.cel.validator.validators.DurationLiteralValidator;
import dev.cel.validator.validators.RegexLiteralValidator;
import dev.cel.validator.validators.TimestampLiteralValidator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A checked and bounded expression, whatever it gives. Immutable and thread-safe. */
final class Expression {

    private static final CelOptions OPTIONS = CelOptions.current()
            .maxExpressionCodePointSize(Limits.SOURCE_CODE_POINTS)
            .maxParseRecursionDepth(Limits.DEPTH)
            .comprehensionMaxIterations(Limits.ITERATIONS)
            .enableHeterogeneousNumericComparisons(true)
            .build();

    /** CEL puts where it happened before what happened; the place is of no use without the source. */
    private static final Pattern PLACE = Pattern.compile("^evaluation error(?: at [^:]*:\\d+)?: ");

    private final String source;
    private final Program program;
    private final Set<String> names;
    private final Reading reading;

    private Expression(String source, Program program, Set<String> names, Reading reading) {
        this.source = source;
        this.program = program;
        this.names = names;
        this.reading = reading;
    }

    /** What an expression is to give. */
    enum Result {
        BOOLEAN(SimpleType.BOOL),
        STRING(SimpleType.STRING),
        STRINGS(ListType.create(SimpleType.STRING));

        private final CelType type;

        Result(CelType type) {
            this.type = type;
        }
    }

    sealed interface Compilation {
        record Compiled(Expression expression) implements Compilation {}

        record Invalid(List<Problem> problems) implements Compilation {}
    }

    sealed interface Evaluation {
        record Value(Object value) implements Evaluation {}

        record Missing(String reason) implements Evaluation {}

        record Failed(String reason) implements Evaluation {}
    }

    static Compilation compile(String source, Variables variables, Result result) {
        Declarations declarations = new Declarations(variables);
        var builder = CelFactory.plannerCelBuilder()
                .setOptions(OPTIONS)
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .setTypeProvider(declarations.structures())
                .setResultType(result.type);
        declarations.byName().forEach(builder::addVar);
        Cel cel = builder.build();
        CelValidationResult checked = cel.compile(source);
        if (checked.hasError()) {
            return new Compilation.Invalid(problems(checked.getErrors()));
        }
        try {
            CelAbstractSyntaxTree tree = checked.getAst();
            List<Problem> beyond = Bounds.check(tree);
            if (!beyond.isEmpty()) {
                return new Compilation.Invalid(beyond);
            }
            // After the bounds: it compiles regular expressions, which must not be large by then.
            CelValidationResult validated = CelValidatorFactory.standardCelValidatorBuilder(cel)
                    .addAstValidators(
                            RegexLiteralValidator.INSTANCE,
                            TimestampLiteralValidator.INSTANCE,
                            DurationLiteralValidator.INSTANCE)
                    .build()
                    .validate(tree);
            if (validated.hasError()) {
                return new Compilation.Invalid(problems(validated.getErrors()));
            }
            Program program = cel.createProgram(tree);
            return new Compilation.Compiled(
                    new Expression(source, program, variables.types().keySet(), Reading.of(tree)));
        } catch (CelValidationException | CelEvaluationException e) {
            return new Compilation.Invalid(List.of(new Problem(1, 1, firstLine(e.getMessage()))));
        }
    }

    String source() {
        return source;
    }

    Reading reading() {
        return reading;
    }

    Evaluation evaluate(Map<String, ?> values) {
        Map<String, Object> bound = new HashMap<>();
        for (String name : names) {
            Object value = values.get(name);
            if (value == null) {
                return new Evaluation.Failed("the variable '" + name + "' has no value");
            }
            bound.put(name, Values.toCel(value));
        }
        try {
            return new Evaluation.Value(program.eval(bound));
        } catch (CelEvaluationException e) {
            String reason = PLACE.matcher(firstLine(e.getMessage())).replaceFirst("");
            return e.getErrorCode() == CelErrorCode.ATTRIBUTE_NOT_FOUND
                    ? new Evaluation.Missing(reason)
                    : new Evaluation.Failed(reason);
        }
    }

    private static List<Problem> problems(List<CelIssue> issues) {
        return issues.stream()
                .map(issue -> new Problem(
                        Math.max(1, issue.getSourceLocation().getLine()),
                        Math.max(1, issue.getSourceLocation().getColumn() + 1),
                        firstLine(issue.getMessage())))
                .distinct()
                .toList();
    }

    private static String firstLine(@Nullable String message) {
        String line = message == null ? "" : message.lines().findFirst().orElse("");
        return line.length() <= Limits.REASON_LENGTH ? line : line.substring(0, Limits.REASON_LENGTH) + " ...";
    }
}
