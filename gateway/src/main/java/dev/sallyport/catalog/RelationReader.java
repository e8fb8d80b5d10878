package dev.sallyport.catalog;

import dev.sallyport.catalog.Column.Generated;
import dev.sallyport.catalog.Relation.Kind;
import dev.sallyport.sql.flow.ColumnId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads relations, their columns and foreign keys, as far as they may have changed; not how views are defined. */
final class RelationReader {
    /** How many relations are read one by one, rather than all. */
    static final int READ_ONE_BY_ONE = 5_000;

    /** What relations are asked for that is no relation's own. */
    private static final Source[] OF_ALL = {
        Source.PG_AMOP, Source.PG_AMPROC, Source.PG_OPCLASS, Source.PG_OPERATOR, Source.MEMBERS
    };

    /** Where there are none, row security shows no rows. */
    private static final RowSecurity NO_POLICIES = new RowSecurity(Set.of(), false, Set.of());

    private final Rows rows;

    private final KnownExtensions extensions;

    RelationReader(Rows rows, KnownExtensions extensions) {
        this.rows = rows;
        this.extensions = extensions;
    }

    /**
     * What was read.
     *
     * @param relations all of them, without what views are defined by
     * @param running those of which writing runs code that is their own
     * @param schemas the schemas' names by their oids
     */
    record Read(
            List<Relation> relations,
            List<ForeignKey> foreignKeys,
            boolean defersChecks,
            Set<Integer> running,
            Map<Integer, String> schemas) {}

    /** What was known, and what of it may not hold. */
    record Before(Catalog catalog, Set<Integer> running, Map<Integer, String> schemas, ChangedRows changes) {
        /** The relations that may have changed or gone or are new; null if they are too many or all. */
        @Nullable
        Set<Integer> changed(Map<Integer, String> schemasNow) {
            boolean renamed = schemas.entrySet().stream()
                    .anyMatch(schema -> !schema.getValue().equals(schemasNow.get(schema.getKey())));
            if (renamed || changes.any(OF_ALL)) {
                return null;
            }
            Set<Integer> changed = new HashSet<>();
            for (Source source : Source.OF_RELATIONS) {
                changed.addAll(changes.owners(source));
            }
            for (Relation relation : catalog.relations()) {
                if (Source.OF_RELATIONS.stream().anyMatch(source -> changes.mayHaveLost(source, relation.oid()))) {
                    changed.add(relation.oid());
                }
            }
            return changed.size() > READ_ONE_BY_ONE ? null : changed;
        }
    }

    /**
     * Reads all relations.
     *
     * @param before what was read before, which is kept where nothing has changed; or null
     */
    Read relations(@Nullable Before before) throws SQLException {
        Map<Integer, String> schemas = new HashMap<>();
        if (before == null || before.changes().any(Source.PG_NAMESPACE)) {
            rows.each(MarkQueries.SCHEMAS, row -> schemas.put(Rows.oid(row, 1), rows.name(row, 2)));
        } else {
            schemas.putAll(before.schemas());
        }
        Set<Integer> changed = before == null ? null : before.changed(schemas);
        List<Relation> relations = new ArrayList<>();
        List<ForeignKey> keys = new ArrayList<>();
        Set<Integer> running = new HashSet<>();
        if (before != null && changed != null) {
            before.catalog().relations().stream()
                    .filter(relation -> !changed.contains(relation.oid()))
                    .forEach(relations::add);
            before.catalog().foreignKeys().stream()
                    .filter(key -> !changed.contains(key.relation()))
                    .forEach(keys::add);
            before.running().stream()
                    .filter(relation -> !changed.contains(relation))
                    .forEach(running::add);
        }
        if (changed == null || !changed.isEmpty()) {
            read(changed, relations, running, before == null ? null : before.catalog());
            keys.addAll(foreignKeys(changed));
        }
        boolean mayDefer = before == null || before.changes().any(Source.PG_CONSTRAINT, Source.PG_TRIGGER);
        boolean defers =
                (mayDefer || before == null) ? defersChecks() : before.catalog().defersChecks();
        // Indexes by name find them sorted then, but for what has changed.
        relations.sort(Comparator.comparing(Relation::name));
        return new Read(withWritingMarked(relations, running), keys, defers, Set.copyOf(running), schemas);
    }

    private void read(
            @Nullable Set<Integer> of, List<Relation> relations, Set<Integer> running, @Nullable Catalog known)
            throws SQLException {
        Map<Integer, List<Column>> columns = columns(of);
        if (known != null) {
            columns.replaceAll((oid, now) -> known.relation(oid)
                    .map(Relation::columns)
                    .filter(now::equals)
                    .orElse(now));
        }
        Map<Integer, List<Integer>> parents = new HashMap<>();
        each(RelationQueries.INHERITANCE, of, row -> Rows.add(parents, Rows.oid(row, 1), Rows.oid(row, 2)));
        Map<Integer, Map<Integer, Set<Short>>> checks = new HashMap<>();
        each(
                RelationQueries.CHECKED_TOGETHER,
                of,
                row -> checks.computeIfAbsent(Rows.oid(row, 1), absent -> new HashMap<>())
                        .computeIfAbsent(Rows.oid(row, 2), absent -> new HashSet<>())
                        .addAll(columnsAmong(Rows.numbers(row.getArray(3)))));
        Map<Integer, List<Set<Short>>> computed = new HashMap<>();
        each(
                RelationQueries.COMPUTED_TOGETHER,
                of,
                row -> Rows.add(computed, Rows.oid(row, 1), Set.copyOf(attributes(Rows.numbers(row.getArray(2))))));
        Map<Integer, Set<Short>> divided = new HashMap<>();
        each(
                RelationQueries.DIVIDED_BY,
                of,
                row -> divided.computeIfAbsent(Rows.oid(row, 1), absent -> new HashSet<>())
                        .add(row.getShort(2)));
        Map<Integer, RowSecurity> security = rowSecurity(of);
        Set<Integer> withCode = oids(RelationQueries.CODE_IN_DEFAULTS_AND_CHECKS, of);
        Set<Integer> withCodeInPlans = oids(RelationQueries.CODE_IN_PLANS, of);
        Set<Integer> withCodeElsewhere = oids(RelationQueries.CODE_ELSEWHERE, of);
        Set<Integer> comparingByCode = new HashSet<>();
        each(RelationQueries.OPERATOR_CLASSES, of, row -> {
            if (!extensions.typesOf(row.getString(3))) {
                withCodeElsewhere.add(Rows.oid(row, 1));
                if (row.getBoolean(2)) {
                    comparingByCode.add(Rows.oid(row, 1));
                }
            }
        });
        each(RelationQueries.RELATIONS, of, row -> {
            int oid = Rows.oid(row, 1);
            boolean runsCode = row.getBoolean(6) || withCode.contains(oid);
            boolean hasRules = row.getBoolean(7);
            if (runsCode || hasRules || withCodeElsewhere.contains(oid)) {
                running.add(oid);
            }
            relations.add(new Relation(
                    oid,
                    rows.name(row, 2),
                    rows.name(row, 3),
                    kind(row.getString(4)),
                    columns.getOrDefault(oid, List.of()),
                    List.copyOf(parents.getOrDefault(oid, List.of())),
                    divided.getOrDefault(oid, Set.of()),
                    together(checks.getOrDefault(oid, Map.of()).values().stream()),
                    together(Stream.concat(
                            computed.getOrDefault(oid, List.of()).stream(),
                            columns.getOrDefault(oid, List.of()).stream()
                                    .map(Column::computedFrom)
                                    .filter(from -> from.size() > 1))),
                    runsCode,
                    withCodeInPlans.contains(oid),
                    comparingByCode.contains(oid),
                    hasRules,
                    row.getBoolean(5) ? security.getOrDefault(oid, NO_POLICIES) : null,
                    false,
                    Rows.oid(row, 8),
                    Rows.oid(row, 9),
                    null));
        });
    }

    private Map<Integer, RowSecurity> rowSecurity(@Nullable Set<Integer> of) throws SQLException {
        Map<Integer, Set<ColumnId>> columns = new HashMap<>();
        Map<Integer, Set<Integer>> functions = new HashMap<>();
        each(RelationQueries.POLICIES, of, row -> {
            int function = Rows.oid(row, 4);
            if (function == 0) {
                columns.computeIfAbsent(Rows.oid(row, 1), absent -> new HashSet<>())
                        .add(new ColumnId(Rows.oid(row, 2), row.getShort(3)));
            } else {
                functions
                        .computeIfAbsent(Rows.oid(row, 1), absent -> new HashSet<>())
                        .add(function);
            }
        });
        Set<Integer> wholeRows = oids(RelationQueries.POLICIES_OF_WHOLE_ROWS, of);
        Set<Integer> secured = new HashSet<>(wholeRows);
        secured.addAll(columns.keySet());
        secured.addAll(functions.keySet());
        Map<Integer, RowSecurity> security = new HashMap<>();
        for (int relation : secured) {
            security.put(
                    relation,
                    new RowSecurity(
                            columns.getOrDefault(relation, Set.of()),
                            wholeRows.contains(relation),
                            functions.getOrDefault(relation, Set.of())));
        }
        return security;
    }

    private void each(String query, @Nullable Set<Integer> of, Rows.RowReader reader) throws SQLException {
        rows.each(RelationQueries.of(query, of), reader);
    }

    /** A row that is written to a partitioned table or to a parent runs what is on its children, and a view what is beneath it. */
    private static List<Relation> withWritingMarked(List<Relation> relations, Set<Integer> running) {
        Map<Integer, List<Integer>> parents = new HashMap<>();
        for (Relation relation : relations) {
            if (!relation.parents().isEmpty()) {
                parents.put(relation.oid(), relation.parents());
            }
        }
        Set<Integer> all = new HashSet<>(running);
        List<Integer> children = new ArrayList<>(running);
        while (!children.isEmpty()) {
            parents.getOrDefault(children.removeLast(), List.of()).stream()
                    .filter(all::add)
                    .forEach(children::add);
        }
        return relations.stream()
                .map(relation -> relation.undefined(relation.isView() || all.contains(relation.oid())))
                .toList();
    }

    private List<Set<Short>> together(Stream<Set<Short>> sets) {
        return rows.shared(sets.filter(together -> !together.isEmpty())
                .map(together -> rows.shared(Set.copyOf(together)))
                .distinct()
                .toList());
    }

    /** An expression and a whole row stand as column 0; the columns of the one are listed for themselves, the other has none. */
    private static List<Short> columnsAmong(List<Number> numbers) {
        return attributes(numbers).stream().filter(number -> number != 0).toList();
    }

    private Set<Integer> oids(String query, @Nullable Set<Integer> of) throws SQLException {
        Set<Integer> oids = new HashSet<>();
        each(query, of, row -> oids.add(Rows.oid(row, 1)));
        return oids;
    }

    private Map<Integer, List<Column>> columns(@Nullable Set<Integer> of) throws SQLException {
        Map<Integer, Map<Short, Set<Short>>> computed = new HashMap<>();
        each(
                RelationQueries.COMPUTED_FROM,
                of,
                row -> computed.computeIfAbsent(Rows.oid(row, 1), absent -> new HashMap<>())
                        .computeIfAbsent(row.getShort(2), absent -> new HashSet<>())
                        .add(row.getShort(3)));
        Map<Integer, Set<Short>> byCode = new HashMap<>();
        each(
                RelationQueries.COMPUTED_BY_CODE,
                of,
                row -> byCode.computeIfAbsent(Rows.oid(row, 1), absent -> new HashSet<>())
                        .add(row.getShort(2)));
        Map<Integer, List<Column>> read = new HashMap<>();
        each(RelationQueries.COLUMNS, of, row -> {
            int relation = Rows.oid(row, 1);
            short attribute = row.getShort(2);
            Column column = new Column(
                    attribute,
                    rows.name(row, 3),
                    Rows.oid(row, 4),
                    row.getInt(8),
                    row.getBoolean(5),
                    row.getBoolean(7),
                    generated(row.getString(6)),
                    computed.getOrDefault(relation, Map.of()).getOrDefault(attribute, Set.of()),
                    byCode.getOrDefault(relation, Set.of()).contains(attribute));
            Rows.add(read, relation, rows.shared(column));
        });
        Map<Integer, List<Column>> columns = new HashMap<>();
        read.forEach((relation, all) -> {
            all.sort(Comparator.comparingInt(Column::attribute));
            columns.put(relation, rows.shared(List.copyOf(all)));
        });
        return columns;
    }

    private List<ForeignKey> foreignKeys(@Nullable Set<Integer> of) throws SQLException {
        List<ForeignKey> keys = new ArrayList<>();
        each(
                RelationQueries.FOREIGN_KEYS,
                of,
                row -> keys.add(new ForeignKey(
                        Rows.oid(row, 1),
                        attributes(Rows.numbers(row.getArray(2))),
                        Rows.oid(row, 3),
                        attributes(Rows.numbers(row.getArray(4))),
                        row.getBoolean(5),
                        row.getBoolean(6))));
        return keys;
    }

    private boolean defersChecks() throws SQLException {
        List<Boolean> answer = new ArrayList<>();
        rows.each(RelationQueries.DEFERS_CHECKS, row -> answer.add(row.getBoolean(1)));
        return answer.contains(true);
    }

    private static List<Short> attributes(List<Number> numbers) {
        return numbers.stream().map(Number::shortValue).toList();
    }

    private static Kind kind(String relkind) {
        return switch (relkind) {
            case "r" -> Kind.TABLE;
            case "p" -> Kind.PARTITIONED_TABLE;
            case "v" -> Kind.VIEW;
            case "m" -> Kind.MATERIALIZED_VIEW;
            case "f" -> Kind.FOREIGN_TABLE;
            case "S" -> Kind.SEQUENCE;
            case "t" -> Kind.TOAST_TABLE;
            default -> throw new IllegalStateException("the query asks for no relation of kind " + relkind);
        };
    }

    private static Generated generated(String attgenerated) {
        return switch (attgenerated) {
            case "" -> Generated.NEVER;
            case "s" -> Generated.STORED;
            default -> Generated.VIRTUAL;
        };
    }
}
