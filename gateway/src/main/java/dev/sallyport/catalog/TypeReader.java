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
    /** What a constraint of a type belongs to. */
    private static final int NO_RELATION = 0;

    private static final int TEXT = 25;

    private final Rows rows;

    TypeReader(Rows rows) {
        this.rows = rows;
    }

    /** What makes the code of types another one, other than themselves. */
    private static final Source[] OF_ALL = {
        Source.PG_AMOP,
        Source.PG_AMPROC,
        Source.PG_CAST,
        Source.PG_ENUM,
        Source.PG_NAMESPACE,
        Source.PG_OPCLASS,
        Source.PG_OPERATOR,
        Source.PG_PROC,
        Source.PG_RANGE,
        Source.MEMBERS
    };

    private record Named(
            String schema, String name, int domainOver, int element, boolean isScalar, boolean takesPlain) {}

    private record Code(String handling, int type, int function) {}

    /** Types, what the server calls for values of them, and how values stand in messages, by pg_type.oid. */
    record Read(List<Type> types, CodeOfTypes code, Map<Integer, ValueType> values) {}

    /**
     * What the server says of types other than those of relations' rows and of arrays of them. Immutable.
     *
     * @param composites the relations that describe composite types
     */
    record Asked(
            Map<Integer, Named> named,
            Map<Integer, List<Field>> fields,
            Map<Integer, List<Integer>> parts,
            Map<Integer, Set<String>> functions,
            List<Code> code,
            Map<Integer, ValueType> values,
            Set<Integer> composites) {

        /**
         * Whether it still holds.
         *
         * @param relations all that there are now
         */
        boolean holds(ChangedRows changes, List<Relation> relations) {
            if (changes.any(OF_ALL)
                    || changes.owners(Source.PG_CONSTRAINT).contains(NO_RELATION)
                    || changes.mayHaveLost(Source.PG_CONSTRAINT, NO_RELATION)
                    || composites.stream().anyMatch(changes.owners(Source.PG_ATTRIBUTE)::contains)
                    || named.keySet().stream().anyMatch(type -> changes.mayHaveLost(Source.PG_TYPE, type))) {
                return false;
            }
            Set<Integer> came = new HashSet<>(changes.owners(Source.PG_TYPE));
            if (!came.isEmpty()) {
                relations.forEach(relation -> {
                    came.remove(relation.rowType());
                    came.remove(relation.rowArray());
                });
            }
            return came.isEmpty();
        }
    }

    /** All types but for arrays of relations' rows and those rows of relations that run no code: the relations themselves tell of them. */
    Read types(List<Relation> relations, Asked asked) {
        Map<Integer, List<Integer>> parts = new HashMap<>();
        asked.parts().forEach((type, all) -> parts.put(type, new ArrayList<>(all)));
        relations.forEach(relation -> relation.columns().stream()
                .filter(column -> isUsers(column.type()))
                .forEach(column -> Rows.add(parts, relation.rowType(), column.type())));
        Map<Integer, Set<String>> functions = asked.functions();
        Map<Integer, List<Field>> fields = asked.fields();
        Map<Integer, Named> named = asked.named();
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
        return new Read(types, code(parts, asked).build(withCode), asked.values());
    }

    /** Asks the server. */
    Asked ask() throws SQLException {
        Map<Integer, Set<String>> functions = new HashMap<>();
        rows.each(
                TypeQueries.TYPE_FUNCTIONS,
                row -> functions
                        .computeIfAbsent(Rows.oid(row, 1), absent -> new HashSet<>())
                        .add(row.getString(2) + "." + row.getString(3)));
        Map<Integer, List<Integer>> parts = new HashMap<>();
        rows.each(TypeQueries.TYPE_PARTS, row -> Rows.add(parts, Rows.oid(row, 1), Rows.oid(row, 2)));
        Map<Integer, List<Field>> fields = new HashMap<>();
        Map<Integer, List<ValueType.Composite.Field>> parted = new HashMap<>();
        Set<Integer> composites = new HashSet<>();
        rows.each(TypeQueries.TYPE_FIELDS, row -> {
            composites.add(Rows.oid(row, 2));
            if (row.getString(3) != null) {
                Rows.add(fields, Rows.oid(row, 1), new Field(rows.name(row, 3), Rows.oid(row, 4)));
                Rows.add(parts, Rows.oid(row, 1), Rows.oid(row, 4));
                Rows.add(
                        parted,
                        Rows.oid(row, 1),
                        rows.shared(new ValueType.Composite.Field(Rows.oid(row, 4), row.getInt(5))));
            }
        });
        Map<Integer, ValueType> values = labels();
        parted.forEach((oid, all) -> values.put(oid, new ValueType.Composite(all)));
        Map<Integer, Named> named = new LinkedHashMap<>();
        rows.each(TypeQueries.TYPES, row -> {
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
        List<Code> code = new ArrayList<>();
        rows.each(
                TypeQueries.TYPE_CODE,
                row -> code.add(new Code(rows.name(row, 2), Rows.oid(row, 1), Rows.oid(row, 3))));
        return new Asked(named, fields, parts, functions, code, values, composites);
    }

    private Map<Integer, ValueType> labels() throws SQLException {
        Map<Integer, List<String>> labels = new HashMap<>();
        rows.each(TypeQueries.LABELS, row -> Rows.add(labels, Rows.oid(row, 1), row.getString(2)));
        Map<Integer, ValueType> types = new HashMap<>();
        labels.forEach((type, all) -> types.put(type, new ValueType.Labels(all)));
        return types;
    }

    private static CodeOfTypes.Builder code(Map<Integer, List<Integer>> parts, Asked asked) {
        CodeOfTypes.Builder builder = new CodeOfTypes.Builder(parts);
        for (Code code : asked.code()) {
            switch (code.handling()) {
                case "m" -> builder.making(code.type(), code.function());
                case "u" -> builder.using(code.type(), code.function());
                case "s" -> builder.showing(code.type(), code.function());
                default -> throw new IllegalStateException("the query asks for nothing else");
            }
        }
        return builder;
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
