package dev.sallyport.policy;

import dev.sallyport.catalog.Catalog;
import dev.sallyport.catalog.FunctionFamily;
import dev.sallyport.catalog.Relation;
import dev.sallyport.catalog.Routine;
import dev.sallyport.catalog.RowSecurity;
import dev.sallyport.catalog.Type;
import dev.sallyport.catalog.UserOperator;
import dev.sallyport.sql.FunctionUse;
import dev.sallyport.sql.Statement;
import dev.sallyport.sql.flow.NamedFunction.Body;
import dev.sallyport.sql.flow.NamedFunction.Volatility;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The functions, operators and types that a statement calls: whether what runs behind them can read what the statement does not name.
 * A name means every function of that name, in whatever schema.
 */
final class CalledCode {
    private static final String RULE = "builtin/functions";
    private static final String TEMPORARY = "pg_temp";

    private final Statement statement;
    private final Predicate<String> trusted;
    private final Catalog catalog;
    private final Sink sink;
    private final Sink apparent;

    /** Takes what is found. */
    @FunctionalInterface
    interface Sink {
        void find(String rule, String fact, String hint);
    }

    /**
     * @param trusted whether a function of the database's own, by its qualified name, is believed to read nothing else
     * @param sink takes what is found
     * @param apparent takes what is none if the function's body shows that it reveals nothing
     */
    CalledCode(Statement statement, Catalog catalog, Predicate<String> trusted, Sink sink, Sink apparent) {
        this.statement = statement;
        this.catalog = catalog;
        this.trusted = trusted;
        this.sink = sink;
        this.apparent = apparent;
    }

    void look() {
        casts();
        for (FunctionUse use : statement.functions()) {
            if (use.operator()) {
                operator(use);
            } else {
                function(use);
            }
        }
        for (String type : statement.types()) {
            // A dot may also stand in a quoted name, so each is tried.
            type(null, type);
            for (int dot = type.indexOf('.'); dot >= 0; dot = type.indexOf('.', dot + 1)) {
                type(type.substring(0, dot), type.substring(dot + 1));
            }
        }
    }

    /** Row security calls what no statement names. What is read of its functions' bodies counts as what the table's rows depend on. */
    void rowSecurity(Relation relation) {
        RowSecurity security = relation.rowSecurity();
        if (security == null) {
            return;
        }
        for (int oid : security.functions()) {
            Optional<Routine> routine = catalog.routine(oid);
            boolean known = routine.filter(
                            one -> !(one.body() instanceof Body.Unknown) || areSafe(one.schema(), one.name()))
                    .isPresent();
            if (!known) {
                sink.find(
                        RULE,
                        "row security of " + relation.display() + " runs "
                                + routine.map(one -> one.schema() + "." + one.name())
                                        .orElse("a function that is not known"),
                        "Have the function trusted in the configuration.");
            }
        }
    }

    /** A value of a type that the client says a parameter is of is made by that type's code, which no name in the text shows. */
    void parameters(Set<Integer> types) {
        for (int oid : types) {
            Optional<Type> type = catalog.type(oid);
            if (type.isEmpty()) {
                sink.find(
                        RULE,
                        "a parameter is declared to be of a type that is not known, " + Integer.toUnsignedString(oid),
                        "Leave the parameter's type to the server.");
            }
            type.ifPresent(this::made);
        }
    }

    /** Whether code of the database's own runs, so that what it says in errors and notices is not known. */
    static boolean callsTrusted(Statement statement, Sensitivity sensitivity) {
        return statement.functions().stream()
                .filter(use -> !use.operator())
                .flatMap(use -> sensitivity.catalog().functions(use.schema(), use.name()).stream())
                .anyMatch(family -> sensitivity.isTrusted(family.display()));
    }

    private void function(FunctionUse use) {
        if (use.schema() != null && use.schema().startsWith(TEMPORARY)) {
            unknown(use.schema() + "." + use.name(), sink);
        }
        for (FunctionFamily family : catalog.functions(use.schema(), use.name())) {
            if (!isSafe(family)) {
                unknown(family.display(), family.schema().equals(Catalog.SYSTEM_SCHEMA) ? sink : apparent);
            }
        }
        // A type's name can be called as a function, which casts.
        type(use.schema(), use.name());
    }

    private boolean isSafe(FunctionFamily family) {
        if (family.schema().equals(Catalog.SYSTEM_SCHEMA)) {
            return family.volatility() == Volatility.IMMUTABLE || SystemFunctions.isSafe(family.name());
        }
        return family.schema().equals(Catalog.INFORMATION_SCHEMA)
                || (family.extension() != null && Extensions.KNOWN.functions().contains(family.extension()))
                || trusted.test(family.display());
    }

    /** A value is cast where its type does not fit, which no name in the statement shows. */
    private void casts() {
        if (statement.relations().isEmpty()
                && statement.functions().isEmpty()
                && statement.types().isEmpty()) {
            return;
        }
        for (Routine routine : catalog.casts()) {
            String name = routine.schema() + "." + routine.name();
            if (!readsNothing(routine.body()) && !areSafe(routine.schema(), routine.name())) {
                sink.find(RULE, "a cast runs " + name, "Have the function trusted in the configuration.");
            }
        }
    }

    private static boolean readsNothing(Body body) {
        return switch (body) {
            case Body.ArgumentsAlone() -> true;
            case Body.Read(var reads, var writes, var _) -> reads.isNone() && !writes;
            case Body.Unknown(var _) -> false;
        };
    }

    private void operator(FunctionUse use) {
        for (UserOperator operator : catalog.operators(use.schema(), use.name())) {
            if (!areSafe(operator.functionSchema(), operator.functionName())) {
                sink.find(
                        RULE,
                        "the operator " + operator.schema() + "." + operator.symbol() + " runs "
                                + operator.functionSchema() + "." + operator.functionName(),
                        "Write OPERATOR(pg_catalog." + use.name()
                                + "), or have the function trusted in the configuration.");
            }
        }
    }

    private void type(@Nullable String schema, String name) {
        catalog.types(schema, name).forEach(this::made);
    }

    private void made(Type type) {
        for (String function : type.functions()) {
            int dot = function.indexOf('.');
            if (!areSafe(function.substring(0, dot), function.substring(dot + 1))) {
                sink.find(
                        RULE,
                        "making a value of " + type.schema() + "." + type.name() + " runs " + function,
                        "Have the function trusted in the configuration.");
            }
        }
    }

    private boolean areSafe(String schema, String name) {
        List<FunctionFamily> families = catalog.functions(schema, name);
        return !families.isEmpty() && families.stream().allMatch(this::isSafe);
    }

    private static void unknown(String name, Sink sink) {
        sink.find(
                RULE,
                name + " can read what the statement does not name",
                name.startsWith(Catalog.SYSTEM_SCHEMA + ".")
                        ? "Use another function."
                        : "Have it listed in the database's trustedFunctions if it reveals nothing that is masked.");
    }
}
