package dev.sallyport.catalog;

import dev.sallyport.catalog.Column.Generated;
import dev.sallyport.catalog.Relation.Kind;
import dev.sallyport.sql.Analysis;
import dev.sallyport.sql.flow.ColumnId;
import dev.sallyport.sql.flow.Dependencies;
import dev.sallyport.sql.flow.Dependencies.Manner;
import dev.sallyport.sql.flow.Flow;
import dev.sallyport.sql.flow.NamedFunction.Body;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What columns of views and generated columns are made of, down to base columns. A view's own flow is known in terms of what its query
 * names, other views' columns too; here it is followed to the end, when somebody asks, and remembered. Thread-safe.
 */
final class Origins {
    /** How many views may stand on one another. */
    static final int NESTED_VIEWS = 100;

    /** In a flow of one definition: what decides the rows of a view that it reads, which is no column of it. */
    private static final short ROWS = 0;

    /** In such a flow: what decides whether reading a relation fails. */
    private static final short FAILURES = Short.MIN_VALUE;

    private static final Body UNREAD = new Body.Unknown("row security calls a function that is not known");

    private final Catalog catalog;
    private final Map<ColumnId, Dependencies> known = new ConcurrentHashMap<>();

    Origins(Catalog catalog) {
        this.catalog = catalog;
    }

    /** What decides a relation's rows, as the flow of a definition that reads it has it. */
    static Dependencies rowsNotFollowed(Relation relation) {
        return relation.isView()
                        || relation.hasRowSecurity()
                        || relation.comparingRunsCode()
                        || !relation.parents().isEmpty()
                ? Dependencies.of(new ColumnId(relation.oid(), ROWS)).asCondition()
                : Dependencies.NONE;
    }

    /** What decides whether reading a relation fails, as the flow of a definition that reads it has it. */
    static Optional<Dependencies> failuresNotFollowed(Relation relation) {
        return mayFail(relation)
                ? Optional.of(
                        Dependencies.of(new ColumnId(relation.oid(), FAILURES)).asCondition())
                : Optional.empty();
    }

    /** A view computes when it is read, a materialized one did before. */
    private static boolean mayFail(Relation relation) {
        return relation.kind() == Kind.VIEW
                || relation.kind() == Kind.FOREIGN_TABLE
                || relation.hasRowSecurity()
                || relation.columns().stream().anyMatch(column -> column.generated() == Generated.VIRTUAL);
    }

    /** What a column is made of. */
    Dependencies of(ColumnId column) {
        return of(column, new HashSet<>());
    }

    /** What decides a relation's rows. */
    Dependencies rows(int relation) {
        return of(new ColumnId(relation, ROWS)).asCondition();
    }

    /** What decides whether reading a relation fails; empty if it does not. */
    Optional<Dependencies> failures(int relation) {
        Optional<Relation> found = catalog.relation(relation);
        if (found.isEmpty()) {
            return Optional.of(Dependencies.unknown("a relation is not known"));
        }
        Relation read = found.get();
        Flow flow = read.kind() == Kind.VIEW ? flow(read.view()) : null;
        boolean never = flow == null ? !mayFail(read) : !flow.canFail();
        return never
                ? Optional.empty()
                : Optional.of(of(new ColumnId(relation, FAILURES)).asCondition());
    }

    /** What is in the flow of a definition, down to base columns. */
    Dependencies followed(Dependencies notFollowed) {
        return followed(notFollowed, new HashSet<>());
    }

    private Dependencies of(ColumnId column, Set<ColumnId> within) {
        Optional<Relation> found = catalog.relation(column.relation());
        if (found.isEmpty()) {
            return Dependencies.unknown("a relation is not known");
        }
        Relation relation = found.get();
        if (relation.isView()) {
            return ofView(relation, column, within);
        } else if (column.attribute() == ROWS) {
            return ofTable(relation, within);
        }
        if (column.attribute() == FAILURES) {
            return ofReading(relation, within);
        }
        return relation.columns().stream()
                .filter(each -> each.attribute() == column.attribute() && each.generated() != Generated.NEVER)
                .findFirst()
                .map(generated -> ofGenerated(relation, generated, within))
                .orElseGet(() -> Dependencies.of(column));
    }

    private Dependencies ofTable(Relation relation, Set<ColumnId> within) {
        List<Dependencies> parts = new ArrayList<>();
        if (relation.comparingRunsCode()) {
            parts.add(Dependencies.unknown("rows of " + relation.display() + " are compared by code that users wrote"));
        }
        parts.add(ofPartition(relation, new HashSet<>()));
        RowSecurity security = relation.rowSecurity();
        if (security != null) {
            ColumnId rows = new ColumnId(relation.oid(), ROWS);
            if (within.size() >= NESTED_VIEWS || !within.add(rows)) {
                return Dependencies.unknown("row security stands on itself in a circle or too deeply");
            }
            parts.add(ofRowSecurity(relation, security, within));
            within.remove(rows);
        }
        return Dependencies.all(parts);
    }

    /** Which rows are in a partition is decided by what the tables above it are divided by. */
    private Dependencies ofPartition(Relation relation, Set<Integer> below) {
        List<Dependencies> parts = new ArrayList<>();
        if (below.add(relation.oid())) {
            for (int parent : relation.parents()) {
                catalog.relation(parent).ifPresent(above -> {
                    above.dividedBy().forEach(key -> parts.add(Dependencies.of(new ColumnId(above.oid(), key))));
                    parts.add(ofPartition(above, below));
                });
            }
        }
        return Dependencies.all(parts);
    }

    private Dependencies ofRowSecurity(Relation relation, RowSecurity security, Set<ColumnId> within) {
        List<Dependencies> parts = new ArrayList<>();
        Set<Integer> named = new HashSet<>(Set.of(relation.oid()));
        for (ColumnId column : security.columns()) {
            named.add(column.relation());
            if (column.attribute() != ROWS || column.relation() != relation.oid()) {
                parts.add(of(column, within));
            }
        }
        if (security.wholeRows()) {
            named.stream()
                    .flatMap(one -> catalog.relation(one).stream())
                    .forEach(one -> one.columns()
                            .forEach(column -> parts.add(of(new ColumnId(one.oid(), column.attribute()), within))));
        }
        for (int function : security.functions()) {
            parts.add(
                    switch (catalog.routine(function).map(Routine::body).orElse(UNREAD)) {
                        case Body.ArgumentsAlone() -> Dependencies.NONE;
                        case Body.Read(var reads, var _, var _) -> followed(reads, within);
                        case Body.Unknown(var reason) -> Dependencies.unknown(reason);
                    });
        }
        return Dependencies.all(parts);
    }

    private Dependencies ofView(Relation view, ColumnId column, Set<ColumnId> within) {
        Dependencies remembered = known.get(column);
        if (remembered != null) {
            return remembered;
        }
        if (within.size() >= NESTED_VIEWS || !within.add(column)) {
            return Dependencies.unknown("views stand on one another in a circle or too deeply");
        }
        Dependencies shown = shown(view, column);
        Dependencies found = followed(shown, within);
        within.remove(column);
        if (within.isEmpty() || !found.isUnknown()) {
            known.put(column, found);
        }
        return found;
    }

    private Dependencies ofGenerated(Relation relation, Column column, Set<ColumnId> within) {
        List<Dependencies> parts = new ArrayList<>();
        for (short part : column.computedFrom()) {
            parts.add(of(new ColumnId(relation.oid(), part), within));
        }
        if (column.computedByCode()) {
            parts.add(Dependencies.unknown(
                    relation.display() + "." + column.name() + " is computed by a function that a user wrote"));
        }
        return Dependencies.all(parts);
    }

    private Dependencies ofReading(Relation relation, Set<ColumnId> within) {
        List<Dependencies> parts = new ArrayList<>();
        if (relation.hasRowSecurity()) {
            parts.add(Dependencies.unknown("row security decides whether reading " + relation.display() + " fails"));
        }
        if (relation.kind() == Kind.FOREIGN_TABLE) {
            parts.add(Dependencies.unknown("whether reading " + relation.display() + " fails is decided elsewhere"));
        }
        for (Column column : relation.columns()) {
            if (column.generated() == Generated.VIRTUAL) {
                parts.add(ofGenerated(relation, column, within));
            }
        }
        return Dependencies.all(parts);
    }

    /** As the view's own definition has it. */
    private static Dependencies shown(Relation view, ColumnId column) {
        Flow flow = flow(view.view());
        if (flow == null) {
            return Dependencies.unknown("the definition of " + view.display() + " could not be followed");
        }
        Dependencies shown = Dependencies.NONE;
        if (column.attribute() == ROWS) {
            shown = flow.rows();
        } else if (column.attribute() == FAILURES) {
            shown = flow.failures();
        } else if (column.attribute() > ROWS) {
            int place = place(view, column.attribute());
            if (place < 0 || place >= flow.outputs().size()) {
                return Dependencies.unknown("a column of " + view.display() + " is not in its definition");
            }
            shown = flow.outputs().get(place).dependsOn();
        }
        return shown.and(new Dependencies(Map.of(), flow.unknown()));
    }

    private Dependencies followed(Dependencies notFollowed, Set<ColumnId> within) {
        List<Dependencies> parts = new ArrayList<>();
        parts.add(new Dependencies(Map.of(), notFollowed.unknown()));
        notFollowed.columns().forEach((column, manner) -> {
            Dependencies of = of(column, within);
            parts.add(manner == Manner.CONDITION ? of.asCondition() : of);
        });
        return Dependencies.all(parts);
    }

    private static @Nullable Flow flow(@Nullable View view) {
        return view != null && view.analysis() instanceof Analysis.Understood(var statements) && statements.size() == 1
                ? statements.getFirst().flow()
                : null;
    }

    /** A view's columns are never dropped, and stand in the order of its query's. */
    private static int place(Relation relation, short attribute) {
        for (int place = 0; place < relation.columns().size(); place++) {
            if (relation.columns().get(place).attribute() == attribute) {
                return place;
            }
        }
        return -1;
    }
}
