package dev.sallyport.policy;

import dev.sallyport.catalog.Column;
import dev.sallyport.catalog.Relation;
import dev.sallyport.sql.flow.ColumnId;
import dev.sallyport.sql.flow.Dependencies;
import dev.sallyport.sql.flow.Dependencies.Way;
import dev.sallyport.sql.flow.Flow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** For what the flow of a statement, all of which is known, uses each sensitive column. Immutable. */
final class UsesOfColumns {
    private final Flow flow;
    private final Sensitivity sensitivity;
    private final boolean ofOneTable;

    UsesOfColumns(Flow flow, Sensitivity sensitivity) {
        this.flow = flow;
        this.sensitivity = sensitivity;
        ofOneTable = flow.groups() != null
                && flow.relations().size() == 1
                && sensitivity
                        .catalog()
                        .relation(flow.relations().getFirst().oid())
                        .filter(UsesOfColumns::isTable)
                        .isPresent();
    }

    /** One whose rows are its own, and those of what inherits from it, each once. */
    private static boolean isTable(Relation relation) {
        return switch (relation.kind()) {
            case TABLE, PARTITIONED_TABLE -> true;
            case VIEW, MATERIALIZED_VIEW, FOREIGN_TABLE, SEQUENCE, TOAST_TABLE -> false;
        };
    }

    /**
     * A sensitive column that something depends on.
     *
     * @param by what it depends on: the column, or a row's place, which stands for it
     * @param in all that something depends on
     */
    record Used(ColumnId by, SensitiveColumn column, Dependencies in) {
        private Set<Way> ways() {
            return in.ways(by);
        }
    }

    /** The sensitive columns that something depends on. */
    List<Used> sensitive(Dependencies dependencies) {
        List<Used> used = new ArrayList<>();
        for (ColumnId by : dependencies.columns().keySet()) {
            sensitivity
                    .column(by)
                    .filter(column -> !isBeside(column, dependencies.keys(by)))
                    .ifPresent(column -> used.add(new Used(by, column, dependencies)));
        }
        return used;
    }

    /** Whether only what stands at other keys of a document than the masked one is used. */
    private static boolean isBeside(SensitiveColumn document, Set<String> keys) {
        List<String> path = document.rule().path();
        return !path.isEmpty() && !keys.isEmpty() && !keys.contains(path.getFirst());
    }

    /** The use of a column that decides which rows there are, or what fails: of several the one that weighs most. */
    Use decidedBy(Used used) {
        List<Use> uses = new ArrayList<>();
        for (Way way : used.ways()) {
            uses.add(
                    switch (way) {
                        case ANYTHING -> Use.PREDICATE;
                        case EQUALITY -> Use.EQUALITY;
                        case MATCH -> isMatchedAlone(used) ? Use.EQUALITY : Use.PREDICATE;
                        case AGGREGATE -> ofOneTable ? Use.AGGREGATE : Use.PREDICATE;
                    });
        }
        return heaviest(used.column(), uses).orElse(Use.PREDICATE);
    }

    /** The use of a column that a column of the answer is made of. */
    Use shownBy(Used used) {
        return ofOneTable && used.ways().equals(EnumSet.of(Way.AGGREGATE)) ? Use.AGGREGATE : Use.OUTPUT;
    }

    /**
     * The use of a column in a statement that does nothing but write: of several the one that weighs most. That a write can fail by what
     * it writes is a part of writing: who may write it elsewhere may read it there.
     */
    Use ofWrite(SensitiveColumn column) {
        List<Use> uses = new ArrayList<>();
        of(column, flow.rows()).forEach(used -> uses.add(decidedBy(used)));
        for (Flow.Output output : flow.outputs()) {
            if (!column.id().equals(output.plain())) {
                of(column, output.dependsOn()).forEach(used -> uses.add(Use.OUTPUT));
            }
        }
        flow.writes().forEach(write -> of(column, write.from()).forEach(used -> uses.add(Use.WRITE)));
        flow.creates().forEach(create -> of(column, create.from()).forEach(used -> uses.add(Use.WRITE)));
        return heaviest(column, uses).orElse(Use.ANY);
    }

    private List<Used> of(SensitiveColumn column, Dependencies dependencies) {
        return sensitive(dependencies).stream()
                .filter(used -> used.column().id().equals(column.id()))
                .toList();
    }

    private static Optional<Use> heaviest(SensitiveColumn column, List<Use> uses) {
        return uses.stream().max(Comparator.comparing(use -> column.flows().of(use)));
    }

    /** Two masked columns that are matched may be matched with each other, which tells the order of their values. */
    private boolean isMatchedAlone(Used used) {
        return sensitive(used.in()).stream()
                .allMatch(other -> other.by().equals(used.by()) || !other.ways().contains(Way.MATCH));
    }

    /** Over how many rows with a value of the column each group is at least that is shown, by the statement's own words. */
    long groupSize(SensitiveColumn column) {
        Flow.Groups groups = flow.groups();
        return groups == null || !ofOneTable ? 0 : groups.atLeast().getOrDefault(column.id(), 0L);
    }

    /** Its name without its table. */
    String name(SensitiveColumn column) {
        ColumnId id = column.id();
        return sensitivity.catalog().relation(id.relation()).stream()
                .flatMap(relation -> relation.columns().stream())
                .filter(one -> one.attribute() == id.attribute())
                .findFirst()
                .map(Column::name)
                .orElse("the column");
    }
}
