package dev.sallyport.policy;

import dev.sallyport.catalog.Catalog;
import dev.sallyport.catalog.Relation;
import dev.sallyport.sql.ColumnUse;
import dev.sallyport.sql.ColumnUse.Role;
import dev.sallyport.sql.RelationUse;
import dev.sallyport.sql.RelationUse.Access;
import dev.sallyport.sql.Statement;
import dev.sallyport.sql.Statement.JoinUse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the names in one statement can mean, its scopes taken together. */
final class Names {
    /** The rows that RETURNING and ON CONFLICT name without an alias. */
    private static final Set<String> ROWS_OF_WRITES = Set.of("old", "new", "excluded");

    private static final Set<String> SYSTEM_COLUMNS = Set.of("tableoid", "xmin", "cmin", "xmax", "cmax", "ctid");

    private final Catalog catalog;
    private final List<Touched> touched = new ArrayList<>();
    private final Set<String> touchedNames = new HashSet<>();
    private final Set<String> untouchedNames = new HashSet<>();
    private final Set<String> joinNames = new HashSet<>();
    private final Set<String> columnNames = new HashSet<>();
    private final boolean writes;

    /**
     * A use of a relation with sensitive columns.
     *
     * @param columns the sensitive ones by name, at least one
     */
    record Touched(RelationUse use, Relation relation, Map<String, SensitiveColumn> columns) {

        /** Any of them, always the same. */
        SensitiveColumn any() {
            return columns.entrySet().stream()
                    .min(Map.Entry.comparingByKey())
                    .orElseThrow()
                    .getValue();
        }
    }

    private Names(Statement statement, Sensitivity sensitivity) {
        catalog = sensitivity.catalog();
        writes = statement.relations().stream().anyMatch(use -> use.access() == Access.WRITE);
        for (RelationUse use : statement.relations()) {
            boolean sensitive = false;
            for (Relation relation : catalog.relations(use.schema(), use.name())) {
                relation.columns().forEach(column -> columnNames.add(column.name()));
                Map<String, SensitiveColumn> columns = sensitivity.columnsOf(relation);
                if (!columns.isEmpty()) {
                    touched.add(new Touched(use, relation, columns));
                    sensitive = true;
                }
            }
            (sensitive ? touchedNames : untouchedNames).add(use.alias() == null ? use.name() : use.alias());
        }
        for (JoinUse join : statement.joins()) {
            if (join instanceof JoinUse.Aliased aliased) {
                joinNames.add(aliased.alias());
            }
        }
    }

    static Names of(Statement statement, Sensitivity sensitivity) {
        return new Names(statement, sensitivity);
    }

    boolean touchesSensitive() {
        return !touched.isEmpty();
    }

    List<Touched> touched() {
        return touched;
    }

    /** The sensitive columns a reference can mean. */
    List<SensitiveColumn> sensitive(List<String> path) {
        if (path.size() > 1 && isSurelyNotSensitive(path.get(path.size() - 2))) {
            return List.of();
        }
        return named(touched, path.getLast());
    }

    /** The sensitive columns that the target of a write can mean. */
    List<SensitiveColumn> written(String name) {
        return named(
                touched.stream()
                        .filter(one -> one.use().access() == Access.WRITE)
                        .toList(),
                name);
    }

    /** Whether a star, alone or after a name, can stand for sensitive columns. */
    boolean starMayShowSensitive(List<String> path) {
        return path.isEmpty() || !isSurelyNotSensitive(path.getLast());
    }

    /**
     * Whether a reference that means no sensitive column can mean a row that has one: the name of a relation, of a join, of the rows
     * of a write; or a function that is called on such a row as if it were its column.
     */
    boolean mayBeWholeRow(ColumnUse use) {
        List<String> path = use.path();
        String name = path.getLast();
        if (path.size() == 1) {
            return isRow(name) || (writes && !columnNames.contains(name) && use.role() != Role.WRITE_TARGET);
        }
        return !isSurelyNotSensitive(path.get(path.size() - 2))
                && !columnNames.contains(name)
                && !SYSTEM_COLUMNS.contains(name)
                && !catalog.functions(null, name).isEmpty();
    }

    private boolean isRow(String name) {
        return touchedNames.contains(name) || joinNames.contains(name) || (writes && ROWS_OF_WRITES.contains(name));
    }

    /** A qualifier that names a relation without sensitive columns, and nothing else. */
    private boolean isSurelyNotSensitive(String qualifier) {
        return untouchedNames.contains(qualifier) && !isRow(qualifier);
    }

    private static List<SensitiveColumn> named(List<Touched> among, String name) {
        return among.stream()
                .filter(one -> one.columns().containsKey(name))
                .map(one -> one.columns().get(name))
                .distinct()
                .toList();
    }
}
