package dev.sallyport.sql;

import dev.sallyport.sql.ColumnUse.Role;
import dev.sallyport.sql.RelationUse.Access;
import dev.sallyport.sql.bound.WriteBounds;
import dev.sallyport.sql.flow.Flow;
import dev.sallyport.sql.flow.NamedFunction;
import dev.sallyport.sql.flow.Namespace;
import dev.sallyport.sql.parser.TreeNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Gathers the facts of one statement while its tree is walked. For one thread. */
final class Facts {
    static final String SYSTEM_SCHEMA = "pg_catalog";

    private final @Nullable Namespace names;
    private final boolean first;
    private final List<String> innerKinds = new ArrayList<>();
    private final List<String> definedKinds = new ArrayList<>();
    private final List<RelationUse> relations = new ArrayList<>();
    private final List<FunctionUse> functions = new ArrayList<>();
    private final List<String> types = new ArrayList<>();
    private final List<ColumnUse> columns = new ArrayList<>();
    private final List<Statement.JoinUse> joins = new ArrayList<>();
    private final List<RelationUse> insertsWithoutColumns = new ArrayList<>();
    private final List<FunctionInFrom> functionsInFrom = new ArrayList<>();
    private final List<SettingUse> settings = new ArrayList<>();
    private final Set<RoleUse> roles = new LinkedHashSet<>();
    private final List<String> opaque = new ArrayList<>();
    private final List<ObjectUse> objects = new ArrayList<>();
    private final List<String> beyond = new ArrayList<>();
    private Effect effect = Effect.TRANSACTION;
    private Effect defined = Effect.TRANSACTION;
    private boolean bounded = true;
    private @Nullable CopyOut copyOut;

    private boolean replaces;
    private boolean ordinals;
    private boolean distinct;
    private int sequences;
    private @Nullable String prepared;
    private @Nullable Notification notification;
    private @Nullable String refusal;
    private final Set<ActingCall> acting = new LinkedHashSet<>();
    private final List<String> alterations = new ArrayList<>();
    private final Set<String> clauses = new TreeSet<>();
    private final Set<RelationUse> createdTemporary = new HashSet<>();
    private Set<String> variables = Set.of();
    private int defining;

    /**
     * Begins.
     *
     * @param names what names stand for; null if that isn't known
     * @param first whether nothing in the same text changes what names stand for before it
     */
    Facts(@Nullable Namespace names, boolean first) {
        this.names = names;
        this.first = first;
    }

    /** Gives the statement up; the first reason stays. */
    void refuse(String reason) {
        if (refusal == null) {
            refusal = reason;
        }
    }

    @Nullable
    String refusal() {
        return refusal;
    }

    void effect(Effect other) {
        effect = effect.or(other);
    }

    Effect effect() {
        return effect;
    }

    /** Puts the effect back to what it was before something that will not run. */
    void restoreEffect(Effect before) {
        effect = before;
    }

    void inner(String kind) {
        innerKinds.add(kind);
        if (defining > 0) {
            definedKinds.add(kind);
        }
    }

    /** What is met in the course of it does not run, but is put into what the statement defines. */
    void defining(Runnable walk) {
        Effect before = effect;
        effect = Effect.TRANSACTION;
        defining++;
        walk.run();
        defining--;
        defined = defined.or(effect);
        effect = before.or(effect);
    }

    /** In the course of it these names stand for variables, where they stand for no column. */
    void withVariables(Set<String> others, Runnable walk) {
        Set<String> outer = variables;
        variables = others;
        walk.run();
        variables = outer;
    }

    /** Whether a name can mean nothing but what comes with PostgreSQL. */
    boolean isOfTheSystem(FunctionUse use) {
        if (SYSTEM_SCHEMA.equals(use.schema())) {
            return true;
        }
        if (names == null) {
            return false;
        }
        return use.operator()
                ? names.functionsOfOperators(use.schema(), use.name()).stream()
                        .allMatch(function -> function.schema().equals(SYSTEM_SCHEMA))
                : names.functions(use.schema(), use.name()).stream()
                        .allMatch(function -> function.schema().equals(SYSTEM_SCHEMA));
    }

    void unbounded() {
        bounded = false;
    }

    void alteration(String words) {
        alterations.add(words);
    }

    /** Notes whether an object can be there that is made anew. */
    void replaces(boolean can) {
        replaces |= can;
    }

    /** Whether nothing has a name that a relation is to get. What stands before it in a text or a body may have made one. */
    boolean isNewRelation(@Nullable String schema, String name) {
        return names != null
                && first
                && innerKinds.isEmpty()
                && names.relations(schema, name).isEmpty();
    }

    /** The same of a function, whatever its arguments. */
    boolean isNewFunction(List<String> parts) {
        return names != null
                && first
                && innerKinds.isEmpty()
                && (parts.size() == 1 || parts.size() == 2)
                && names.functions(parts.size() == 1 ? null : parts.getFirst(), parts.getLast())
                        .isEmpty();
    }

    /** A relation that is created as a temporary one. */
    void createdTemporary(RelationUse use) {
        createdTemporary.add(use);
    }

    void clause(String words) {
        clauses.add(words);
    }

    /** Whether all that it changes is certain to be the session's own: nothing else is named that could be. */
    private boolean temporary() {
        List<RelationUse> changed = relations.stream()
                .filter(use -> use.access() != RelationUse.Access.READ)
                .toList();
        return !changed.isEmpty()
                && effect.compareTo(Effect.ADMIN) < 0
                && opaque.isEmpty()
                && objects.isEmpty()
                && beyond.isEmpty()
                && changed.stream()
                        .allMatch(use -> createdTemporary.contains(use) || Alterations.isTemporary(use, names));
    }

    /** Functions of users that it calls, that are volatile and of which it was not read that they write nothing. */
    private List<String> unreadCalls() {
        if (names == null) {
            return List.of();
        }
        return functions.stream()
                .filter(use -> !use.operator())
                .flatMap(use -> names.functions(use.schema(), use.name()).stream())
                .filter(function -> !function.schema().equals(SYSTEM_SCHEMA)
                        && function.volatility() == NamedFunction.Volatility.VOLATILE
                        && !onlyReads(function.body()))
                .map(function -> function.schema() + "." + function.name())
                .distinct()
                .toList();
    }

    private static boolean onlyReads(NamedFunction.Body body) {
        return switch (body) {
            case NamedFunction.Body.ArgumentsAlone _ -> true;
            case NamedFunction.Body.Read read -> !read.writes();
            case NamedFunction.Body.Unknown _ -> false;
        };
    }

    /** Looks whether a write that was walked is bounded. */
    void bounds(TreeNode write) {
        bounded = bounded && refusal == null && WriteBounds.bounded(write, names, variables);
    }

    void ordinals() {
        ordinals = true;
    }

    void distinct() {
        distinct = true;
    }

    void notification(Notification sent) {
        notification = sent;
    }

    void prepared(@Nullable String name) {
        prepared = name;
    }

    void opaque(String reason) {
        opaque.add(reason);
    }

    void object(ObjectUse use) {
        objects.add(use);
    }

    /** Notes why the statement can reach what it does not name, or what lies in no schema. */
    void beyond(String reason) {
        beyond.add(reason);
    }

    /** Counts a call of which it was told which sequence it means, or that it can't be told. */
    void sequence() {
        sequences++;
    }

    /** {@code (x).nextval} is a call, too, but not one whose argument is looked at. */
    private void otherSequences() {
        long calls = functions.stream()
                .filter(use -> !use.operator() && Objects.namesSequence(use.name()))
                .count();
        if (calls > sequences) {
            beyond("the name of a sequence in it is not constant");
        }
    }

    /** How many reasons there are so far. */
    int opaqueReasons() {
        return opaque.size();
    }

    void relation(RelationUse use) {
        relations.add(use);
        if (use.access() == Access.WRITE && isOfTheSystem(use)) {
            effect(Effect.ADMIN);
        }
    }

    /** Whether a relation can be one of the system's catalogs, whose rows are the schema, its roles and their rights. */
    private boolean isOfTheSystem(RelationUse use) {
        String schema = use.schema();
        if (schema != null || names == null) {
            return schema == null
                    ? use.name().startsWith("pg_")
                    : schema.equals(SYSTEM_SCHEMA) || schema.equals("information_schema") || schema.equals("pg_toast");
        }
        return names.relations(null, use.name()).stream()
                .anyMatch(relation -> relation.schema().equals(SYSTEM_SCHEMA));
    }

    /** A relation by the parts of its name, of which there are one to three; fewer or more name none. */
    void relation(List<String> parts, Access access) {
        int count = parts.size();
        if (count >= 1 && count <= 3) {
            String database = count == 3 ? parts.get(0) : null;
            String schema = count >= 2 ? parts.get(count - 2) : null;
            relations.add(new RelationUse(database, schema, parts.get(count - 1), null, false, access));
        }
    }

    void insertWithoutColumns(RelationUse use) {
        insertsWithoutColumns.add(use);
    }

    void column(List<String> path, boolean star, Role role) {
        columns.add(new ColumnUse(path, star, role));
    }

    /**
     * Notes a function in FROM. Where {@code g} is one that returns a scalar, PostgreSQL takes {@code g.f} for {@code f(g)} if there is
     * no column f.
     *
     * @param alias the name it has in FROM, or null if that isn't known
     * @param named the columns it is given there
     */
    void functionInFrom(@Nullable String alias, Set<String> named) {
        functionsInFrom.add(new FunctionInFrom(alias, named));
    }

    private record FunctionInFrom(@Nullable String alias, Set<String> columns) {
        boolean mayBeCalledOn(List<String> path) {
            return path.size() == 2 && (alias == null || alias.equals(path.get(0))) && !columns.contains(path.get(1));
        }
    }

    private void callsOnFunctions() {
        for (ColumnUse column : columns) {
            if (functionsInFrom.stream().anyMatch(function -> function.mayBeCalledOn(column.path()))) {
                function(List.of(column.path().get(1)), 1);
            }
        }
    }

    void copyOut(@Nullable CopyOut how) {
        copyOut = how;
    }

    void join(Statement.JoinUse use) {
        joins.add(use);
    }

    void setting(SettingUse use) {
        settings.add(use);
    }

    void role(RoleUse use) {
        roles.add(use);
    }

    void type(List<String> parts) {
        if (!parts.isEmpty()) {
            types.add(String.join(".", parts.subList(Math.max(0, parts.size() - 2), parts.size())));
        }
    }

    /** A function that is called. */
    void function(List<String> parts, int arguments) {
        use(parts, false, arguments).ifPresent(this::called);
    }

    /** A function that is made a part of what is defined: a trigger's, a cast's. It does not run now. */
    void namedFunction(List<String> parts, int arguments) {
        use(parts, false, arguments);
    }

    void operator(List<String> parts, int arguments) {
        use(parts, true, arguments).ifPresent(this::called);
    }

    private Optional<FunctionUse> use(List<String> parts, boolean operator, int arguments) {
        if (parts.isEmpty()) {
            return Optional.empty();
        }
        int last = parts.size() - 1;
        FunctionUse use = new FunctionUse(last == 0 ? null : parts.get(last - 1), parts.get(last), operator, arguments);
        functions.add(use);
        ActingCall.written(use).ifPresent(this::acts);
        return Optional.of(use);
    }

    /** What a call does by what its name stands for; of several functions that can be meant the gravest counts. */
    private void called(FunctionUse use) {
        if (names != null) {
            var meant = use.operator()
                    ? names.functionsOfOperators(use.schema(), use.name())
                    : names.functions(use.schema(), use.name());
            var taking = meant.stream()
                    .filter(function -> !use.operator()
                            && function.fewestArguments() <= use.arguments()
                            && use.arguments() <= function.mostArguments())
                    .toList();
            (taking.isEmpty() ? meant : taking)
                    .forEach(function -> ActingCall.of(function).ifPresent(this::acts));
        }
    }

    private void acts(ActingCall call) {
        acting.add(call);
        effect(call.effect());
    }

    Statement statement(String kind, TreeDigest digest, Flow flow, int location, int length) {
        callsOnFunctions();
        otherSequences();
        return new Statement(
                kind,
                innerKinds,
                effect,
                bounded,
                relations,
                functions,
                types,
                columns,
                joins,
                ordinals,
                distinct,
                insertsWithoutColumns,
                settings,
                prepared,
                opaque,
                new Reach(objects, beyond, notification),
                digest,
                new Changes(
                        definedKinds,
                        defined,
                        alterations,
                        List.copyOf(clauses),
                        replaces,
                        List.copyOf(roles),
                        List.copyOf(acting),
                        unreadCalls(),
                        temporary()),
                copyOut,
                flow,
                location,
                length);
    }
}
