package dev.sallyport.sql.flow;

import dev.sallyport.sql.flow.Flow.Role;
import dev.sallyport.sql.parser.TreeNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a column reference means (transformColumnRef in parse_expr.c, and parse_relation.c). */
final class References {
    private final Resolver resolver;

    References(Resolver resolver) {
        this.resolver = resolver;
    }

    /** What a reference means. */
    sealed interface Meaning {
        /** A column; several if the server takes the name for ambiguous. */
        record OfColumn(List<Column> columns) implements Meaning {}

        /** A whole row. */
        record OfRow(FromItem item) implements Meaning {}

        /** A call of a function with a whole row, written as a column. */
        record OfCall(FromItem item, String function) implements Meaning {}

        /** Something else: a variable, or what can't be told. */
        record OfValue(Value value) implements Meaning {}
    }

    /** What a reference without a star means. */
    Meaning meaning(TreeNode reference, Scope scope) {
        List<String> parts = reference.names("fields");
        return switch (parts.size()) {
            case 0 -> nothing("a reference without a name");
            case 1 -> unqualified(parts.getFirst(), scope);
            default -> qualified(parts, scope);
        };
    }

    /** The value of what a reference means; every column that it names is used. */
    Value value(Meaning meaning, Scope scope) {
        return switch (meaning) {
            case Meaning.OfColumn(List<Column> columns) -> columns(columns, scope.role());
            case Meaning.OfRow(FromItem item) -> row(item, scope.role());
            case Meaning.OfCall(FromItem item, String function) ->
                resolver.functions.ofRow(function, row(item, scope.role()), scope);
            case Meaning.OfValue(Value value) -> value;
        };
    }

    private Value columns(List<Column> columns, Role role) {
        if (columns.size() == 1) {
            return use(columns.getFirst(), role);
        }
        Dependencies all = resolver.findings.unknown(columns.getFirst().name() + " is ambiguous");
        for (Column column : columns) {
            all = all.and(use(column, role).dependsOn());
        }
        return Value.of(all);
    }

    /** A column's value; what it stands for is used. */
    Value use(Column column, Role role) {
        resolver.failures.named(column);
        for (ColumnId id : column.stands()) {
            resolver.findings.use(id, role);
        }
        return column.value();
    }

    /** A whole row; every column of it is used. */
    Value row(FromItem item, Role role) {
        for (Column column : item.columns().all()) {
            use(column, role);
        }
        resolver.makings.mixed();
        return new Value(item.columns().together(), null, new Shape.Row(item.columns()));
    }

    private Meaning unqualified(String name, Scope scope) {
        List<Column> found = List.of();
        String open = null;
        for (Level level = scope.level(); level != null && found.isEmpty(); level = level.outer()) {
            found = at(level, name);
            if (found.isEmpty() && open == null) {
                open = open(level);
            }
        }
        if (!found.isEmpty()) {
            return open == null ? new Meaning.OfColumn(found) : perhaps(columns(found, scope.role()), open);
        }
        List<FromItem> items = items(name, scope.level());
        if (!items.isEmpty()) {
            return open == null ? rows(items, scope) : perhaps(row(items.getFirst(), scope.role()), open);
        }
        if (open != null) {
            return perhaps(Value.CONSTANT, open);
        }
        return resolver.variables.contains(name) ? new Meaning.OfValue(Value.of(Dependencies.NONE)) : nothing(name);
    }

    /** The columns of a name at one level, which is as far as GROUP BY looks. */
    static List<Column> at(Level level, String name) {
        List<Column> found = List.of();
        for (FromItem item : level.items()) {
            if (item.columnsVisible()) {
                List<Column> columns = item.find(name);
                if (found.isEmpty()) {
                    found = columns;
                } else if (!columns.isEmpty()) {
                    found = new ArrayList<>(found);
                    found.addAll(columns);
                }
            }
        }
        return found;
    }

    private static @Nullable String open(Level level) {
        for (FromItem item : level.items()) {
            String open = item.columnsVisible() ? item.columns().open() : null;
            if (open != null) {
                return open;
            }
        }
        return null;
    }

    private Meaning perhaps(Value value, String open) {
        return new Meaning.OfValue(Value.of(value.dependsOn().and(resolver.findings.unknown(open))));
    }

    private Meaning nothing(String name) {
        resolver.findings.unresolved(name);
        return new Meaning.OfValue(Value.of(resolver.findings.unknown("nothing is known by the name " + name)));
    }

    private Meaning rows(List<FromItem> items, Scope scope) {
        if (items.size() == 1) {
            return new Meaning.OfRow(items.getFirst());
        }
        Dependencies all = resolver.findings.unknown(items.getFirst().name() + " is ambiguous");
        for (FromItem item : items) {
            all = all.and(row(item, scope.role()).dependsOn());
        }
        return new Meaning.OfValue(Value.of(all));
    }

    private Meaning qualified(List<String> parts, Scope scope) {
        List<FromItem> items = itemsQualifiedBy(parts.subList(0, parts.size() - 1), scope);
        if (items.isEmpty()) {
            return resolver.variables.contains(parts.getFirst())
                    ? new Meaning.OfValue(Value.of(Dependencies.NONE))
                    : nothing(String.join(".", parts));
        }
        if (items.size() > 1) {
            return rows(items, scope);
        }
        FromItem item = items.getFirst();
        String name = parts.getLast();
        List<Column> found = item.find(name);
        if (!found.isEmpty()) {
            return new Meaning.OfColumn(found);
        }
        String open = item.columns().open();
        return open == null ? new Meaning.OfCall(item, name) : perhaps(row(item, scope.role()), open);
    }

    /**
     * The items that a qualifier means: {@code t}, {@code s.t} or {@code d.s.t}.
     *
     * @return one, or several if it is ambiguous, or none
     */
    List<FromItem> itemsQualifiedBy(List<String> qualifier, Scope scope) {
        return qualifier.size() == 1
                ? items(qualifier.getFirst(), scope.level())
                : relations(
                        resolver.names.relations(qualifier.get(qualifier.size() - 2), qualifier.getLast()),
                        scope.level());
    }

    private static List<FromItem> items(String name, @Nullable Level innermost) {
        for (Level level = innermost; level != null; level = level.outer()) {
            List<FromItem> found = level.items().stream()
                    .filter(item -> name.equals(item.name()))
                    .toList();
            if (!found.isEmpty()) {
                return found;
            }
        }
        return List.of();
    }

    /** Items by their relation's name with its schema, which an alias hides. */
    private static List<FromItem> relations(List<? extends NamedRelation> named, @Nullable Level innermost) {
        Set<Integer> oids = named.stream().map(NamedRelation::oid).collect(Collectors.toSet());
        for (Level level = innermost; level != null; level = level.outer()) {
            List<FromItem> found = level.items().stream()
                    .filter(item -> item.unaliased()
                            && item.relations().stream().anyMatch(relation -> oids.contains(relation.oid())))
                    .toList();
            if (!found.isEmpty()) {
                return found;
            }
        }
        return List.of();
    }
}
