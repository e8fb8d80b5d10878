package dev.sallyport.catalog;

import dev.sallyport.sql.flow.ColumnId;
import dev.sallyport.sql.flow.Dependencies;
import dev.sallyport.sql.flow.NamedFunction;
import dev.sallyport.sql.flow.NamedOperator;
import dev.sallyport.sql.flow.NamedRelation;
import dev.sallyport.sql.flow.NamedType;
import dev.sallyport.sql.flow.Namespace;
import dev.sallyport.sql.flow.SearchPath;
import dev.sallyport.sql.flow.TypeCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Names as a search path makes them mean, as PostgreSQL's namespace.c follows it: pg_temp and then pg_catalog are searched first where
 * they are not listed; schemas that do not exist or that the role may not use are passed over; functions and operators are not looked for
 * in pg_temp. Of the temporary schemas there are it is not known which one is the session's: what is in any of them may be meant.
 */
final class PathNames implements Namespace {
    private static final String OF_ROLE = "$user";

    private final Catalog catalog;

    /** Whether views are followed to what they are made of. */
    private final boolean followed;

    /** The schemas in the order in which they are searched; null if the path is not known. */
    private final @Nullable List<String> schemas;

    PathNames(Catalog catalog, SearchPath path, boolean followed) {
        this.catalog = catalog;
        this.followed = followed;
        this.schemas = switch (path) {
            case SearchPath.Known(var listed, var asConnected) ->
                asConnected || !catalog.places().mayBeAnother() ? searched(listed, catalog.places()) : null;
            case SearchPath.Unknown() -> null;
        };
    }

    private static List<String> searched(List<String> listed, Catalog.Places places) {
        List<String> named = listed.stream()
                .map(schema -> schema.equals(OF_ROLE) ? places.role() : schema)
                .toList();
        List<String> searched = new ArrayList<>();
        Stream.of(Catalog.TEMPORARY_SCHEMA, Catalog.SYSTEM_SCHEMA)
                .filter(schema -> !named.contains(schema))
                .forEach(searched::add);
        named.stream()
                .filter(schema -> schema.equals(Catalog.TEMPORARY_SCHEMA)
                        || schema.equals(Catalog.SYSTEM_SCHEMA)
                        || places.usable().contains(schema))
                .distinct()
                .forEach(searched::add);
        return searched;
    }

    @Override
    public List<? extends NamedRelation> relations(@Nullable String schema, String name) {
        return first(schema, catalog.relations(schema, name), Relation::schema);
    }

    @Override
    public List<? extends NamedFunction> functions(@Nullable String schema, String name) {
        return all(schema, catalog.routines(schema, name), Routine::schema).stream()
                .map(this::followed)
                .toList();
    }

    /** With what its body reads of views followed to what they are made of. */
    private Routine followed(Routine routine) {
        return followed
                        && routine.body() instanceof NamedFunction.Body.Read(var reads, var writes, var effect)
                        && !reads.isNone()
                ? routine.with(new NamedFunction.Body.Read(catalog.origins().followed(reads), writes, effect))
                : routine;
    }

    @Override
    public List<? extends NamedOperator> operators(@Nullable String schema, String symbol) {
        return all(schema, catalog.operators(schema, symbol), UserOperator::schema).stream()
                .flatMap(operator -> catalog.routine(operator.function()).stream()
                        .map(function -> new Operator(operator.left(), operator.right(), followed(function))))
                .toList();
    }

    private record Operator(int left, int right, NamedFunction function) implements NamedOperator {}

    @Override
    public List<? extends NamedFunction> code(TypeCode handling) {
        List<Routine> code = catalog.code(handling);
        return followed ? code.stream().map(this::followed).toList() : code;
    }

    @Override
    public List<? extends NamedType> types(@Nullable String schema, String name) {
        List<Type> types = new ArrayList<>(catalog.types(schema, name));
        for (Relation relation : catalog.relations(schema, name)) {
            if (relation.rowType() != 0 && types.stream().noneMatch(type -> type.oid() == relation.rowType())) {
                types.add(Type.rowOf(relation, Set.of()));
            }
        }
        return first(schema, types, Type::schema);
    }

    @Override
    public Optional<? extends NamedType> type(int oid) {
        return catalog.type(oid)
                .filter(type -> !type.isSystem()
                        || type.element() != 0
                        || !type.fields().isEmpty()
                        || type.domainOver() != 0);
    }

    @Override
    public Dependencies origins(ColumnId column) {
        return followed ? catalog.origins().of(column) : Dependencies.of(column);
    }

    @Override
    public Dependencies rows(int relation) {
        return followed
                ? catalog.origins().rows(relation)
                : catalog.relation(relation)
                        .map(Origins::rowsNotFollowed)
                        .orElseGet(() -> Dependencies.unknown("a relation is not known"));
    }

    @Override
    public Optional<Dependencies> failures(int relation) {
        return followed
                ? catalog.origins().failures(relation)
                : catalog.relation(relation)
                        .map(Origins::failuresNotFollowed)
                        .orElseGet(() -> Optional.of(Dependencies.unknown("a relation is not known")));
    }

    /** Those of the first schema that has any, and all that may come before it. */
    private <T> List<T> first(@Nullable String schema, List<T> named, Function<T, String> schemaOf) {
        if (schema != null || schemas == null) {
            return named;
        }
        List<T> meant = new ArrayList<>();
        for (String searched : schemas) {
            boolean temporary = searched.equals(Catalog.TEMPORARY_SCHEMA);
            int before = meant.size();
            for (T one : named) {
                String of = schemaOf.apply(one);
                if (temporary ? Catalog.isTemporary(of) : of.equals(searched)) {
                    meant.add(one);
                }
            }
            if (!temporary && meant.size() > before) {
                break;
            }
        }
        return List.copyOf(meant);
    }

    private <T> List<T> all(@Nullable String schema, List<T> named, Function<T, String> schemaOf) {
        return schema != null || schemas == null
                ? named
                : named.stream()
                        .filter(one -> schemas.contains(schemaOf.apply(one)))
                        .toList();
    }
}
