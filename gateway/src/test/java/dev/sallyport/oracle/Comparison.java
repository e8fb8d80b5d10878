package dev.sallyport.oracle;

import dev.sallyport.sql.flow.ColumnId;
import dev.sallyport.sql.flow.Flow;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** How what the analysis says that a query names stands to what the server says. */
sealed interface Comparison {

    /**
     * The analysis says that there may be more than it lists.
     *
     * @param doubts why
     */
    record Unknown(List<String> doubts) implements Comparison {}

    /**
     * Both have said it.
     *
     * @param missed columns that the server names and the analysis does not: never
     * @param missedRelations relations, likewise: pg_class.oid
     * @param missedFunctions functions outside pg_catalog, likewise
     * @param extra columns that the analysis names and the server does not
     */
    record Both(Set<ColumnId> missed, Set<Integer> missedRelations, Set<String> missedFunctions, Set<ColumnId> extra)
            implements Comparison {

        /** Whether nothing is missed. */
        boolean holds() {
            return missed.isEmpty() && missedRelations.isEmpty() && missedFunctions.isEmpty();
        }
    }

    static Comparison of(Flow flow, Recorded recorded) {
        List<String> doubts = Flows.doubts(flow);
        if (!doubts.isEmpty()) {
            return new Unknown(doubts);
        }
        Set<ColumnId> said = Flows.columns(flow);
        return new Both(
                without(recorded.columns(), said),
                without(
                        recorded.relations(),
                        flow.relations().stream().map(Flow.Relation::oid).collect(Collectors.toSet())),
                without(
                        recorded.functions(),
                        flow.functions().stream().map(Flow.Function::display).collect(Collectors.toSet())),
                without(said, recorded.columns()));
    }

    private static <T> Set<T> without(Set<T> all, Set<T> some) {
        Set<T> rest = new TreeSet<>(all);
        rest.removeAll(some);
        return rest;
    }
}
