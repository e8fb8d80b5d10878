package dev.sallyport.sql.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the names of a statement stand for, as the server resolves them for one session at one moment: its search path, pg_temp and
 * pg_catalog included, has been followed already. Where that path is not known for certain, a name stands for everything that it could
 * mean. Implementations are immutable and safe for use by many threads.
 */
public interface Namespace {

    /**
     * The relations a name can mean.
     *
     * @param schema the schema as written, or null
     * @return one if it is certain, several if it is not, none if nothing is known by that name
     */
    List<? extends NamedRelation> relations(@Nullable String schema, String name);

    /** The functions a name can mean, whatever their arguments: all of every schema on the path, since arguments choose among them. */
    List<? extends NamedFunction> functions(@Nullable String schema, String name);

    /** The operators outside pg_catalog that a symbol can mean, whatever their operands. */
    List<? extends NamedOperator> operators(@Nullable String schema, String symbol);

    /** The functions that the operators call which a symbol can mean. */
    default List<NamedFunction> functionsOfOperators(@Nullable String schema, String symbol) {
        List<NamedFunction> functions = new ArrayList<>();
        operators(schema, symbol).forEach(operator -> functions.add(operator.function()));
        return functions;
    }

    /** The types a name can mean; see {@link #relations}. */
    List<? extends NamedType> types(@Nullable String schema, String name);

    /**
     * A type.
     *
     * @param oid pg_type.oid, unsigned in an int
     * @return empty for the plain types of pg_catalog, which have no fields and are made of no other type
     */
    Optional<? extends NamedType> type(int oid);

    /** The functions of users that a type's values are handled by, but for those that depend on their arguments alone. */
    List<? extends NamedFunction> code(TypeCode handling);

    /**
     * What a column of a view, a materialized view or a generated column is made of.
     *
     * @return the base columns; the column itself, by value, if it is one; unknown where it can't be told
     */
    Dependencies origins(ColumnId column);

    /**
     * What decides which rows a relation has: for a view or a materialized view what its query's conditions, joins and grouping are
     * made of.
     *
     * @param relation pg_class.oid, unsigned in an int
     * @return base columns by condition; nothing for a table; unknown where it can't be told
     */
    Dependencies rows(int relation);

    /**
     * What decides whether reading a relation fails: what a view computes, or a column that is generated when it is read.
     *
     * @param relation pg_class.oid, unsigned in an int
     * @return base columns by condition, perhaps none; unknown where it can't be told; empty if reading it does not fail
     */
    Optional<Dependencies> failures(int relation);
}
