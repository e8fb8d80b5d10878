package dev.sallyport.catalog;

import dev.sallyport.sql.flow.NamedRelation;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A relation that a statement can name.
 *
 * @param oid pg_class.oid, unsigned in an int
 * @param schema the name of its schema
 * @param name its name
 * @param kind what it is
 * @param columns its columns in order, without dropped ones
 * @param parents the relations it inherits from or is a partition of
 * @param dividedBy the columns by whose values a partitioned table's rows are divided among its partitions; empty for others
 * @param checkedTogether sets of columns that a unique or exclusion constraint or index, a foreign key or a CHECK looks at
 *     together
 * @param computedTogether sets of columns that a generated column, or an index that is not unique, computes with together
 * @param runsCode whether writing to it runs code that its users wrote: triggers, defaults and checks that call functions
 * @param planningRunsCode whether the server runs code that its users wrote when it plans to read it: its planner works out constants in
 *     checks, in the expressions and conditions of indexes and statistics, and in what a partitioned table is divided by
 * @param comparingRunsCode whether an index or its partitions are by an operator class that users wrote for a plain type, so that code
 *     runs wherever it is read
 * @param hasRules whether it has rewrite rules, other than a view's own
 * @param rowSecurity what decides which of its rows there are, if row security is enabled for it; null if it is not
 * @param writingRunsCode whether writing to it, or by way of it to another relation, runs any code that its users wrote
 * @param rowType pg_type.oid of its rows' type, unsigned in an int; 0 if it has none
 * @param rowArray pg_type.oid of arrays of that type, unsigned in an int; 0 if there is none
 * @param view how a view or materialized view is defined; null for other kinds and for those of the system
 */
public record Relation(
        int oid,
        String schema,
        String name,
        Kind kind,
        List<Column> columns,
        List<Integer> parents,
        Set<Short> dividedBy,
        List<Set<Short>> checkedTogether,
        List<Set<Short>> computedTogether,
        boolean runsCode,
        boolean planningRunsCode,
        boolean comparingRunsCode,
        boolean hasRules,
        @Nullable RowSecurity rowSecurity,
        boolean writingRunsCode,
        int rowType,
        int rowArray,
        @Nullable View view)
        implements NamedRelation {

    public Relation {
        columns = List.copyOf(columns);
        parents = List.copyOf(parents);
        dividedBy = Set.copyOf(dividedBy);
        checkedTogether = List.copyOf(checkedTogether);
        computedTogether = List.copyOf(computedTogether);
    }

    /** What a relation is. */
    public enum Kind {
        TABLE,
        PARTITIONED_TABLE,
        VIEW,
        MATERIALIZED_VIEW,
        FOREIGN_TABLE,
        SEQUENCE,
        /** Where the system keeps oversized values of another relation. */
        TOAST_TABLE
    }

    @Override
    public boolean isView() {
        return kind == Kind.VIEW || kind == Kind.MATERIALIZED_VIEW;
    }

    /** Whether row security is enabled for it. */
    public boolean hasRowSecurity() {
        return rowSecurity != null;
    }

    /** Its qualified name, without quoting. */
    public String display() {
        return schema + "." + name;
    }

    /** Its column of that name. */
    public Optional<Column> column(String columnName) {
        return columns.stream()
                .filter(column -> column.name().equals(columnName))
                .findFirst();
    }

    /** Its column of that pg_attribute.attnum. */
    public Optional<Column> column(short attribute) {
        return columns.stream()
                .filter(column -> column.attribute() == attribute)
                .findFirst();
    }

    /** Whether it is one of the system's own. */
    public boolean isSystem() {
        return schema.equals(Catalog.SYSTEM_SCHEMA) || schema.equals(Catalog.INFORMATION_SCHEMA);
    }

    /**
     * The same without a definition.
     *
     * @param writingRuns whether writing to it, or by way of it, runs code
     */
    Relation undefined(boolean writingRuns) {
        return view == null && writingRunsCode == writingRuns ? this : with(writingRuns, null);
    }

    /** The same with a definition. */
    Relation with(View definition) {
        return with(writingRunsCode, definition);
    }

    private Relation with(boolean runs, @Nullable View definition) {
        return new Relation(
                oid,
                schema,
                name,
                kind,
                columns,
                parents,
                dividedBy,
                checkedTogether,
                computedTogether,
                runsCode,
                planningRunsCode,
                comparingRunsCode,
                hasRules,
                rowSecurity,
                runs,
                rowType,
                rowArray,
                definition);
    }
}
