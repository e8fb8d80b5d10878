package dev.sallyport.catalog;

import dev.sallyport.sql.flow.NamedType.Field;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads types and what runs when a value of one is made. */
final class TypeReader {
    private static final int TEXT = 25;

    private final Rows rows;

    TypeReader(Rows rows) {
        this.rows = rows;
    }

    private record Named(
            String schema, String name, int domainOver, int element, boolean isScalar, boolean takesPlain) {}

    /** Types, what the server calls for values of them, and how values stand in messages, by pg_type.oid. */
    record Read(List<Type> types, CodeOfTypes code, Map<Integer, ValueType> values) {}

    /** All types but for arrays of relations' rows and those rows of relations that run no code: the relations themselves tell of them. */
    Read types(List<Relation> relations) throws SQLException {
        Map<Integer, Set<String>> functions = new HashMap<>();
        rows.each(
                CatalogQueries.TYPE_FUNCTIONS,
                row -> functions
                        .computeIfAbsent(Rows.oid(row, 1), absent -> new HashSet<>())
                        .add(row.getString(2) + "." + row.getString(3)));
        Map<Integer, List<Integer>> parts = new HashMap<>();
        rows.each(CatalogQueries.TYPE_PARTS, row -> Rows.add(parts, Rows.oid(row, 1), Rows.oid(row, 2)));
        relations.forEach(relation -> relation.columns().stream()
                .filter(column -> isUsers(column.type()))
                .forEach(column -> Rows.add(parts, relation.rowType(), column.type())));
        Map<Integer, List<Field>> fields = new HashMap<>();
        Map<Integer, List<ValueType.Composite.Field>> parted = new HashMap<>();
        rows.each(CatalogQueries.TYPE_FIELDS, row -> {
            int oid = Rows.oid(row, 1);
            Rows.add(fields, oid, new Field(rows.name(row, 2), Rows.oid(row, 3)));
            Rows.add(parted, oid, rows.shared(new ValueType.Composite.Field(Rows.oid(row, 3), row.getInt(4))));
        });
        fields.forEach((type, all) -> all.forEach(field -> Rows.add(parts, type, field.type())));
        Map<Integer, Named> named = new LinkedHashMap<>();
        Map<Integer, ValueType> values = labels();
        parted.forEach((oid, all) -> values.put(oid, new ValueType.Composite(all)));
        rows.each(CatalogQueries.TYPES, row -> {
            int oid = Rows.oid(row, 1);
            int element = Rows.oid(row, 5);
            named.put(
                    oid,
                    new Named(
                            rows.name(row, 2),
                            rows.name(row, 3),
                            Rows.oid(row, 4),
                            row.getBoolean(6) ? element : 0,
                            row.getBoolean(7) && !row.getBoolean(6),
                            row.getBoolean(8)));
            if (Rows.oid(row, 4) != 0) {
                values.put(oid, new ValueType.Alias(Rows.oid(row, 4), row.getInt(9)));
            } else if (row.getBoolean(10)) {
                values.put(oid, new ValueType.Alias(TEXT, -1));
            } else if (row.getBoolean(6) && isUsers(oid)) {
                values.put(oid, new ValueType.ArrayOf(element));
            }
            Rows.add(parts, oid, Rows.oid(row, 4));
            Rows.add(parts, oid, element);
        });
        List<Type> types = new ArrayList<>();
        named.forEach((oid, type) -> types.add(new Type(
                oid,
                type.schema(),
                type.name(),
                fields.getOrDefault(oid, List.of()),
                type.domainOver(),
                type.element(),
                type.isScalar(),
                type.takesPlain(),
                all(oid, parts, functions))));
        List<Integer> withCode = new ArrayList<>(named.keySet());
        for (Relation relation : relations) {
            if (parts.containsKey(relation.rowType())) {
                withCode.add(relation.rowType());
                Set<String> run = all(relation.rowType(), parts, functions);
                if (!run.isEmpty()) {
                    types.add(Type.rowOf(relation, run));
                }
            }
        }
        return new Read(types, code(parts).build(withCode), values);
    }

    private Map<Integer, ValueType> labels() throws SQLException {
        Map<Integer, List<String>> labels = new HashMap<>();
        rows.each(CatalogQueries.LABELS, row -> Rows.add(labels, Rows.oid(row, 1), row.getString(2)));
        Map<Integer, ValueType> types = new HashMap<>();
        labels.forEach((type, all) -> types.put(type, new ValueType.Labels(all)));
        return types;
    }

    private CodeOfTypes.Builder code(Map<Integer, List<Integer>> parts) throws SQLException {
        CodeOfTypes.Builder code = new CodeOfTypes.Builder(parts);
        rows.each(CatalogQueries.TYPE_CODE, row -> {
            int type = Rows.oid(row, 1);
            int function = Rows.oid(row, 3);
            switch (row.getString(2)) {
                case "m" -> code.making(type, function);
                case "u" -> code.using(type, function);
                case "s" -> code.showing(type, function);
                default -> throw new IllegalStateException("the query asks for nothing else");
            }
        });
        return code;
    }

    /** Only those can run users' code. */
    private static boolean isUsers(int type) {
        return Integer.compareUnsigned(type, RoutineReader.FIRST_OF_USERS) >= 0;
    }

    private static Set<String> all(int type, Map<Integer, List<Integer>> parts, Map<Integer, Set<String>> functions) {
        Set<String> all = new HashSet<>();
        Set<Integer> seen = new HashSet<>();
        List<Integer> waiting = new ArrayList<>(List.of(type));
        while (!waiting.isEmpty()) {
            int part = waiting.removeLast();
            if (seen.add(part)) {
                all.addAll(functions.getOrDefault(part, Set.of()));
                waiting.addAll(parts.getOrDefault(part, List.of()));
            }
        }
        return all;
    }
}
