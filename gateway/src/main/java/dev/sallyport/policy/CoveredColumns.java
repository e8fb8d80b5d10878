package dev.sallyport.policy;

import dev.sallyport.catalog.Catalog;
import dev.sallyport.catalog.Relation;
import dev.sallyport.policy.MaskedRelations.Known;
import dev.sallyport.policy.MaskedRelations.MaskedRelation;
import dev.sallyport.policy.MaskedRelations.Unknown;
import dev.sallyport.sql.flow.ColumnId;
import dev.sallyport.sql.flow.Dependencies;
import dev.sallyport.sql.flow.Namespace;
import dev.sallyport.sql.flow.SearchPath;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Finds {@link MaskedRelations}: of a table what is sensitive, of a view what is made of it too. */
final class CoveredColumns {
    private CoveredColumns() {}

    /** Nothing is masked. */
    static MaskedRelations none(Catalog catalog, long policy) {
        return new Known(
                version(catalog, policy),
                relations(catalog).stream()
                        .map(relation -> new MaskedRelation(relation.oid(), relation.display(), Set.of(), null))
                        .toList());
    }

    /** What a catalog has of what is sensitive. */
    static MaskedRelations of(Sensitivity sensitivity, long policy) {
        if (!sensitivity.missing().isEmpty()) {
            return new Unknown("masks name columns that the database does not have: "
                    + String.join(", ", new TreeSet<>(sensitivity.missing())));
        }
        Catalog catalog = sensitivity.catalog();
        Namespace names = catalog.names(new SearchPath.Unknown());
        List<MaskedRelation> masked = new ArrayList<>();
        for (Relation relation : relations(catalog)) {
            masked.add(of(relation, sensitivity, names));
        }
        return new Known(version(catalog, policy), masked);
    }

    private static MaskedRelation of(Relation relation, Sensitivity sensitivity, Namespace names) {
        Set<Short> columns = new HashSet<>();
        sensitivity
                .columnsOf(relation)
                .values()
                .forEach(column -> columns.add(column.id().attribute()));
        String closed = null;
        if (relation.isView()) {
            // A view reads with its owner's rights, so what can't be followed may show anything.
            closed = sensitivity
                    .refusedView(relation)
                    .map(Finding::fact)
                    .orElseGet(() -> sensitivity.reaches(relation) && shows(names.rows(relation.oid()), sensitivity)
                            ? "which rows the view " + relation.display() + " has depends on what is masked"
                            : null);
            relation.columns().stream()
                    .filter(column ->
                            shows(names.origins(new ColumnId(relation.oid(), column.attribute())), sensitivity))
                    .forEach(column -> columns.add(column.attribute()));
        }
        return new MaskedRelation(relation.oid(), relation.display(), columns, closed);
    }

    private static boolean shows(Dependencies made, Sensitivity sensitivity) {
        return made.isUnknown()
                || made.columns().keySet().stream()
                        .anyMatch(column -> sensitivity.column(column).isPresent());
    }

    private static List<Relation> relations(Catalog catalog) {
        return catalog.relations().stream()
                .filter(relation -> !relation.schema().equals(Catalog.SYSTEM_SCHEMA)
                        && !relation.schema().equals(Catalog.INFORMATION_SCHEMA)
                        && relation.kind() != Relation.Kind.TOAST_TABLE)
                .toList();
    }

    private static String version(Catalog catalog, long policy) {
        return catalog.version() + "/" + policy;
    }
}
