package dev.sallyport.policy;

import dev.sallyport.catalog.Catalog;
import dev.sallyport.catalog.Column;
import dev.sallyport.catalog.ForeignKey;
import dev.sallyport.catalog.Relation;
import dev.sallyport.catalog.View;
import dev.sallyport.catalog.View.ColumnOrigin;
import dev.sallyport.policy.MaskSetting.Nulls;
import dev.sallyport.policy.RuleSetting.Verdict;
import dev.sallyport.sql.Analysis;
import dev.sallyport.sql.RelationUse;
import dev.sallyport.sql.Statement;
import dev.sallyport.sql.flow.ColumnId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds everything in a catalog that is as sensitive as the columns that masks declare: the same column of the tables that inherit
 * from or are inherited by the declared one's, columns computed from it, columns whose foreign key points at it, and columns of views
 * that show it unchanged. For one thread and one use.
 */
final class SensitivityBuilder {
    private static final String STATISTICS = "builtin/statistics";

    private final Catalog catalog;
    private final Sensitivity sensitivity;
    private final Map<Integer, Map<String, SensitiveColumn>> columns = new HashMap<>();
    private final Map<Integer, Finding> refusedViews = new HashMap<>();
    private final TellingWrites telling;
    private final Set<Integer> reaching = new HashSet<>();
    private final List<String> missing = new ArrayList<>();
    private final Map<Integer, List<Relation>> children = new HashMap<>();
    private final Deque<Relation> changed = new ArrayDeque<>();
    private final Set<Integer> visited = new HashSet<>();

    private SensitivityBuilder(Catalog catalog, Set<String> trusted, Flows strictest) {
        this.catalog = catalog;
        telling = new TellingWrites(catalog, columns);
        sensitivity = new Sensitivity(catalog, trusted, strictest, missing, columns, refusedViews, telling, reaching);
    }

    /**
     * Builds it.
     *
     * @param masks the masks that apply, at least one
     * @param trusted qualified names of trusted functions
     */
    static Sensitivity build(Catalog catalog, List<Mask> masks, Set<String> trusted) {
        Flows strictest = masks.stream().map(Mask::flows).reduce(Flows.ALLOW, Flows::stricter);
        return new SensitivityBuilder(catalog, trusted, strictest).build(masks);
    }

    private Sensitivity build(List<Mask> masks) {
        for (Mask mask : masks) {
            for (Mask.Declared declared : mask.columns()) {
                MaskRule rule = new MaskRule(
                        mask.name(),
                        declared.text(),
                        mask.function(),
                        mask.nulls(),
                        declared.name().path());
                declare(declared.name(), declared.text(), rule, mask.flows());
            }
        }
        for (ColumnName name : SystemRelations.SENSITIVE_COLUMNS) {
            String text = name.schema() + "." + name.relation() + "." + name.column();
            declareIfThere(
                    name,
                    new MaskRule(STATISTICS, text, new MaskFunction.Null(), Nulls.CONSTANT, List.of()),
                    Flows.DENY);
        }
        for (Relation relation : catalog.relations()) {
            for (int parent : relation.parents()) {
                children.computeIfAbsent(parent, absent -> new ArrayList<>()).add(relation);
            }
        }
        while (!changed.isEmpty()) {
            spread(changed.remove());
        }
        catalog.relations().forEach(this::visitView);
        telling.find();
        findReaching();
        sensitivity.seal();
        return sensitivity;
    }

    private void declare(ColumnName name, String text, MaskRule rule, Flows flows) {
        if (!declareIfThere(name, rule, flows)) {
            missing.add(text);
        }
    }

    private boolean declareIfThere(ColumnName name, MaskRule rule, Flows flows) {
        boolean found = false;
        for (Relation relation : catalog.relations(name.schema(), name.relation())) {
            Optional<Column> column = relation.column(name.column());
            if (column.isPresent()) {
                found = true;
                add(relation, column.get(), rule, flows);
            }
        }
        return found;
    }

    /** Several masks of one column, or of several of its keys, become the whole column's, with the strictest flows. */
    private void add(Relation relation, Column column, MaskRule rule, Flows flows) {
        Map<String, SensitiveColumn> named = columns.computeIfAbsent(relation.oid(), absent -> new HashMap<>());
        SensitiveColumn before = named.get(column.name());
        SensitiveColumn after = new SensitiveColumn(new ColumnId(relation.oid(), column.attribute()), rule, flows);
        if (before != null) {
            MaskRule merged = before.rule().equals(rule) ? rule : before.rule().and(rule);
            after = new SensitiveColumn(before.id(), merged, before.flows().stricter(flows));
        }
        if (!after.equals(before)) {
            named.put(column.name(), after);
            changed.add(relation);
        }
    }

    private void spread(Relation relation) {
        for (SensitiveColumn column :
                List.copyOf(columns.getOrDefault(relation.oid(), Map.of()).values())) {
            String name = relation.column(column.id().attribute()).orElseThrow().name();
            for (Relation child : children.getOrDefault(relation.oid(), List.of())) {
                child.column(name).ifPresent(same -> add(child, same, column.rule(), column.flows()));
            }
            for (int parent : relation.parents()) {
                catalog.relation(parent)
                        .ifPresent(above ->
                                above.column(name).ifPresent(same -> add(above, same, column.rule(), column.flows())));
            }
            for (Column computed : relation.columns()) {
                if (computed.computedFrom().contains(column.id().attribute())) {
                    MaskRule rule = column.rule().searching().orElseGet(column.rule()::ofComputed);
                    add(relation, computed, rule, column.flows());
                }
            }
            for (ForeignKey key : catalog.foreignKeys()) {
                int at = key.referencedColumns().indexOf(column.id().attribute());
                if (key.referenced() == relation.oid() && at >= 0) {
                    catalog.relation(key.relation())
                            .ifPresent(referencing -> referencing
                                    .column(key.columns().get(at))
                                    .ifPresent(one -> add(referencing, one, column.rule(), column.flows())));
                }
            }
        }
    }

    /** Decides a view after those it reads. A view that reads itself, by way of others, is refused. */
    private void visitView(Relation relation) {
        View view = relation.view();
        if (view == null || !visited.add(relation.oid())) {
            return;
        }
        if (!(view.analysis() instanceof Analysis.Understood understood)
                || understood.statements().size() != 1) {
            refuseView(relation, "could not be read");
            return;
        }
        refuseView(relation, "is not yet read");
        Statement query = understood.statements().getFirst();
        for (RelationUse use : query.relations()) {
            catalog.relations(use.schema(), use.name()).forEach(this::visitView);
        }
        Clearance.Findings findings = Clearance.ofView(query, sensitivity);
        Optional<Finding> worst = findings.worst();
        if (worst.isPresent()) {
            refuseView(
                    relation,
                    "uses what is masked: " + worst.get().fact(),
                    worst.get().then());
        } else if (!shows(relation, view, findings.plainColumns())) {
            refuseView(relation, "shows masked columns that could not be told apart");
        } else {
            refusedViews.remove(relation.oid());
        }
    }

    /** Makes the columns sensitive that show a sensitive one; false if not each of those that the query selects is found. */
    private boolean shows(Relation relation, View view, int selected) {
        if (selected == 0) {
            return true;
        }
        if (view.origins().size() != relation.columns().size()) {
            return false;
        }
        int found = 0;
        for (int i = 0; i < view.origins().size(); i++) {
            SensitiveColumn origin = sensitive(view.origins().get(i));
            if (origin != null) {
                add(relation, relation.columns().get(i), origin.rule(), origin.flows());
                found++;
            }
        }
        return found >= selected;
    }

    private @Nullable SensitiveColumn sensitive(@Nullable ColumnOrigin origin) {
        if (origin == null) {
            return null;
        }
        ColumnId id = new ColumnId(origin.relation(), origin.attribute());
        return columns.getOrDefault(origin.relation(), Map.of()).values().stream()
                .filter(column -> column.id().equals(id))
                .findFirst()
                .orElse(null);
    }

    private void refuseView(Relation relation, String reason) {
        refuseView(relation, reason, sensitivity.strictest().of(Use.ANY));
    }

    private void refuseView(Relation relation, String reason, Verdict then) {
        refusedViews.put(
                relation.oid(),
                new Finding(
                        new Reason("builtin/view", "the view " + relation.display() + " " + reason, Use.ANY),
                        "Select from the tables behind the view: masked columns selected by themselves are shown"
                                + " masked.",
                        then));
    }

    private void findReaching() {
        reaching.addAll(columns.keySet());
        boolean grew = true;
        while (grew) {
            grew = false;
            for (Relation relation : catalog.relations()) {
                grew |= readsAnyOf(reaching, relation) && reaching.add(relation.oid());
            }
        }
    }

    private boolean readsAnyOf(Set<Integer> some, Relation relation) {
        return catalog.readBy(relation).stream().anyMatch(read -> some.contains(read.oid()));
    }
}
