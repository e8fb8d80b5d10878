package dev.sallyport.policy;

import dev.sallyport.catalog.Catalog;
import dev.sallyport.catalog.Column;
import dev.sallyport.catalog.Relation;
import dev.sallyport.policy.RuleSetting.Verdict;
import dev.sallyport.policy.UsesOfColumns.Used;
import dev.sallyport.sql.CopyOut;
import dev.sallyport.sql.Statement;
import dev.sallyport.sql.flow.ColumnId;
import dev.sallyport.sql.flow.Dependencies;
import dev.sallyport.sql.flow.Dependencies.Manner;
import dev.sallyport.sql.flow.Flow;
import dev.sallyport.sql.flow.Flow.Length;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whether the answer to a query can carry a sensitive value elsewhere than in columns that can be masked, by where its values flow. What
 * is made of a sensitive column is masked; what is not a column of the answer must not depend on one: which rows there are and in which
 * order, and whether the query fails.
 */
final class FlowClearance {

    /** EXPLAIN's options, with COSTS OFF, that add nothing but what the statement, the schema or the settings say. */
    private static final Set<String> OPTIONS_OF_SHAPE = Set.of("VERBOSE", "SETTINGS", "GENERIC_PLAN");

    /** What the flows tell. */
    sealed interface Result {

        /**
         * They don't tell enough.
         *
         * @param reason a clause
         */
        record Untold(String reason) implements Result {}

        /**
         * They tell all.
         *
         * @param findings what depends on a sensitive column and can't be masked; empty if the statement is cleared
         * @param outputs how each column of the answer is masked; untold if they come as rows of COPY
         * @param copy how each column of such rows is masked; null if the answer has none
         */
        record Told(
                List<Finding> findings,
                Outputs outputs,
                @Nullable CopyRules copy) implements Result {
            public Told {
                findings = List.copyOf(findings);
            }
        }
    }

    private final Flow flow;
    private final Sensitivity sensitivity;
    private final UsesOfColumns uses;
    private final List<Finding> findings = new ArrayList<>();

    private FlowClearance(Flow flow, Sensitivity sensitivity) {
        this.flow = flow;
        this.sensitivity = sensitivity;
        uses = new UsesOfColumns(flow, sensitivity);
    }

    /** @param texts which texts of the server can carry masked values */
    static Result of(Statement statement, Sensitivity sensitivity, Hiding texts) {
        Flow flow = statement.flow();
        if (tellsShapeAlone(statement)) {
            return unknown(flow, List.of(), sensitivity.catalog())
                    .<Result>map(Result.Untold::new)
                    .orElseGet(() -> new FlowClearance(flow, sensitivity).plan());
        }
        if (!isQuery(statement)) {
            return new Result.Untold(statement.kind() + " answers otherwise than a query does");
        }
        if (!statement.opaque().isEmpty()) {
            return new Result.Untold(statement.opaque().getFirst());
        }
        if (texts.hides()) {
            return new Result.Untold("it reads tables that compute when they are read");
        }
        return unknown(flow, List.of(flow.rows(), flow.failures()), sensitivity.catalog())
                .<Result>map(Result.Untold::new)
                .orElseGet(() -> new FlowClearance(flow, sensitivity).told(statement.copyOut()));
    }

    private static boolean isQuery(Statement statement) {
        return switch (statement.kind()) {
            case "SELECT" -> statement.innerKinds().isEmpty();
            case "COPY" ->
                statement.copyOut() != null && statement.innerKinds().stream().allMatch("SELECT"::equals);
            default -> false;
        };
    }

    /** Whether it is EXPLAIN with no option that tells of rows, their number or size, or runs what it explains. */
    private static boolean tellsShapeAlone(Statement statement) {
        List<String> options = statement.changes().clauses();
        return statement.kind().equals("EXPLAIN")
                && options.contains("COSTS OFF")
                && options.stream().allMatch(option -> option.endsWith(" OFF") || OPTIONS_OF_SHAPE.contains(option));
    }

    /** Why the flow of a statement that writes can't be gone by. */
    static Optional<String> unknownOfWrite(Flow flow, Catalog catalog) {
        List<Dependencies> all = new ArrayList<>();
        all.add(flow.rows());
        flow.writes().forEach(write -> all.add(write.from()));
        flow.creates().forEach(create -> all.add(create.from()));
        return unknown(flow, all, catalog);
    }

    /**
     * Why the flow can't be gone by.
     *
     * @param besides what must be known beside the outputs
     */
    private static Optional<String> unknown(Flow flow, List<Dependencies> besides, Catalog catalog) {
        if (!flow.unresolved().isEmpty()) {
            return Optional.of("nothing is known of " + flow.unresolved().getFirst());
        }
        if (!flow.unknown().isEmpty()) {
            return Optional.of(flow.unknown().getFirst());
        }
        List<Dependencies> all = new ArrayList<>(besides);
        flow.outputs().forEach(output -> all.add(output.dependsOn()));
        for (Dependencies dependencies : all) {
            if (dependencies.isUnknown()) {
                return Optional.of(dependencies.unknown().getFirst());
            }
            Optional<Relation> closed = closed(dependencies, catalog);
            if (closed.isPresent()) {
                return closed.map(relation -> "it depends on " + relation.display());
            }
        }
        return flow.relations().stream()
                .filter(relation -> !relation.certain())
                .findFirst()
                .map(relation -> "which relation " + relation.name() + " is can't be told");
    }

    /** A system's relation that a view or a function reads and that tells of more than the schema. */
    private static Optional<Relation> closed(Dependencies dependencies, Catalog catalog) {
        return dependencies.columns().keySet().stream()
                .flatMap(id -> catalog.relation(id.relation()).stream())
                .filter(relation -> relation.isSystem() && !SystemRelations.tellsOfTheSchemaAlone(relation))
                .findFirst();
    }

    /** The server chooses a plan by what it knows of the columns that are used. */
    private Result.Told plan() {
        for (Flow.Output output : flow.outputs()) {
            for (Used used : uses.sensitive(output.dependsOn())) {
                find(
                        used.column(),
                        Use.PREDICATE,
                        "the plan can depend on " + used.column().rule().column(),
                        "Explain a statement that does not use the masked columns.");
            }
        }
        return new Result.Told(findings, Outputs.UNTOLD, null);
    }

    private Result.Told told(@Nullable CopyOut copyOut) {
        for (Used used : uses.sensitive(flow.rows())) {
            find(
                    used.column(),
                    uses.decidedBy(used),
                    "which rows there are, or their order, depends on "
                            + used.column().rule().column(),
                    "Choose, join, group and order rows by other columns.");
        }
        for (Used used : uses.sensitive(flow.failures())) {
            find(
                    used.column(),
                    uses.decidedBy(used),
                    "whether it fails depends on " + used.column().rule().column(),
                    "Leave out what can fail, such as arithmetic and casts, or the masked column.");
        }
        List<Optional<MaskRule>> outputs = new ArrayList<>();
        Map<ColumnId, Integer> times = new HashMap<>();
        for (Flow.Output output : flow.outputs()) {
            List<Used> sensitive = uses.sensitive(output.dependsOn());
            if (output.length() != Length.SHORT) {
                length(output, sensitive);
                howOften(output, sensitive, times);
            }
            outputs.add(mask(output, sensitive));
        }
        return copyOut == null
                ? new Result.Told(findings, new Outputs(outputs, relations()), null)
                : new Result.Told(
                        findings, Outputs.UNTOLD, new CopyRules(copyOut, copied(outputs), sensitivity.types()));
    }

    private Set<Integer> relations() {
        return flow.relations().stream().map(Flow.Relation::oid).collect(Collectors.toSet());
    }

    /** Of what is made of columns no type is known: it becomes NULL. */
    private List<CopyRules.Column> copied(List<Optional<MaskRule>> masks) {
        List<CopyRules.Column> columns = new ArrayList<>();
        for (int i = 0; i < masks.size(); i++) {
            Flow.Output output = flow.outputs().get(i);
            ColumnId plain = output.plain();
            Optional<MaskRule> mask = masks.get(i);
            Optional<Column> column =
                    plain == null ? Optional.empty() : sensitivity.catalog().column(plain);
            columns.add(column.map(one -> new CopyRules.Column(output.name(), one.type(), one.modifier(), mask))
                    .orElseGet(() -> new CopyRules.Column(output.name(), 0, -1, mask.map(MaskRule::toNull))));
        }
        return columns;
    }

    /**
     * A value that is long or not by what a masked column holds makes a row that is too long, for the server or for masking, and so fails the
     * query. What is made of masked columns alone is as long as they are, which who reads them has no hand in.
     */
    private void length(Flow.Output output, List<Used> sensitive) {
        if (output.plain() != null || output.length() == Length.OF_ONE) {
            return;
        }
        List<Used> masked = sensitive.stream()
                .filter(used -> used.column().flows().of(uses.shownBy(used)) == Verdict.DENY)
                .toList();
        if (masked.isEmpty()) {
            return;
        }
        Map<ColumnId, Manner> others = new HashMap<>(output.dependsOn().columns());
        masked.forEach(used -> others.remove(used.by()));
        if (output.length() == Length.OF_WHAT_IS_GIVEN || others.containsValue(Manner.VALUE)) {
            Used used = masked.getFirst();
            findings.add(Finding.of(
                    used.column(),
                    uses.shownBy(used),
                    "how long " + output.name() + " is depends on "
                            + used.column().rule().column(),
                    "Select the masked column by itself."));
        }
    }

    /** Many times a length that must not be told is one that can be, by whether the row is too long. */
    private void howOften(Flow.Output output, List<Used> sensitive, Map<ColumnId, Integer> times) {
        for (Used used : sensitive) {
            boolean shown = output.dependsOn().columns().get(used.by()) == Manner.VALUE;
            if (shown && times.merge(used.column().id(), 1, Integer::sum) == Outputs.MOST_OF_ONE + 1) {
                find(
                        used.column(),
                        uses.shownBy(used),
                        "the answer shows " + used.column().rule().column() + " more than " + Outputs.MOST_OF_ONE
                                + " times",
                        "Select the masked column once.");
            }
        }
    }

    /** A sensitive column by itself is masked as it is masked everywhere, and what is made of one by a constant. */
    private Optional<MaskRule> mask(Flow.Output output, List<Used> sensitive) {
        if (output.plain() != null) {
            Optional<SensitiveColumn> plain = sensitivity.column(output.plain());
            if (plain.isPresent()) {
                return plain.map(SensitiveColumn::rule);
            }
        }
        Optional<MaskRule> mask = Optional.empty();
        for (Used used : sensitive) {
            SensitiveColumn column = used.column();
            Use use = uses.shownBy(used);
            String fact = output.name() + " is made of " + column.rule().column();
            if (use == Use.AGGREGATE && column.flows().minimumGroupSize() > 0) {
                find(column, use, fact, Clearance.BY_ITSELF);
                continue;
            }
            switch (column.flows().of(use)) {
                case DENY -> {
                    MaskRule rule = column.rule().ofComputed();
                    mask = Optional.of(mask.map(other -> other.and(rule)).orElse(rule));
                }
                case APPROVE -> find(column, use, fact, Clearance.BY_ITSELF);
                case ALLOW -> {
                    Optional<MaskRule> other = mask;
                    mask = column.rule()
                            .searching()
                            .map(rule -> other.map(rule::and).orElse(rule))
                            .or(() -> other);
                }
            }
        }
        return mask;
    }

    /** An aggregate over groups that are large enough is let through, whatever is said of others. */
    private void find(SensitiveColumn column, Use use, String fact, String hint) {
        int least = column.flows().minimumGroupSize();
        if (use != Use.AGGREGATE || least == 0) {
            if (column.flows().of(use) != Verdict.ALLOW) {
                findings.add(Finding.of(column, use, fact, hint));
            }
        } else if (uses.groupSize(column) < least) {
            findings.add(Finding.of(
                    column,
                    use,
                    fact + ", over groups that may be smaller than " + least,
                    "Add HAVING count(" + uses.name(column) + ") >= " + least + "."));
        }
    }
}
