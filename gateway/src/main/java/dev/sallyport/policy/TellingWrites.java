package dev.sallyport.policy;

import dev.sallyport.catalog.Catalog;
import dev.sallyport.catalog.Column;
import dev.sallyport.catalog.ForeignKey;
import dev.sallyport.catalog.Relation;
import dev.sallyport.policy.Hiding.Extent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What errors that a write raises can tell of sensitive values. A failing row is quoted as a whole, checks and generated columns compute
 * with it, and what users wrote can say anything. So it is with the relations whose rows a write drags along: its partitions, what is
 * beneath a view, and what foreign keys do elsewhere. For one thread while it is being found.
 */
final class TellingWrites {

    /** What is done to a relation's rows. */
    enum Event {
        INSERT,
        UPDATE,
        DELETE,
        TRUNCATE
    }

    private final Catalog catalog;
    private final Map<Integer, Map<String, SensitiveColumn>> sensitive;
    private final Map<Event, Map<Integer, Extent>> told = new EnumMap<>(Event.class);

    /** @param sensitive the sensitive columns by relation and name; looked at by {@link #find} alone */
    TellingWrites(Catalog catalog, Map<Integer, Map<String, SensitiveColumn>> sensitive) {
        this.catalog = catalog;
        this.sensitive = sensitive;
    }

    /** Which texts of errors can carry sensitive values. */
    Extent told(Relation relation, Event event) {
        return told.getOrDefault(event, Map.of()).getOrDefault(relation.oid(), Extent.NOTHING);
    }

    /** Finds it, once all sensitive columns are known. */
    void find() {
        Map<Integer, Extent> own = new HashMap<>();
        for (Relation relation : catalog.relations()) {
            Extent extent = own(relation);
            if (extent != Extent.NOTHING) {
                own.put(relation.oid(), extent);
            }
        }
        Map<Integer, List<Integer>> always = draggedAlways();
        for (Event event : Event.values()) {
            Map<Integer, List<Integer>> dragging = new HashMap<>(always);
            for (ForeignKey key : catalog.foreignKeys()) {
                if (drags(key, event)) {
                    dragging.merge(key.relation(), List.of(key.referenced()), TellingWrites::both);
                }
            }
            told.put(event, spread(own, dragging));
        }
    }

    private Extent own(Relation relation) {
        if (relation.isSystem()) {
            return Extent.NOTHING;
        } else if (relation.runsCode() || relation.hasRules()) {
            return Extent.EVERYTHING;
        }
        Map<String, SensitiveColumn> columns = sensitive.getOrDefault(relation.oid(), Map.of());
        if (columns.isEmpty()) {
            return Extent.NOTHING;
        }
        boolean keysTellNothing = !relation.writingRunsCode()
                && relation.columns().stream().allMatch(this::isMadeWithoutCode)
                && columns.values().stream().noneMatch(column -> isInKey(relation, column));
        return keysTellNothing ? Extent.ALL_BUT_KEYS : Extent.EVERYTHING;
    }

    /** Code could raise whatever error it likes, and say that it is about a key. */
    private boolean isMadeWithoutCode(Column column) {
        return OnlyReads.isOfSystemType(column)
                || catalog.type(column.type())
                        .map(type -> type.functions().isEmpty())
                        .orElse(false);
    }

    private static boolean isInKey(Relation relation, SensitiveColumn column) {
        return relation.checkedTogether().stream()
                .anyMatch(together -> together.contains(column.id().attribute()));
    }

    /** By relation, those whose writing writes to it, too, whatever is done: views of it, partitions and what it is a partition of. */
    private Map<Integer, List<Integer>> draggedAlways() {
        Map<Integer, List<Integer>> dragging = new HashMap<>();
        for (Relation relation : catalog.relations()) {
            for (int parent : relation.parents()) {
                dragging.merge(relation.oid(), List.of(parent), TellingWrites::both);
                dragging.merge(parent, List.of(relation.oid()), TellingWrites::both);
            }
            for (Relation read : catalog.readBy(relation)) {
                dragging.merge(read.oid(), List.of(relation.oid()), TellingWrites::both);
            }
        }
        return dragging;
    }

    private static List<Integer> both(List<Integer> some, List<Integer> more) {
        List<Integer> all = new ArrayList<>(some);
        all.addAll(more);
        return all;
    }

    /**
     * Whether what is done to a referenced row writes to the referencing ones. Before PostgreSQL 15 a row that an update moves to another
     * partition counts as deleted. TRUNCATE takes the referencing relations with it, whatever the key says.
     */
    private boolean drags(ForeignKey key, Event event) {
        return switch (event) {
            case INSERT -> false;
            case UPDATE -> key.actsOnUpdate() || (key.actsOnDelete() && isPartitioned(key.referenced()));
            case DELETE -> key.acts();
            case TRUNCATE -> true;
        };
    }

    private boolean isPartitioned(int relation) {
        return catalog.relation(relation)
                .map(found -> found.kind() == Relation.Kind.PARTITIONED_TABLE
                        || !found.parents().isEmpty())
                .orElse(true);
    }

    private static Map<Integer, Extent> spread(Map<Integer, Extent> own, Map<Integer, List<Integer>> dragging) {
        Map<Integer, Extent> all = new HashMap<>(own);
        Deque<Integer> changed = new ArrayDeque<>(own.keySet());
        while (!changed.isEmpty()) {
            int relation = changed.remove();
            Extent extent = all.getOrDefault(relation, Extent.NOTHING);
            for (int writing : dragging.getOrDefault(relation, List.of())) {
                Extent before = all.getOrDefault(writing, Extent.NOTHING);
                if (before.and(extent) != before) {
                    all.put(writing, before.and(extent));
                    changed.add(writing);
                }
            }
        }
        return all;
    }
}
