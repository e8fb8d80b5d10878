package dev.sallyport.sql.flow;

import dev.sallyport.sql.flow.NamedFunction.Body;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What functions, and those that operators call, make of their arguments. */
final class Functions {
    // pg_type.oid of record, whose fields the call decides, and of anyelement and its kin, which stand for an
    // argument's type.
    private static final int RECORD = 2249;
    private static final Set<Integer> POLYMORPHIC =
            Set.of(2276, 2277, 2283, 2776, 3500, 3831, 4537, 4538, 5077, 5078, 5079, 5080);
    private static final Set<String> OF_ITS_FIRST_ARGUMENT = Set.of(
            "json_populate_record", "json_populate_recordset", "jsonb_populate_record", "jsonb_populate_recordset");

    private final Resolver resolver;
    private final TotalFunctions total;

    Functions(Resolver resolver, TotalFunctions total) {
        this.resolver = resolver;
        this.total = total;
    }

    /** The functions of a name that can be called with so many arguments. */
    List<NamedFunction> called(List<String> name, int arguments) {
        if (name.isEmpty()) {
            return List.of();
        }
        String schema = name.size() > 1 ? name.get(name.size() - 2) : null;
        List<NamedFunction> called = new ArrayList<>(2);
        for (NamedFunction function : resolver.names.functions(schema, name.getLast())) {
            if (function.fewestArguments() <= arguments && arguments <= function.mostArguments()) {
                called.add(function);
            }
        }
        return called;
    }

    /**
     * The result of a call that can be of any of some functions.
     *
     * @param arguments what it is called with
     * @param scope where the call stands, whose rows a function that returns a set decides
     */
    Value result(List<NamedFunction> functions, List<Value> arguments, Scope scope) {
        return result(functions, arguments, total.result(functions, arguments, List.of()), scope);
    }

    /**
     * The result of a call that can be of any of some functions.
     *
     * @param never the shape of the result if the call never fails; null if it can
     */
    Value result(List<NamedFunction> functions, List<Value> arguments, @Nullable Shape never, Scope scope) {
        Dependencies all = arguments.size() == 1
                ? resolver.types.used(arguments.getFirst())
                : Dependencies.all(arguments.stream().map(resolver.types::used).toList());
        boolean set = false;
        for (NamedFunction function : functions) {
            all = all.and(run(function));
            set |= function.returnsSet();
        }
        if (set) {
            scope.level().rows().add(all);
        }
        if (never == null) {
            resolver.failures.operation(all);
            return new Value(all, null, shape(functions, arguments, all));
        }
        return new Value(all, null, never);
    }

    /** What a function adds to its arguments. */
    Dependencies run(NamedFunction function) {
        return function.body() instanceof Body.ArgumentsAlone ? alone(function) : run(List.of(function));
    }

    /** What functions add to their arguments, and those that their types' values are handled by, and so on. */
    Dependencies run(Collection<? extends NamedFunction> first) {
        if (first.isEmpty()) {
            return Dependencies.NONE;
        }
        Set<NamedFunction> seen = new LinkedHashSet<>(first);
        seen.addAll(resolver.names.code(new TypeCode.UsingPlain()));
        Deque<NamedFunction> waiting = new ArrayDeque<>(seen);
        Set<Integer> types = new HashSet<>();
        List<Dependencies> all = new ArrayList<>();
        while (!waiting.isEmpty() && resolver.findings.step(1)) {
            NamedFunction function = waiting.pop();
            all.add(alone(function));
            for (int type : function.types()) {
                if (types.add(type)) {
                    for (TypeCode handling : List.of(new TypeCode.Making(type), new TypeCode.Using(type))) {
                        resolver.names.code(handling).stream().filter(seen::add).forEach(waiting::add);
                    }
                }
            }
        }
        return Dependencies.all(all);
    }

    private Dependencies alone(NamedFunction function) {
        resolver.findings.function(function);
        if (function.returnsSet()) {
            resolver.aggregates.multiply();
        }
        return switch (function.body()) {
            case Body.ArgumentsAlone() -> Dependencies.NONE;
            case Body.Read(Dependencies reads, boolean writes, var _) -> {
                if (writes) {
                    resolver.findings.unread("what " + display(function) + " writes was not followed");
                }
                resolver.findings.readByFunction(reads);
                if (!function.schema().equals("pg_catalog")) {
                    resolver.failures.operation(reads);
                }
                reads.unknown().forEach(resolver.findings::unread);
                // What it compares with a parameter of its own is compared with whatever it is called with.
                yield reads.widened();
            }
            case Body.Unknown(String reason) ->
                resolver.findings.unread("what " + display(function) + " does is not known: " + reason);
        };
    }

    private static String display(NamedFunction function) {
        return function.schema() + "." + function.name();
    }

    private Shape shape(List<NamedFunction> functions, List<Value> arguments, Dependencies result) {
        Columns columns = columns(functions, result);
        if (columns != null) {
            return new Shape.Row(columns);
        }
        Shape common = null;
        for (NamedFunction function : functions) {
            Shape shape = shape(function, arguments);
            if (common == null) {
                common = shape;
            } else if (!common.equals(shape)) {
                common = resolver.types.either(common, shape);
            }
        }
        return common == null ? Shape.UNKNOWN : common;
    }

    private Shape shape(NamedFunction function, List<Value> arguments) {
        int type = function.resultType();
        boolean numbers = !arguments.isEmpty()
                && arguments.getFirst().shape() instanceof Shape.OfType(int oid)
                && BuiltinTypes.isVector(oid);
        if (numbers && function.schema().equals("pg_catalog") && function.name().equals("unnest")) {
            return Shape.PLAIN;
        }
        if (!function.columns().isEmpty() || type == RECORD) {
            return Shape.UNKNOWN;
        }
        if (!POLYMORPHIC.contains(type)) {
            return new Shape.OfType(type);
        }
        if (arguments.stream().allMatch(argument -> resolver.types.isSystem(argument.shape()))) {
            return Shape.PLAIN;
        }
        if (OF_ITS_FIRST_ARGUMENT.contains(function.name()) && !arguments.isEmpty()) {
            return arguments.getFirst().shape();
        }
        if (function.name().equals("unnest") && !arguments.isEmpty()) {
            return resolver.types.element(arguments.getFirst().shape());
        }
        return arguments.stream().allMatch(argument -> resolver.types.isMadeOfScalars(argument.shape()))
                ? Shape.SCALAR
                : Shape.UNKNOWN;
    }

    /** The columns that all of some functions have, by their definitions; null if they have none, or not the same. */
    @Nullable
    Columns columns(List<NamedFunction> functions, Dependencies result) {
        List<List<String>> lists = functions.stream()
                .map(function ->
                        function.columns().stream().map(NamedType.Field::name).toList())
                .distinct()
                .toList();
        if (lists.size() != 1 || lists.getFirst().isEmpty()) {
            return null;
        }
        List<Column> columns = new ArrayList<>();
        for (NamedType.Field field : functions.getFirst().columns()) {
            columns.add(Column.of(field.name(), new Value(result, null, new Shape.OfType(field.type()))));
        }
        return new ListedColumns(columns);
    }

    /** A function of one row or composite value, written as its field, where it has no such field. */
    Value ofRow(String function, Value row, Scope scope) {
        List<NamedFunction> functions = called(List.of(function), 1);
        if (functions.isEmpty()) {
            return missing(List.of(function), List.of(row));
        }
        return result(functions, List.of(row), scope);
    }

    /** A call of a function that is not there. */
    Value missing(List<String> name, List<Value> arguments) {
        Dependencies given =
                Dependencies.all(arguments.stream().map(Value::dependsOn).toList());
        String display = String.join(".", name);
        resolver.findings.unresolved(display + "()");
        return Value.of(given.and(resolver.findings.unknown("no function is known by the name " + display)));
    }

    /**
     * The functions of users that an operator may call.
     *
     * @param left what its left operand is; null if it has none
     * @param right what its right operand is
     */
    List<NamedFunction> operators(List<String> name, @Nullable Shape left, Shape right) {
        String schema = name.size() > 1 ? name.get(name.size() - 2) : null;
        if (name.isEmpty() || "pg_catalog".equals(schema)) {
            return List.of();
        }
        List<NamedFunction> functions = new ArrayList<>();
        for (NamedOperator operator : resolver.names.operators(schema, name.getLast())) {
            boolean fits = left == null
                    ? operator.left() == 0
                    : operator.left() != 0 && resolver.types.canBe(operator.left(), left);
            if (fits && resolver.types.canBe(operator.right(), right)) {
                functions.add(operator.function());
            }
        }
        return functions;
    }

    /** The functions of users that comparing two values may call, or rows of as many fields, each with each. */
    Set<NamedFunction> comparing(List<String> name, Shape left, Shape right) {
        Set<NamedFunction> functions = new LinkedHashSet<>();
        if (left instanceof Shape.Row(Columns ours)
                && right instanceof Shape.Row(Columns theirs)
                && ours.open() == null
                && theirs.open() == null
                && ours.all().size() == theirs.all().size()) {
            for (int i = 0; i < ours.all().size(); i++) {
                functions.addAll(comparing(
                        name,
                        ours.all().get(i).value().shape(),
                        theirs.all().get(i).value().shape()));
            }
            return functions;
        }
        functions.addAll(operators(name, left, right));
        return functions;
    }

    /** What comparing two values adds to them. */
    Dependencies compared(List<String> name, Shape left, Shape right) {
        return run(comparing(name, left, right));
    }
}
