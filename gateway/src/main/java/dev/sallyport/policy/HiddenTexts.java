package dev.sallyport.policy;

import dev.sallyport.catalog.Column.Generated;
import dev.sallyport.catalog.Relation;
import dev.sallyport.policy.Hiding.Extent;
import dev.sallyport.policy.TellingWrites.Event;
import dev.sallyport.sql.RelationUse;
import dev.sallyport.sql.RelationUse.Access;
import dev.sallyport.sql.Statement;
import java.util.ArrayList;
import java.util.EnumSet;
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

    /** Those that write rows in a part that is a statement itself, if at all. */
    private static final Set<String> ASIDE_FROM_ITS_PARTS =
            Set.of("SELECT", "VALUES", "EXPLAIN", "PREPARE", "DECLARE CURSOR", "CREATE TABLE AS", "SELECT INTO");

    private final Statement statement;
    private final Sensitivity sensitivity;
    private final Set<Integer> seen = new HashSet<>();

    private HiddenTexts(Statement statement, Sensitivity sensitivity) {
        this.statement = statement;
        this.sensitivity = sensitivity;
    }

    static Hiding of(Statement statement, Sensitivity sensitivity) {
        Extent extent = new HiddenTexts(statement, sensitivity).extent();
        // What a cursor reads it reads later, and what is put off is done at the end.
        boolean lasts = extent != Extent.NOTHING
                && (statement.kind().equals("DECLARE CURSOR")
                        || sensitivity.catalog().defersChecks());
        return new Hiding(extent, lasts);
    }

    /** Whether it raises what others have put off. */
    static boolean runsWhatWasPutOff(Statement statement) {
        return RUNNING_WHAT_WAS_PUT_OFF.contains(statement.kind());
    }

    private Extent extent() {
        if (statement.kind().equals("EXECUTE")
                || REPORTING_SIZES.contains(statement.kind())
                || (runsWhatWasPutOff(statement) && sensitivity.catalog().defersChecks())
                || CalledCode.callsTrusted(statement, sensitivity)) {
            return Extent.EVERYTHING;
        }
        Extent extent = Extent.NOTHING;
        for (RelationUse use : statement.relations()) {
            List<Relation> meant = sensitivity.catalog().relations(use.schema(), use.name());
            if (meant.isEmpty() && use.access() == Access.WRITE) {
                // What this very transaction has created is not known: it may be a view of a table with masked columns.
                return Extent.EVERYTHING;
            }
            for (Relation relation : meant) {
                extent = extent.and(extent(use, relation));
            }
        }
        return extent;
    }

    private Extent extent(RelationUse use, Relation relation) {
        return switch (use.access()) {
            case READ -> failsOnRead(relation) ? Extent.EVERYTHING : Extent.NOTHING;
            case WRITE ->
                events(statement).stream()
                        .map(event -> sensitivity.told(relation, event))
                        .reduce(Extent.NOTHING, Extent::and);
            // A new definition is checked against the rows there are.
            case DEFINE ->
                sensitivity.told(relation, Event.INSERT) == Extent.NOTHING ? Extent.NOTHING : Extent.EVERYTHING;
        };
    }

    /** What it does to rows, in all its parts. */
    static Set<Event> events(Statement statement) {
        Set<Event> events = EnumSet.noneOf(Event.class);
        for (String kind : kinds(statement)) {
            switch (kind) {
                case "INSERT", "COPY" -> events.add(Event.INSERT);
                case "UPDATE" -> events.add(Event.UPDATE);
                case "DELETE" -> events.add(Event.DELETE);
                default -> {
                    if (!ASIDE_FROM_ITS_PARTS.contains(kind)) {
                        return EnumSet.allOf(Event.class);
                    }
                }
            }
        }
        if (statement.changes().clauses().contains("ON CONFLICT DO UPDATE")) {
            events.add(Event.UPDATE);
        }
        return events;
    }

    private static List<String> kinds(Statement statement) {
        List<String> kinds = new ArrayList<>(statement.innerKinds());
        kinds.add(statement.kind());
        return kinds;
    }

    /** Row security and virtual columns compute with values that the statement does not name; views may read such tables. */
    private boolean failsOnRead(Relation relation) {
        if (!seen.add(relation.oid()) || relation.isSystem()) {
            return false;
        }
        if (sensitivity.catalog().readBy(relation).stream().anyMatch(this::failsOnRead)) {
            return true;
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
