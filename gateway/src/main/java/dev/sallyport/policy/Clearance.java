package dev.sallyport.policy;

import dev.sallyport.catalog.Column;
import dev.sallyport.catalog.ForeignKey;
import dev.sallyport.catalog.Relation;
import dev.sallyport.policy.FlowClearance.Result;
import dev.sallyport.policy.RuleSetting.Verdict;
import dev.sallyport.policy.TellingWrites.Event;
import dev.sallyport.sql.Analysis;
import dev.sallyport.sql.ColumnUse;
import dev.sallyport.sql.ColumnUse.Role;
import dev.sallyport.sql.RelationUse;
import dev.sallyport.sql.RelationUse.Access;
import dev.sallyport.sql.Statement;
import dev.sallyport.sql.Statement.JoinUse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whether the answer to a statement, or anything it leaves behind, can carry a sensitive value elsewhere than in a column that the
 * answer's RowDescription names. It goes by names first, as every scope of the statement were one: a name that could mean a sensitive
 * column does. What that clears is safe; of what it doesn't, a query is cleared if {@link FlowClearance} shows that its values don't
 * leave otherwise than masked. For one statement and one thread.
 */
final class Clearance {
    static final String BY_ITSELF = "Select the column by itself: it will be masked.";

    /** Those whose every part is a part of what they write, or decides what that is. */
    private static final Set<String> WRITING =
            Set.of("INSERT", "UPDATE", "DELETE", "MERGE", "CREATE TABLE AS", "SELECT INTO");

    private final Statement statement;
    private final Sensitivity sensitivity;
    private final boolean alone;
    private final Names names;
    private final List<Finding> findings = new ArrayList<>();
    /** What is none if the flows show that no sensitive value leaves. */
    private final List<Finding> apparent = new ArrayList<>();

    private Outputs outputs = Outputs.UNTOLD;
    private @Nullable CopyRules copy;
    private int plainColumns;
    private boolean plainStar;

    /**
     * What was found.
     *
     * @param all everything the masks on the answer don't cover; empty for a cleared statement
     * @param outputs how each column of the answer is to be masked, whatever its description says; untold if that is not known
     * @param copy how each column of the rows of COPY is masked; null if there are none
     * @param plainColumns how many sensitive columns are selected by themselves and by name
     */
    record Findings(
            List<Finding> all, Outputs outputs, @Nullable CopyRules copy, int plainColumns) {
        Findings {
            all = List.copyOf(all);
        }

        /** The one that weighs most, the first of several; empty if every one is allowed. */
        Optional<Finding> worst() {
            return all.stream()
                    .filter(finding -> finding.then() != Verdict.ALLOW)
                    .min(Comparator.comparing(Finding::then).reversed());
        }
    }

    private Clearance(Statement statement, Sensitivity sensitivity, boolean alone) {
        this.statement = statement;
        this.sensitivity = sensitivity;
        this.alone = alone;
        this.names = Names.of(statement, sensitivity);
    }

    /**
     * Looks at a statement.
     *
     * @param texts which texts of the server can carry masked values
     * @param parameterTypes those of users, that parameters are declared to be of
     * @param alone whether its answer is the only one to its text, so that the columns of that answer can be told apart by their places
     */
    static Findings of(
            Statement statement, Sensitivity sensitivity, Hiding texts, Set<Integer> parameterTypes, boolean alone) {
        Clearance clearance = new Clearance(statement, sensitivity, alone && parameterTypes.isEmpty());
        clearance.look(parameterTypes);
        if (clearance.alone) {
            clearance.lookAtFlows(texts);
        }
        return clearance.found();
    }

    /** Looks at a view's query by names alone. */
    static Findings ofView(Statement query, Sensitivity sensitivity) {
        Clearance clearance = new Clearance(query, sensitivity, false);
        clearance.look(Set.of());
        return clearance.found();
    }

    private Findings found() {
        findings.addAll(apparent);
        return new Findings(findings, outputs, copy, plainColumns);
    }

    private void look(Set<Integer> parameterTypes) {
        kinds();
        CalledCode code =
                new CalledCode(statement, sensitivity.catalog(), sensitivity::isTrusted, this::find, this::appears);
        relations(code);
        code.look();
        code.parameters(parameterTypes);
        throughOthers();
        if (names.touchesSensitive()) {
            definitions();
            columns();
            joins();
            writes();
            if (plainColumns > 0 || plainStar) {
                comparisons();
            }
        }
    }

    /** A name that means a sensitive column may be used where its values don't matter; and what no name shows may be made of one. */
    private void lookAtFlows(Hiding texts) {
        switch (FlowClearance.of(statement, sensitivity, texts)) {
            case Result.Untold untold -> {}
            case Result.Told(var flows, var told, var copied) -> {
                // They tell all, and more exactly than names do. What is masked stays so if a person lets the rest
                // pass.
                apparent.clear();
                apparent.addAll(flows);
                outputs = told;
                copy = copied;
            }
        }
    }

    private void kinds() {
        List<String> kinds = new ArrayList<>();
        kinds.add(statement.kind());
        kinds.addAll(statement.innerKinds());
        boolean makesHarmless = NewFunctions.makes(statement, sensitivity.catalog());
        for (String kind : kinds) {
            if (!ClearedKinds.contains(kind) && !makesHarmless) {
                find("builtin/kind", kind + " where masks apply", "Ask someone whom no mask applies to.");
            }
        }
        // What EXECUTE runs was cleared when it was prepared.
        if (!statement.kind().equals("EXECUTE") && !statement.opaque().isEmpty()) {
            find(
                    "builtin/unreadable",
                    statement.opaque().getFirst(),
                    "Write it as statements of their own, so that each can be read.");
        }
    }

    private void relations(CalledCode code) {
        for (RelationUse use : statement.relations()) {
            if (use.schema() != null && use.schema().startsWith("pg_toast")) {
                find("builtin/system", use.display() + " holds parts of stored values", "Read the table instead.");
            }
            List<Relation> meant = sensitivity.catalog().relations(use.schema(), use.name());
            meant.forEach(relation -> relation(use, relation));
            if (use.access() != Access.DEFINE) {
                meant.forEach(relation -> rows(relation, code));
            }
            if (meant.isEmpty() && statement.kind().equals("EXPLAIN")) {
                // It may be a view that this very transaction has created.
                find(
                        "builtin/plans",
                        "a plan that reads " + use.display()
                                + ", which is not known, may tell how large masked rows are",
                        "Explain it once the transaction that creates it is committed.");
            }
        }
    }

    private void relation(RelationUse use, Relation relation) {
        if (relation.kind() == Relation.Kind.TOAST_TABLE && use.schema() == null) {
            find("builtin/system", relation.display() + " holds parts of stored values", "Read the table instead.");
        }
        if (relation.isSystem() && !SystemRelations.tellsOfTheSchemaAlone(relation)) {
            find(
                    "builtin/system",
                    relation.display() + " holds samples of data, texts of sessions or secrets",
                    "Read of the schema: pg_class, pg_attribute, information_schema and their like are open.");
        }
        if (relation.isSystem() && use.access() == Access.WRITE) {
            find(
                    "builtin/system",
                    "writing to " + relation.display() + " changes what names and columns mean",
                    "Use the statements that define and alter.");
        }
        if (use.access() == Access.DEFINE
                && !ClearedKinds.leavesDefinitionsAlone(statement.kind())
                && sensitivity.hasSensitiveChild(relation)) {
            find(
                    "builtin/inheritance",
                    statement.kind() + " on " + relation.display()
                            + ", which a table with masked columns inherits from",
                    "Definitions of tables with masked columns are left to those whom no mask applies to.");
        }
        sensitivity.refusedView(relation).ifPresent(apparent::add);
        if (statement.kind().equals("EXPLAIN") && sensitivity.reaches(relation)) {
            appears(
                    "builtin/plans",
                    "a plan that reads " + relation.display() + " tells how large its rows are",
                    "Write EXPLAIN (COSTS OFF), without ANALYZE, of a statement that does not use the masked columns.");
        }
        if (relation.hasRules() && use.access() == Access.WRITE) {
            find(
                    "builtin/rules",
                    "writing to " + relation.display() + " runs the rules on it",
                    "Write to a table without rewrite rules.");
        }
    }

    /** What decides which rows a table has, though the statement does not name it; a view is judged by its query. */
    private void rows(Relation relation, CalledCode code) {
        if (relation.isSystem() || relation.isView()) {
            return;
        }
        sensitivity
                .deciding(relation)
                .forEach(column -> apparent.add(Finding.of(
                        column,
                        Use.PREDICATE,
                        "which rows " + relation.display() + " has depends on "
                                + column.rule().column(),
                        relation.hasRowSecurity()
                                ? "Its row security goes by the column: use other tables."
                                : "Use the table that it is a partition of.")));
        code.rowSecurity(relation);
    }

    /** Where a sensitive relation is itself what is defined or altered. */
    private void definitions() {
        if (ClearedKinds.leavesDefinitionsAlone(statement.kind())) {
            return;
        }
        for (Names.Touched touched : names.touched()) {
            if (touched.use().access() == Access.DEFINE) {
                find(
                        touched.any(),
                        Use.ANY,
                        statement.kind() + " on " + touched.relation().display() + ", which has masked columns",
                        "Definitions of tables with masked columns are left to those whom no mask applies to.");
            }
            if (touched.use().columnAliases()) {
                appears(
                        touched.any(),
                        "new names for the columns of " + touched.relation().display(),
                        "Leave out the list of column aliases.");
            }
        }
    }

    private void columns() {
        boolean described = ClearedKinds.isDescribed(statement.kind());
        for (ColumnUse use : statement.columns()) {
            boolean plain = described && (use.role() == Role.PLAIN_OUTPUT || use.role() == Role.PLAIN_RETURNING);
            if (use.star()) {
                star(use, plain);
            } else if (use.role() == Role.WRITE_TARGET) {
                names.written(use.path().getLast())
                        .forEach(column -> find(
                                column,
                                Use.WRITE,
                                "writing to " + column.rule().column(),
                                "Leave the column out, or ask for unmask of "
                                        + column.rule().mask() + "."));
            } else {
                column(use, plain);
            }
        }
    }

    private void star(ColumnUse use, boolean plain) {
        if (!names.starMayShowSensitive(use.path())) {
            return;
        }
        if (plain) {
            plainStar = true;
        } else {
            SensitiveColumn any = names.touched().getFirst().any();
            appears(any, "every column of a table with masked columns", "Name the columns, without the masked ones.");
        }
    }

    private void column(ColumnUse use, boolean plain) {
        String name = use.path().getLast();
        List<SensitiveColumn> meant = names.sensitive(use.path());
        for (SensitiveColumn column : meant) {
            if (plain) {
                plainColumns++;
            } else {
                apparent.add(Finding.of(
                        column,
                        useOf(column),
                        "using " + column.rule().column() + " other than selecting it",
                        BY_ITSELF));
            }
        }
        if (meant.isEmpty() && names.mayBeWholeRow(use)) {
            SensitiveColumn any = names.touched().getFirst().any();
            appears(any, name + " may be a whole row with masked columns", "Name the columns one by one.");
        }
        if (name.equals("ctid")) {
            SensitiveColumn any = names.touched().getFirst().any();
            appears(any, "ctid tells how long the rows before it are", "Use the primary key.");
        }
        if (name.equals("tableoid")) {
            names.touched().stream()
                    .flatMap(touched -> sensitivity.divides(touched.relation().oid()).stream())
                    .forEach(column ->
                            appears(column, "tableoid tells of " + column.rule().column(), "Leave tableoid out."));
        }
    }

    /** What is used for what can be told where all that a statement does is to write. */
    private Use useOf(SensitiveColumn column) {
        boolean writes = alone
                && WRITING.contains(statement.kind())
                && statement.innerKinds().stream().allMatch("SELECT"::equals)
                && statement.opaque().isEmpty()
                && FlowClearance.unknownOfWrite(statement.flow(), sensitivity.catalog())
                        .isEmpty();
        return writes ? new UsesOfColumns(statement.flow(), sensitivity).ofWrite(column) : Use.ANY;
    }

    private void joins() {
        for (JoinUse join : statement.joins()) {
            switch (join) {
                case JoinUse.Natural natural ->
                    appears(
                            names.touched().getFirst().any(),
                            "NATURAL JOIN where masked columns could be compared",
                            "Name the columns in ON or USING.");
                case JoinUse.Using using ->
                    using.columns().stream()
                            .flatMap(name -> names.sensitive(List.of(name)).stream())
                            .forEach(column -> appears(
                                    column, "joining on " + column.rule().column(), "Join on another column."));
                case JoinUse.Aliased aliased -> {}
            }
        }
    }

    /** Rows are compared or ordered by what is selected. */
    private void comparisons() {
        SensitiveColumn any = names.touched().getFirst().any();
        if (statement.distinct()) {
            appears(any, "DISTINCT compares masked columns", "Leave out DISTINCT or the masked columns.");
        }
        if (statement.ordinals()) {
            appears(
                    any,
                    "ORDER BY or GROUP BY of an output column that may be masked",
                    "Order by a column of the table, by its name.");
        }
    }

    private void writes() {
        for (RelationUse use : statement.insertsWithoutColumns()) {
            for (Relation relation : sensitivity.catalog().relations(use.schema(), use.name())) {
                sensitivity.columnsOf(relation).values().stream()
                        .findFirst()
                        .ifPresent(column -> find(
                                column,
                                Use.WRITE,
                                "writing to every column of " + relation.display(),
                                "Name the columns to write, without the masked ones."));
            }
        }
    }

    /**
     * A relation can be written through that has no masked column itself: a view, or what one with masked columns inherits from. A view that
     * is created now may be, before it is known.
     */
    private void throughOthers() {
        Set<String> written = new HashSet<>();
        statement.columns().stream()
                .filter(use -> use.role() == Role.WRITE_TARGET)
                .forEach(use -> written.add(use.path().getLast()));
        boolean creates =
                statement.kind().equals("CREATE VIEW") || statement.innerKinds().contains("CREATE VIEW");
        for (RelationUse use : statement.relations()) {
            for (Relation relation : sensitivity.catalog().relations(use.schema(), use.name())) {
                if (creates && use.access() == Access.READ) {
                    checkedWith(relation, namesIn(statement));
                }
                if (use.access() == Access.WRITE) {
                    checkedWith(relation, written);
                    alongWith(relation, written);
                }
                if (creates || use.access() == Access.WRITE) {
                    throughView(relation, new HashSet<>());
                }
            }
        }
    }

    /** What foreign keys change when rows of a relation are changed, or of what is beneath a view. */
    private void alongWith(Relation relation, Set<String> written) {
        Set<Event> events = HiddenTexts.events(statement);
        ReferringRows referring = new ReferringRows(sensitivity, this::referredBy, this::checkedWith);
        for (Relation changed : beneath(relation, new LinkedHashMap<>())) {
            if (events.contains(Event.DELETE)) {
                referring.deleted(changed);
            }
            if (events.contains(Event.UPDATE)) {
                // A view's columns can have other names than those that are written beneath it.
                referring.updated(
                        changed,
                        changed.oid() == relation.oid()
                                ? written
                                : changed.columns().stream().map(Column::name).collect(Collectors.toSet()));
            }
        }
    }

    private Collection<Relation> beneath(Relation relation, Map<Integer, Relation> found) {
        if (found.putIfAbsent(relation.oid(), relation) == null) {
            sensitivity.catalog().readBy(relation).forEach(read -> beneath(read, found));
        }
        return found.values();
    }

    private void referredBy(SensitiveColumn column, ForeignKey key) {
        find(
                column,
                Use.WRITE,
                "deleting rows of "
                        + sensitivity
                                .catalog()
                                .relation(key.referenced())
                                .map(Relation::display)
                                .orElse("a table")
                        + ", which others refer to by " + column.rule().column(),
                "Leave the rows: those that refer to one tell of its key.");
    }

    private void throughView(Relation relation, Set<Integer> seen) {
        if (relation.view() != null
                && relation.view().analysis() instanceof Analysis.Understood understood
                && seen.add(relation.oid())) {
            for (Statement query : understood.statements()) {
                for (RelationUse use : query.relations()) {
                    for (Relation read : sensitivity.catalog().relations(use.schema(), use.name())) {
                        checkedWith(read, namesIn(query));
                        throughView(read, seen);
                    }
                }
            }
        }
    }

    private static Set<String> namesIn(Statement query) {
        return query.columns().stream()
                .filter(use -> !use.path().isEmpty())
                .map(use -> use.path().getLast())
                .collect(Collectors.toSet());
    }

    /** A write that is refused because of another row's or another column's value tells that value. */
    private void checkedWith(Relation relation, Set<String> written) {
        boolean changesRows = !HiddenTexts.events(statement).equals(Set.of(Event.INSERT));
        // What is inserted into a table that others inherit from stays in it.
        boolean spreads = changesRows || relation.kind() == Relation.Kind.PARTITIONED_TABLE;
        for (Relation member : spreads ? sensitivity.family(relation) : List.of(relation)) {
            together(member, member.checkedTogether(), "checks together with ", written);
            if (changesRows) {
                together(member, member.computedTogether(), "uses to compute something together with ", written);
            }
        }
    }

    private void together(Relation relation, List<Set<Short>> sets, String how, Set<String> written) {
        Map<String, SensitiveColumn> sensitive = sensitivity.columnsOf(relation);
        for (Set<Short> together : sets) {
            List<Column> columns = relation.columns().stream()
                    .filter(column -> together.contains(column.attribute()))
                    .toList();
            Optional<Column> harmless = columns.stream()
                    .filter(column -> written.contains(column.name()) && !sensitive.containsKey(column.name()))
                    .findFirst();
            for (Column other : columns) {
                SensitiveColumn beside = sensitive.get(other.name());
                if (beside != null && harmless.isPresent()) {
                    find(
                            beside,
                            Use.WRITE,
                            "writing to " + harmless.get().name() + ", which the table " + how + other.name(),
                            "Leave the column out.");
                }
            }
        }
    }

    private void appears(SensitiveColumn column, String fact, String hint) {
        apparent.add(Finding.of(column, Use.ANY, fact, hint));
    }

    private void appears(String rule, String fact, String hint) {
        apparent.add(Finding.of(rule, Use.ANY, fact, hint, sensitivity.strictest()));
    }

    private void find(SensitiveColumn column, Use use, String fact, String hint) {
        findings.add(Finding.of(column, use, fact, hint));
    }

    private void find(String rule, String fact, String hint) {
        findings.add(Finding.of(rule, Use.ANY, fact, hint, sensitivity.strictest()));
    }
}
