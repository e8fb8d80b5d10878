package dev.sallyport.policy;

import dev.sallyport.catalog.Catalog;
import dev.sallyport.catalog.Column;
import dev.sallyport.catalog.Relation;
import dev.sallyport.sql.Effect;
import dev.sallyport.sql.Statement;
import dev.sallyport.sql.flow.ColumnId;
import dev.sallyport.sql.flow.Dependencies;
import dev.sallyport.sql.flow.Flow;
import dev.sallyport.sql.flow.Flow.Role;
import dev.sallyport.sql.flow.Namespace;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which columns of one catalog bear which labels: those that are declared, the same columns of the relations that inherit from theirs or
 * that theirs inherit from, and those computed from them. Immutable, thread-safe.
 */
final class Labels {

    /** What a statement reads of which not everything can be told. No label of the configuration is called so. */
    static final String UNKNOWN = "unknown";

    /** No column bears any, and what can't be told bears none either, for there is none it could bear. */
    static final Labels NONE = new Labels(Map.of(), Set.of(), false);

    private final Map<ColumnId, Set<String>> byColumn;
    private final Set<String> lost;
    private final boolean any;

    /**
     * @param lost labels of which a column is not there: what has become of it can't be told, so every read bears them
     * @param any whether there are labels
     */
    private Labels(Map<ColumnId, Set<String>> byColumn, Set<String> lost, boolean any) {
        this.byColumn = byColumn;
        this.lost = Set.copyOf(lost);
        this.any = any;
    }

    static Labels of(Catalog catalog, List<Label> labels) {
        if (labels.isEmpty()) {
            return NONE;
        }
        Map<Integer, List<Relation>> children = new HashMap<>();
        for (Relation relation : catalog.relations()) {
            for (int parent : relation.parents()) {
                children.computeIfAbsent(parent, _ -> new ArrayList<>()).add(relation);
            }
        }
        Map<ColumnId, Set<String>> byColumn = new HashMap<>();
        hidden(catalog, byColumn);
        Set<String> lost = new HashSet<>();
        for (Label label : labels) {
            for (ColumnName name : label.columns()) {
                boolean found = false;
                for (Relation relation : catalog.relations(name.schema(), name.relation())) {
                    if (relation.column(name.column()).isPresent()) {
                        found = true;
                        spread(catalog, children, relation, name.column(), label.name(), byColumn);
                    }
                }
                if (!found) {
                    lost.add(label.name());
                }
            }
        }
        return new Labels(byColumn, lost, true);
    }

    /** The system's own relations hold values of any column: samples of them, and large objects. */
    private static void hidden(Catalog catalog, Map<ColumnId, Set<String>> byColumn) {
        for (Relation relation : catalog.relations()) {
            if (relation.isSystem() && !SystemRelations.tellsOfTheSchemaAlone(relation)) {
                for (Column column : relation.columns()) {
                    byColumn.computeIfAbsent(new ColumnId(relation.oid(), column.attribute()), _ -> new TreeSet<>())
                            .add(UNKNOWN);
                }
            }
        }
    }

    private record Place(Relation relation, Column column) {}

    private static void spread(
            Catalog catalog,
            Map<Integer, List<Relation>> children,
            Relation start,
            String column,
            String label,
            Map<ColumnId, Set<String>> byColumn) {
        Deque<Place> open = new ArrayDeque<>();
        start.column(column).ifPresent(declared -> open.add(new Place(start, declared)));
        while (!open.isEmpty()) {
            Place place = open.remove();
            Relation relation = place.relation();
            ColumnId id = new ColumnId(relation.oid(), place.column().attribute());
            if (!byColumn.computeIfAbsent(id, _ -> new TreeSet<>()).add(label)) {
                continue;
            }
            List<Relation> kin = new ArrayList<>(children.getOrDefault(relation.oid(), List.of()));
            relation.parents().forEach(parent -> catalog.relation(parent).ifPresent(kin::add));
            for (Relation other : kin) {
                other.column(place.column().name()).ifPresent(same -> open.add(new Place(other, same)));
            }
            for (Column computed : relation.columns()) {
                if (computed.computedFrom().contains(place.column().attribute())) {
                    open.add(new Place(relation, computed));
                }
            }
        }
    }

    /**
     * The labels of what a statement reads, in whatever role: what it shows, what decides which rows there are, what it writes elsewhere.
     *
     * @param names by which its flow was found; null if that isn't known
     */
    Set<String> of(Statement statement, @Nullable Namespace names) {
        if (!any || statement.effect().compareTo(Effect.READ) < 0) {
            return Set.of();
        }
        Set<String> found = new TreeSet<>(lost);
        Flow flow = statement.flow();
        if (!flow.unknown().isEmpty() || names == null) {
            found.add(UNKNOWN);
        }
        add(flow.rows(), found);
        flow.outputs().forEach(output -> add(output.dependsOn(), found));
        flow.writes().forEach(write -> add(write.from(), found));
        flow.creates().forEach(create -> add(create.from(), found));
        for (Flow.Use use : flow.uses()) {
            if (use.role() != Role.WRITE_TARGET) {
                found.addAll(byColumn.getOrDefault(use.column(), Set.of()));
                if (names != null) {
                    add(names.origins(use.column()), found);
                }
            }
        }
        return Set.copyOf(found);
    }

    private void add(Dependencies dependencies, Set<String> found) {
        if (dependencies.isUnknown()) {
            found.add(UNKNOWN);
        }
        dependencies.columns().keySet().forEach(column -> found.addAll(byColumn.getOrDefault(column, Set.of())));
    }
}
