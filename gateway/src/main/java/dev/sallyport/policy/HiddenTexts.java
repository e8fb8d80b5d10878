package dev.sallyport.policy;

import dev.sallyport.catalog.Column.Generated;
import dev.sallyport.catalog.Relation;
import dev.sallyport.catalog.View;
import dev.sallyport.sql.Analysis;
import dev.sallyport.sql.RelationUse;
import dev.sallyport.sql.RelationUse.Access;
import dev.sallyport.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Whether the texts of errors and notices that a cleared statement raises can carry masked values. Reading alone can't: no expression
 * is computed from a masked value. What can is a failing row's DETAIL, code that runs on a write, code that is believed, a
 * value computed when it is read, and whatever was put off until COMMIT.
 */
final class HiddenTexts {
    private static final Set<String> RUNNING_WHAT_WAS_PUT_OFF =
            Set.of("COMMIT", "PREPARE TRANSACTION", "SET CONSTRAINTS");

    /** With VERBOSE they tell how many pages each table has, also when they name none. */
    private static final Set<String> REPORTING_SIZES = Set.of("VACUUM", "ANALYZE", "REINDEX");

    /** Those that write only in that they lock the rows they read, or that write in a part. */
    private static final Set<String> LOCKING = Set.of("SELECT", "DECLARE CURSOR", "PREPARE");

    private final Statement statement;
    private final Sensitivity sensitivity;
    private final Set<Integer> seen = new HashSet<>();

    private HiddenTexts(Statement statement, Sensitivity sensitivity) {
        this.statement = statement;
        this.sensitivity = sensitivity;
    }

    static boolean of(Statement statement, Sensitivity sensitivity) {
        return new HiddenTexts(statement, sensitivity).hides();
    }

    private boolean hides() {
        if (statement.kind().equals("EXECUTE")
                || REPORTING_SIZES.contains(statement.kind())
                || (RUNNING_WHAT_WAS_PUT_OFF.contains(statement.kind())
                        && sensitivity.catalog().defersChecks())
                || CalledCode.callsTrusted(statement, sensitivity)) {
            return true;
        }
        for (RelationUse use : statement.relations()) {
            List<Relation> meant = sensitivity.catalog().relations(use.schema(), use.name());
            if (meant.isEmpty() && use.access() == Access.WRITE) {
                // What this very transaction has created is not known: it may be a view of a table with masked columns.
                return true;
            }
            for (Relation relation : meant) {
                boolean hides = use.access() == Access.READ ? failsOnRead(relation) : sensitivity.tells(relation);
                if (hides) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Row security and virtual columns compute with values that the statement does not name; views may read such tables. */
    private boolean failsOnRead(Relation relation) {
        if (!seen.add(relation.oid()) || relation.isSystem()) {
            return false;
        }
        View view = relation.view();
        if (view != null && view.analysis() instanceof Analysis.Understood understood) {
            return understood.statements().stream()
                    .flatMap(query -> query.relations().stream())
                    .flatMap(use -> sensitivity.catalog().relations(use.schema(), use.name()).stream())
                    .toList()
                    .stream()
                    .anyMatch(this::failsOnRead);
        }
        // Who waits for a row's lock in vain is told where the row lies, and so how long those before it are.
        boolean locks = statement.writes() && LOCKING.contains(statement.kind()) && sensitivity.reaches(relation);
        return locks || relation.hasRowSecurity() || hasSensitiveVirtualColumn(relation);
    }

    private boolean hasSensitiveVirtualColumn(Relation relation) {
        List<String> virtual = relation.columns().stream()
                .filter(column -> column.generated() == Generated.VIRTUAL)
                .map(column -> column.name())
                .toList();
        return sensitivity.columnsOf(relation).keySet().stream().anyMatch(virtual::contains);
    }
}
