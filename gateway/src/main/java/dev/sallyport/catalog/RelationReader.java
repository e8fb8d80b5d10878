package dev.sallyport.catalog;

import dev.sallyport.catalog.Column.Generated;
import dev.sallyport.catalog.Relation.Kind;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads relations, their columns and foreign keys; not how views are defined. */
final class RelationReader {
    /** Of how many relations columns are read one by one, rather than those of all. */
    static final int READ_ONE_BY_ONE = 5_000;

    private final Rows rows;

    private final KnownExtensions extensions;

    RelationReader(Rows rows, KnownExtensions extensions) {
        this.rows = rows;
        this.extensions = extensions;
    }

    /**
     * Reads all relations.
     *
     * @param known what was read before, whose columns are kept where nothing has changed; or null
     */
    List<Relation> relations(CatalogReader.@Nullable Marked known) throws SQLException {
        Map<Integer, List<Column>> columns = columns(known);
        Map<Integer, List<Integer>> parents = new HashMap<>();
        rows.each(CatalogQueries.INHERITANCE, row -> Rows.add(parents, Rows.oid(row, 1), Rows.oid(row, 2)));
        Map<Integer, Map<Integer, Set<Short>>> checks = new HashMap<>();
        rows.each(
                CatalogQueries.CHECKED_TOGETHER,
                row -> checks.computeIfAbsent(Rows.oid(row, 1), absent -> new HashMap<>())
                        .computeIfAbsent(Rows.oid(row, 2), absent -> new HashSet<>())
                        .addAll(columnsAmong(Rows.numbers(row.getArray(3)))));
        Set<Integer> withCode = oids(CatalogQueries.CODE_IN_DEFAULTS_AND_CHECKS);
        Set<Integer> withCodeInPlans = oids(CatalogQueries.CODE_IN_PLANS);
        Set<Integer> withCodeElsewhere = oids(CatalogQueries.CODE_ELSEWHERE);
        Set<Integer> comparingByCode = new HashSet<>();
        rows.each(CatalogQueries.OPERATOR_CLASSES, row -> {
            if (!extensions.typesOf(row.getString(3))) {
                withCodeElsewhere.add(Rows.oid(row, 1));
                if (row.getBoolean(2)) {
                    comparingByCode.add(Rows.oid(row, 1));
                }
            }
        });
        List<Relation> relations = new ArrayList<>();
        Set<Integer> running = new HashSet<>();
        rows.each(CatalogQueries.RELATIONS, row -> {
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
                    checkedTogether(checks.getOrDefault(oid, Map.of())),
                    runsCode,
                    withCodeInPlans.contains(oid),
                    comparingByCode.contains(oid),
                    hasRules,
                    row.getBoolean(5),
                    false,
                    Rows.oid(row, 8),
                    Rows.oid(row, 9),
                    null));
        });
        return withWritingMarked(relations, parents, running);
    }

    /** A row that is written to a partitioned table or to a parent runs what is on its children, and a view what is beneath it. */
    private static List<Relation> withWritingMarked(
            List<Relation> relations, Map<Integer, List<Integer>> parents, Set<Integer> running) {
        List<Integer> children = new ArrayList<>(running);
        while (!children.isEmpty()) {
            parents.getOrDefault(children.removeLast(), List.of()).stream()
                    .filter(running::add)
                    .forEach(children::add);
        }
        return relations.stream()
                .map(relation -> relation.isView() || running.contains(relation.oid())
                        ? relation.withWritingRunningCode()
                        : relation)
                .toList();
    }

    private List<Set<Short>> checkedTogether(Map<Integer, Set<Short>> byConstraint) {
        return rows.shared(byConstraint.values().stream()
                .filter(together -> !together.isEmpty())
                .map(together -> rows.shared(Set.copyOf(together)))
                .distinct()
                .toList());
    }

    /** An expression and a whole row stand as column 0; the columns of the one are listed for themselves, the other has none. */
    private static List<Short> columnsAmong(List<Number> numbers) {
        return attributes(numbers).stream().filter(number -> number != 0).toList();
    }

    private Set<Integer> oids(String query) throws SQLException {
        Set<Integer> oids = new HashSet<>();
        rows.each(query, row -> oids.add(Rows.oid(row, 1)));
        return oids;
    }

    private Map<Integer, List<Column>> columns(CatalogReader.@Nullable Marked known) throws SQLException {
        Map<Integer, Map<Short, Set<Short>>> computed = new HashMap<>();
        rows.each(
                CatalogQueries.COMPUTED_FROM,
                row -> computed.computeIfAbsent(Rows.oid(row, 1), absent -> new HashMap<>())
                        .computeIfAbsent(row.getShort(2), absent -> new HashSet<>())
                        .add(row.getShort(3)));
        Map<Integer, Set<Short>> byCode = new HashMap<>();
        rows.each(
                CatalogQueries.COMPUTED_BY_CODE,
                row -> byCode.computeIfAbsent(Rows.oid(row, 1), absent -> new HashSet<>())
                        .add(row.getShort(2)));
        Map<Integer, List<Column>> columns = new HashMap<>();
        Map<Integer, List<Column>> read = new HashMap<>();
        rows.each(query(known, columns), row -> {
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
        read.forEach((relation, all) -> {
            all.sort(Comparator.comparingInt(Column::attribute));
            columns.put(relation, rows.shared(List.copyOf(all)));
        });
        return columns;
    }

    /** The query for what is not known, after what is known has been taken over. What is generated is always read. */
    private String query(CatalogReader.@Nullable Marked known, Map<Integer, List<Column>> columns) throws SQLException {
        if (known == null) {
            return CatalogQueries.columns();
        }
        Set<Integer> changed = oids(CatalogQueries.relationsWithChangedColumns(known.seen()));
        for (Relation relation : known.catalog().relations()) {
            if (relation.columns().stream().anyMatch(column -> column.generated() != Generated.NEVER)) {
                changed.add(relation.oid());
            } else if (!changed.contains(relation.oid())) {
                columns.put(relation.oid(), relation.columns());
            }
        }
        if (changed.size() > READ_ONE_BY_ONE) {
            columns.clear();
            return CatalogQueries.columns();
        }
        return CatalogQueries.columns(changed);
    }

    List<ForeignKey> foreignKeys() throws SQLException {
        List<ForeignKey> keys = new ArrayList<>();
        rows.each(
                CatalogQueries.FOREIGN_KEYS,
                row -> keys.add(new ForeignKey(
                        Rows.oid(row, 1),
                        attributes(Rows.numbers(row.getArray(2))),
                        Rows.oid(row, 3),
                        attributes(Rows.numbers(row.getArray(4))),
                        row.getBoolean(5),
                        row.getBoolean(6))));
        return keys;
    }

    boolean defersChecks() throws SQLException {
        List<Boolean> answer = new ArrayList<>();
        rows.each(CatalogQueries.DEFERS_CHECKS, row -> answer.add(row.getBoolean(1)));
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
