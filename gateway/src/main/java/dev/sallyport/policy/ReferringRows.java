package dev.sallyport.policy;

import dev.sallyport.catalog.Catalog;
import dev.sallyport.catalog.ForeignKey;
import dev.sallyport.catalog.Relation;
import dev.sallyport.policy.TellingWrites.Event;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/**
 * The rows of other tables that foreign keys change when a row is deleted or updated, and whether which they are is told by a masked
 * column. For one statement and one thread.
 */
final class ReferringRows {
    private final Sensitivity sensitivity;
    private final BiConsumer<SensitiveColumn, ForeignKey> telling;
    private final BiConsumer<Relation, Set<String>> written;
    private final Set<Seen> seen = new HashSet<>();

    private record Seen(int relation, Event event, Set<String> columns) {}

    /**
     * Looks at nothing yet.
     *
     * @param telling takes each masked column by which rows refer to what is deleted: it decides whether that fails, or what goes with it
     * @param written takes each relation that is written along, with the columns that are
     */
    ReferringRows(
            Sensitivity sensitivity,
            BiConsumer<SensitiveColumn, ForeignKey> telling,
            BiConsumer<Relation, Set<String>> written) {
        this.sensitivity = sensitivity;
        this.telling = telling;
        this.written = written;
    }

    /** Follows what is deleted from a relation, and from all that inherit from it. */
    void deleted(Relation relation) {
        for (Relation member : sensitivity.family(relation)) {
            if (seen.add(new Seen(member.oid(), Event.DELETE, Set.of()))) {
                keysTo(member).forEach(this::deleted);
            }
        }
    }

    private void deleted(ForeignKey key) {
        catalog().relation(key.relation()).ifPresent(referring -> {
            Set<String> columns = names(referring, key.columns());
            sensitivity.columnsOf(referring).values().stream()
                    .filter(column -> key.columns().contains(column.id().attribute()))
                    .forEach(column -> telling.accept(column, key));
            if (key.actsOnDelete()) {
                written.accept(referring, columns);
                deleted(referring);
                updated(referring, columns);
            }
        });
    }

    /** Follows new values of a relation's columns, and of all that inherit from it. */
    void updated(Relation relation, Set<String> columns) {
        for (Relation member : sensitivity.family(relation)) {
            if (seen.add(new Seen(member.oid(), Event.UPDATE, columns))) {
                for (ForeignKey key : keysTo(member)) {
                    if (key.actsOnUpdate()
                            && names(member, key.referencedColumns()).stream().anyMatch(columns::contains)) {
                        catalog().relation(key.relation()).ifPresent(referring -> {
                            Set<String> along = names(referring, key.columns());
                            written.accept(referring, along);
                            updated(referring, along);
                        });
                    }
                }
            }
        }
    }

    private Catalog catalog() {
        return sensitivity.catalog();
    }

    private List<ForeignKey> keysTo(Relation relation) {
        return catalog().foreignKeys().stream()
                .filter(key -> key.referenced() == relation.oid())
                .toList();
    }

    private static Set<String> names(Relation relation, List<Short> attributes) {
        return relation.columns().stream()
                .filter(column -> attributes.contains(column.attribute()))
                .map(column -> column.name())
                .collect(Collectors.toSet());
    }
}
