package dev.sallyport.catalog;

import dev.sallyport.catalog.BodyReader.Definition;
import dev.sallyport.sql.ActingFunctions;
import dev.sallyport.sql.ColumnUse;
import dev.sallyport.sql.Effect;
import dev.sallyport.sql.FunctionUse;
import dev.sallyport.sql.RelationUse;
import dev.sallyport.sql.Statement;
import dev.sallyport.sql.Statement.JoinUse;
import dev.sallyport.sql.flow.ColumnId;
import dev.sallyport.sql.flow.Dependencies;
import dev.sallyport.sql.flow.NamedFunction;
import dev.sallyport.sql.flow.NamedFunction.Body;
import dev.sallyport.sql.flow.NamedRelation;
import dev.sallyport.sql.flow.NamedType;
import dev.sallyport.sql.flow.Namespace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What functions do whose bodies were read, by names alone: a body reads every column of a relation that it names which goes by any name
 * that stands in it, or all of them if it may take whole rows. That may be more than it reads, and is never less. For one thread.
 */
final class Bodies {
    /** How many functions may call one another before it is not followed any more. */
    static final int NESTED_CALLS = 50;

    private static final Set<String> READING = Set.of("SELECT", "VALUES", "EXPLAIN");

    private final Catalog catalog;
    private final Map<Integer, Definition> definitions;
    private final Map<Integer, Described> known = new HashMap<>();
    private final Set<Integer> within = new HashSet<>();

    Bodies(Catalog catalog, Map<Integer, Definition> definitions) {
        this.catalog = catalog;
        this.definitions = definitions;
    }

    /**
     * What a function does.
     *
     * @param types the types whose code can run when it is called, besides those of its arguments and results
     */
    record Described(Body body, Set<Integer> types) {
        Described {
            types = Set.copyOf(types);
        }
    }

    /** What a function does; its own body if it is none of those that were read. */
    Described of(Routine routine) {
        Described remembered = known.get(routine.oid());
        if (remembered != null) {
            return remembered;
        }
        Definition definition = definitions.get(routine.oid());
        if (definition == null || routine.body() instanceof Body.ArgumentsAlone) {
            return new Described(routine.body(), routine.types());
        }
        if (within.size() >= NESTED_CALLS || !within.add(routine.oid())) {
            return new Described(new Body.Unknown("functions call one another in a circle or too deeply"), Set.of());
        }
        Described body = read(definition, routine.types());
        within.remove(routine.oid());
        known.put(routine.oid(), body);
        return body;
    }

    private Described read(Definition definition, Set<Integer> ofArguments) {
        Statement statement = definition.statement();
        Namespace names = catalog.namesNotFollowed(definition.path());
        if (!statement.opaque().isEmpty()) {
            return new Described(new Body.Unknown(statement.opaque().getFirst()), ofArguments);
        }
        Set<Integer> types = new HashSet<>(ofArguments);
        List<Dependencies> reads = new ArrayList<>();
        boolean writes = !READING.containsAll(statement.innerKinds());
        Effect effect = statement.changes().defined().or(Effect.READ);
        Set<String> mentioned = mentioned(statement);
        for (RelationUse use : statement.relations()) {
            List<? extends NamedRelation> meant = names.relations(use.schema(), use.name());
            if (meant.isEmpty()) {
                reads.add(Dependencies.unknown("a relation that it names is not known: " + use.display()));
            }
            boolean whole = mayBeWholeRow(statement, use);
            for (NamedRelation relation : meant) {
                if (use.access() != RelationUse.Access.READ && relation.writingRunsCode()) {
                    reads.add(Dependencies.unknown("writing to " + use.display() + " runs code"));
                }
                reads.add(names.rows(relation.oid()));
                relation.columns().stream()
                        .filter(column -> whole
                                || everything(statement)
                                || use.columnAliases()
                                || mentioned.contains(column.name()))
                        .forEach(column -> {
                            reads.add(Dependencies.of(new ColumnId(relation.oid(), column.attribute())));
                            types.add(column.type());
                        });
            }
        }
        for (FunctionUse use : statement.functions()) {
            List<? extends NamedFunction> meant = use.operator()
                    ? names.functionsOfOperators(use.schema(), use.name())
                    : names.functions(use.schema(), use.name());
            for (NamedFunction function : meant) {
                Described called = function instanceof Routine routine
                        ? of(routine)
                        : new Described(function.body(), function.types());
                types.addAll(function.types());
                types.addAll(called.types());
                effect = effect.or(ActingFunctions.effect(function, called.body()));
                switch (called.body()) {
                    case Body.ArgumentsAlone() -> {}
                    case Body.Read(var read, var written, var _) -> {
                        reads.add(read);
                        writes |= written;
                    }
                    case Body.Unknown(var reason) ->
                        reads.add(Dependencies.unknown(
                                "it calls " + function.schema() + "." + function.name() + ": " + reason));
                }
            }
        }
        for (String type : statement.types()) {
            named(type, names).forEach(each -> types.add(each.oid()));
        }
        types.removeIf(type -> !catalog.codeOfTypes().has(type));
        return new Described(new Body.Read(Dependencies.all(reads), writes, effect), types);
    }

    /** Whether it takes every column of what it names: by a star, or by a join that compares all that have the same name. */
    private static boolean everything(Statement statement) {
        return statement.columns().stream().anyMatch(ColumnUse::star)
                || statement.joins().stream().anyMatch(join -> !(join instanceof JoinUse.Using))
                || !statement.insertsWithoutColumns().isEmpty();
    }

    /** Whether a name that stands for a value may be that of the relation, and so its rows. */
    private static boolean mayBeWholeRow(Statement statement, RelationUse relation) {
        return statement.columns().stream()
                .filter(use -> !use.path().isEmpty())
                .map(use -> use.path().getLast())
                .anyMatch(name -> name.equals(relation.name()) || name.equals(relation.alias()));
    }

    /** Every name by which a column can be meant. */
    private static Set<String> mentioned(Statement statement) {
        Set<String> mentioned = new HashSet<>();
        statement.columns().forEach(use -> mentioned.addAll(use.path()));
        statement.functions().forEach(use -> mentioned.add(use.name()));
        for (JoinUse join : statement.joins()) {
            if (join instanceof JoinUse.Using(var columns)) {
                mentioned.addAll(columns);
            }
        }
        return mentioned;
    }

    /** A dot may also stand in a quoted name, so each is tried. */
    private static List<NamedType> named(String type, Namespace names) {
        List<NamedType> named = new ArrayList<>(names.types(null, type));
        for (int dot = type.indexOf('.'); dot >= 0; dot = type.indexOf('.', dot + 1)) {
            named.addAll(names.types(type.substring(0, dot), type.substring(dot + 1)));
        }
        return named;
    }
}
