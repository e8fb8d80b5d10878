package dev.sallyport.policy;

import dev.sallyport.catalog.Catalog;
import dev.sallyport.catalog.Column;
import dev.sallyport.catalog.Relation;
import dev.sallyport.catalog.ValueType;
import dev.sallyport.sql.flow.ColumnId;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What is sensitive in one catalog under one set of masks: the declared columns, all that holds the same values, and the views that
 * can't be cleared. Immutable once {@link SensitivityBuilder} has made it.
 */
final class Sensitivity {
    /** pg_attribute.attnum of ctid. */
    private static final short CTID = -1;

    /** And of tableoid. */
    private static final short TABLEOID = -6;

    private final Catalog catalog;
    private final Set<String> trusted;
    private final Flows strictest;
    private final List<String> missing;
    private final Map<Integer, Map<String, SensitiveColumn>> columns;
    private final Map<Integer, Finding> refusedViews;
    private final Map<ColumnId, MaskRule> rules = new HashMap<>();
    private final Map<ColumnId, SensitiveColumn> byId = new HashMap<>();
    private final TellingWrites telling;
    private final Set<Integer> reaching;
    private Map<Integer, ValueType> types = Map.of();

    /**
     * Holds what was found; the maps may still grow while it is being built.
     *
     * @param trusted qualified names of trusted functions
     * @param strictest what becomes of a flow that no one column is at fault for
     * @param missing declared columns that the database does not have
     * @param columns sensitive columns by relation and name
     * @param refusedViews views whose columns can't all be accounted for, with the reason
     * @param telling what errors that writes raise can tell
     * @param reaching relations with sensitive columns, and views that read such, whatever they show
     */
    Sensitivity(
            Catalog catalog,
            Set<String> trusted,
            Flows strictest,
            List<String> missing,
            Map<Integer, Map<String, SensitiveColumn>> columns,
            Map<Integer, Finding> refusedViews,
            TellingWrites telling,
            Set<Integer> reaching) {
        this.catalog = catalog;
        this.trusted = trusted;
        this.strictest = strictest;
        this.missing = missing;
        this.columns = columns;
        this.refusedViews = refusedViews;
        this.telling = telling;
        this.reaching = reaching;
    }

    void seal() {
        columns.values()
                .forEach(named -> named.values().forEach(column -> {
                    rules.put(column.id(), column.rule());
                    byId.put(column.id(), column);
                }));
        List<Integer> masked = byId.keySet().stream()
                .flatMap(id -> catalog.column(id).stream())
                .map(Column::type)
                .toList();
        types = MaskedTypes.of(catalog, masked);
    }

    Catalog catalog() {
        return catalog;
    }

    boolean isTrusted(String function) {
        return trusted.contains(function);
    }

    Flows strictest() {
        return strictest;
    }

    List<String> missing() {
        return missing;
    }

    /** The masks of an answer's columns. */
    Map<ColumnId, MaskRule> rules() {
        return rules;
    }

    /** How values of types that are not built in stand in messages, by pg_type.oid. */
    Map<Integer, ValueType> types() {
        return types;
    }

    /** The sensitive columns of a relation by name; empty for one that has none. */
    Map<String, SensitiveColumn> columnsOf(Relation relation) {
        return columns.getOrDefault(relation.oid(), Map.of());
    }

    /**
     * A column if it is sensitive, and a row's place if its relation has sensitive columns: it tells how long the rows before are. Which
     * partition a row is in tells of what the rows are divided by.
     */
    Optional<SensitiveColumn> column(ColumnId id) {
        if (id.attribute() == CTID) {
            return columns.getOrDefault(id.relation(), Map.of()).values().stream()
                    .min(Comparator.comparing(SensitiveColumn::id));
        }
        return id.attribute() == TABLEOID ? divides(id.relation()) : Optional.ofNullable(byId.get(id));
    }

    /** A sensitive column by which the rows of a relation are divided among its partitions, or theirs among their own. */
    Optional<SensitiveColumn> divides(int relation) {
        return catalog.relation(relation).stream()
                .flatMap(found -> family(found).stream())
                .flatMap(member -> member.dividedBy().stream().map(key -> new ColumnId(member.oid(), key)))
                .flatMap(this::found)
                .min(Comparator.comparing(SensitiveColumn::id));
    }

    /** The sensitive columns that decide which rows a relation has, though no statement over it names them. */
    List<SensitiveColumn> deciding(Relation relation) {
        return catalog.rows(relation).columns().keySet().stream()
                .flatMap(this::found)
                .toList();
    }

    /** The sensitive column of that id, also while it is being built. */
    private Stream<SensitiveColumn> found(ColumnId id) {
        return columns.getOrDefault(id.relation(), Map.of()).values().stream()
                .filter(column -> column.id().equals(id));
    }

    /** Whether a relation that inherits from it, by way of others too, has sensitive columns. */
    boolean hasSensitiveChild(Relation relation) {
        return family(relation).stream().skip(1).anyMatch(child -> columns.containsKey(child.oid()));
    }

    /** A relation first, and all that inherit from it or are partitions of it, to which a write through it can go. */
    List<Relation> family(Relation relation) {
        Map<Integer, Relation> family = new LinkedHashMap<>();
        Deque<Relation> found = new ArrayDeque<>(List.of(relation));
        while (!found.isEmpty()) {
            Relation member = found.remove();
            if (family.putIfAbsent(member.oid(), member) == null) {
                found.addAll(catalog.children(member));
            }
        }
        return List.copyOf(family.values());
    }

    Optional<Finding> refusedView(Relation relation) {
        return Optional.ofNullable(refusedViews.get(relation.oid()));
    }

    /** Which texts of errors can carry sensitive values, when it is written to. */
    Hiding.Extent told(Relation relation, TellingWrites.Event event) {
        return telling.told(relation, event);
    }

    /** Whether it has sensitive columns or is a view that reads such a relation. */
    boolean reaches(Relation relation) {
        return reaching.contains(relation.oid());
    }
}
