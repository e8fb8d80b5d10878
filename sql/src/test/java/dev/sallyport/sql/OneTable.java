package dev.sallyport.sql;

import dev.sallyport.sql.flow.ColumnId;
import dev.sallyport.sql.flow.Dependencies;
import dev.sallyport.sql.flow.NamedFunction;
import dev.sallyport.sql.flow.NamedOperator;
import dev.sallyport.sql.flow.NamedRelation;
import dev.sallyport.sql.flow.NamedType;
import dev.sallyport.sql.flow.Namespace;
import dev.sallyport.sql.flow.TypeCode;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A namespace of a table {@code t}, whose {@code id} is never null, a table {@code u} and nothing else. */
record OneTable() implements Namespace {
    private static final int PUBLIC_OBJECTS = 16_384;

    private record Table(int oid, String name, List<Column> columns) implements NamedRelation {
        @Override
        public String schema() {
            return "public";
        }

        @Override
        public boolean isView() {
            return false;
        }

        @Override
        public boolean writingRunsCode() {
            return false;
        }
    }

    private record Column(short attribute, String name, boolean notNull) implements NamedRelation.NamedColumn {
        @Override
        public int type() {
            return name.equals("id") ? 23 : 25;
        }
    }

    private static final List<Table> TABLES = List.of(
            table(PUBLIC_OBJECTS, "t", "id", "a", "b", "name", "done"),
            table(PUBLIC_OBJECTS + 1, "u", "id", "t_id", "kind"));

    private static Table table(int oid, String name, String... columns) {
        return new Table(
                oid,
                name,
                IntStream.range(0, columns.length)
                        .mapToObj(i -> new Column((short) (i + 1), columns[i], columns[i].equals("id")))
                        .toList());
    }

    @Override
    public List<? extends NamedRelation> relations(@Nullable String schema, String name) {
        return TABLES.stream()
                .filter(table -> table.name().equals(name) && (schema == null || schema.equals("public")))
                .toList();
    }

    @Override
    public Optional<Dependencies> failures(int relation) {
        return Optional.empty();
    }

    @Override
    public List<? extends NamedFunction> functions(@Nullable String schema, String name) {
        return List.of();
    }

    @Override
    public List<? extends NamedOperator> operators(@Nullable String schema, String symbol) {
        return List.of();
    }

    @Override
    public List<? extends NamedFunction> code(TypeCode handling) {
        return List.of();
    }

    @Override
    public List<? extends NamedType> types(@Nullable String schema, String name) {
        return List.of();
    }

    @Override
    public Optional<? extends NamedType> type(int oid) {
        return Optional.empty();
    }

    @Override
    public Dependencies origins(ColumnId column) {
        return Dependencies.of(column);
    }

    @Override
    public Dependencies rows(int relation) {
        return Dependencies.NONE;
    }
}
