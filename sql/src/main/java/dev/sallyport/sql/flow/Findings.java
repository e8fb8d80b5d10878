package dev.sallyport.sql.flow;

import dev.sallyport.sql.RelationUse.Access;
import dev.sallyport.sql.flow.Flow.Create;
import dev.sallyport.sql.flow.Flow.Output;
import dev.sallyport.sql.flow.Flow.Role;
import dev.sallyport.sql.flow.Flow.Use;
import dev.sallyport.sql.flow.Flow.Write;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What was found in one statement so far; every list bounded, and work with it. For one thread. */
final class Findings {
    private final FlowAnalyzer.Limits limits;
    private final Set<Use> uses = new LinkedHashSet<>();
    private final List<ColumnId> journal = new ArrayList<>();
    private final Set<Flow.Relation> relations = new LinkedHashSet<>();
    private final Set<Flow.Function> functions = new LinkedHashSet<>();
    private final Set<String> unresolved = new LinkedHashSet<>();
    private final Set<String> unknown = new LinkedHashSet<>();
    private final Map<ColumnId, Dependencies> writes = new LinkedHashMap<>();
    private final Conditions writtenRows = new Conditions();
    private Dependencies readByFunctions = Dependencies.NONE;
    private boolean complete = true;
    private int steps;

    Findings(FlowAnalyzer.Limits limits) {
        this.limits = limits;
    }

    /** Counts work; false once there was too much of it, which makes the flow unknown. */
    boolean step(int count) {
        steps += count;
        if (steps <= limits.steps()) {
            return true;
        }
        steps = limits.steps() + 1;
        complete = false;
        unknown.add("following it takes more than " + limits.steps() + " steps");
        return false;
    }

    private boolean room(int size, String what) {
        if (size < limits.entries()) {
            return true;
        }
        complete = false;
        unknown.add("it has more than " + limits.entries() + " " + what);
        return false;
    }

    void use(ColumnId column, Role role) {
        if (step(1)) {
            journal.add(column);
            Use use = new Use(column, role);
            if (!uses.contains(use) && room(uses.size(), "uses of columns")) {
                uses.add(use);
            }
        }
    }

    /** Whether it calls one of some functions of the system's. */
    boolean calls(Set<String> systemFunctions) {
        return functions.stream()
                .anyMatch(function ->
                        function.schema().equals("pg_catalog") && systemFunctions.contains(function.name()));
    }

    /** A place in the order of uses, for {@link #useAgain}. */
    int mark() {
        return journal.size();
    }

    /** Uses in another role what was used between two marks. */
    void useAgain(int from, int to, Role role) {
        for (int i = from; i < to; i++) {
            use(journal.get(i), role);
        }
    }

    void relation(NamedRelation relation, Access access, boolean certain) {
        if (room(relations.size(), "relations")) {
            relations.add(new Flow.Relation(relation.oid(), relation.schema(), relation.name(), access, certain));
        }
    }

    void function(NamedFunction function) {
        if (room(functions.size(), "functions")) {
            functions.add(new Flow.Function(
                    function.schema(),
                    function.name(),
                    function.volatility(),
                    function.language(),
                    function.securityDefiner()));
        }
    }

    /** What a function reads that a plan's text may show, since the server calls one that is declared IMMUTABLE when it plans. */
    void readByFunction(Dependencies reads) {
        readByFunctions = readByFunctions.and(reads);
    }

    Dependencies readByFunctions() {
        return readByFunctions;
    }

    void unresolved(String name) {
        complete = false;
        if (room(unresolved.size(), "names that nothing is known by")) {
            unresolved.add(name);
        }
    }

    /** Notes that something can't be told, and gives it as what something depends on. */
    Dependencies unknown(String reason) {
        complete = false;
        return unread(reason);
    }

    /** The same of what a function that is known, and listed, reads: that leaves out nothing that the statement names. */
    Dependencies unread(String reason) {
        if (unknown.size() < Dependencies.REASONS) {
            unknown.add(reason);
        }
        return Dependencies.unknown(reason);
    }

    void write(ColumnId column, Dependencies from) {
        Dependencies before = writes.get(column);
        if (before != null || room(writes.size(), "columns that are written")) {
            writes.put(column, before == null ? from : before.and(from));
        }
    }

    /** What decides which rows are written. */
    void writtenRows(Dependencies conditions) {
        writtenRows.add(conditions);
    }

    Dependencies writtenRows() {
        return writtenRows.all();
    }

    /** Everything that is written depends on more than it was known to. */
    void writtenFrom(Dependencies more) {
        writes.replaceAll((column, from) -> from.and(more));
    }

    /** Of a definition: what it says is not done yet. */
    void writeNothing() {
        writes.clear();
    }

    Dependencies written() {
        return Dependencies.all(writes.values());
    }

    /**
     * The flow of it all.
     *
     * @param rows what decides which rows there are, and which are written
     * @param failures null if nothing can fail
     * @param groups null if it is not one SELECT from one relation
     */
    Flow flow(
            List<Output> outputs,
            Dependencies rows,
            @Nullable Dependencies failures,
            List<Create> creates,
            Flow.@Nullable Groups groups) {
        List<Write> written = new ArrayList<>(writes.size());
        writes.forEach((column, from) -> {
            written.add(new Write(column, from));
            unknown.addAll(from.unknown());
        });
        unknown.addAll(rows.unknown());
        boolean fits = room(outputs.size() - 1, "outputs") && room(creates.size() - 1, "new columns");
        if (fits) {
            outputs.forEach(output -> unknown.addAll(output.dependsOn().unknown()));
            creates.forEach(create -> unknown.addAll(create.from().unknown()));
        }
        List<String> reasons = unknown.stream().limit(Dependencies.REASONS).toList();
        Dependencies decided = failures == null ? Dependencies.NONE : failures;
        return new Flow(
                fits ? outputs : List.of(),
                rows,
                decided.and(new Dependencies(Map.of(), reasons)),
                failures != null || !reasons.isEmpty(),
                written,
                fits ? creates : List.of(),
                List.copyOf(uses),
                List.copyOf(relations),
                List.copyOf(functions),
                List.copyOf(unresolved),
                reasons,
                complete,
                groups);
    }
}
