package dev.sallyport.sql.flow;

import dev.sallyport.sql.flow.NamedRelation.NamedColumn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The columns of the relations that one name can mean. What a column is made of is looked up when it is needed, since most of a wide
 * relation's are not. For one thread.
 */
final class RelationColumns implements Columns {
    private final Namespace names;
    private final Map<String, List<Place>> places = new LinkedHashMap<>();
    private final Map<String, Column> known = new HashMap<>();
    private final int alternatives;
    private final @Nullable String open;
    private @Nullable List<Column> all;

    /** Where a column is, and of which type. */
    private record Place(NamedRelation relation, NamedColumn column) {
        ColumnId id() {
            return new ColumnId(relation.oid(), column.attribute());
        }
    }

    /** @param relations at least one; what a column of one of them depends on, a column of the name depends on */
    RelationColumns(List<? extends NamedRelation> relations, Namespace names) {
        this.names = names;
        alternatives = relations.size();
        for (NamedRelation relation : relations) {
            for (NamedColumn column : relation.columns()) {
                places.computeIfAbsent(column.name(), absent -> new ArrayList<>(1))
                        .add(new Place(relation, column));
            }
        }
        open = relations.stream().map(RelationColumns::namesOf).distinct().count() > 1
                ? relations.getFirst().name() + " can mean relations with other columns"
                : null;
    }

    private static List<String> namesOf(NamedRelation relation) {
        List<String> columns = new ArrayList<>();
        for (NamedColumn column : relation.columns()) {
            columns.add(column.name());
        }
        return columns;
    }

    @Override
    public List<Column> all() {
        List<Column> columns = all;
        if (columns == null) {
            columns = new ArrayList<>(places.size());
            for (String name : places.keySet()) {
                columns.addAll(named(name));
            }
            all = columns;
        }
        return columns;
    }

    @Override
    public List<Column> named(String name) {
        Column column = known.get(name);
        if (column == null) {
            List<Place> in = places.get(name);
            if (in == null) {
                return List.of();
            }
            column = column(name, in);
            known.put(name, column);
        }
        return List.of(column);
    }

    private Column column(String name, List<Place> in) {
        List<ColumnId> ids = in.stream().map(Place::id).toList();
        Dependencies origins = Dependencies.all(ids.stream().map(names::origins).toList());
        if (in.size() < alternatives && open != null) {
            origins = origins.and(Dependencies.unknown(open));
        }
        int type = in.getFirst().column().type();
        boolean same = in.stream().allMatch(place -> place.column().type() == type);
        boolean collated = in.stream().anyMatch(place -> place.column().collated());
        Shape shape = same && !collated ? new Shape.OfType(type) : Shape.UNKNOWN;
        return new Column(name, new Value(origins, ids.size() == 1 ? ids.getFirst() : null, shape), ids);
    }

    @Override
    public @Nullable String open() {
        return open;
    }
}
