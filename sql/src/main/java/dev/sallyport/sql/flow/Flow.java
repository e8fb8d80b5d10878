package dev.sallyport.sql.flow;

import dev.sallyport.sql.RelationUse.Access;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one statement reads, writes and calls, its names resolved, and where each value can flow. Where something can't be told, that
 * is in it as unknown, never left out. Immutable.
 *
 * @param outputs the columns of its answer, in order; empty if it answers with none, or if how many can't be told: then
 *     {@link #unknown} says so
 * @param rows what decides which rows there are, how many and in which order, all of it by condition; every output and written
 *     column depends on it, too
 * @param failures what decides whether it fails while it runs, by which error, or takes more time or memory by orders of magnitude, and
 *     what stands in the text of such an error, all of it by condition; see {@link #canFail}. Unknown for statements other than SELECT,
 *     INSERT, UPDATE, DELETE, MERGE and COPY TO, and where anything of the flow is unknown. It takes for granted that the client's encoding is
 *     the database's, so that nothing is converted; that no value is near the largest size that one can have (1 GB); and says nothing of
 *     which plan the server chooses by its statistics, nor of space for rows that are sorted or stored on the way
 * @param canFail whether anything in it can fail while it runs, by what it depends on or by constants; {@code failures} is nothing if not
 * @param writes the columns it writes
 * @param creates the columns of the relation it makes of a query, by CREATE TABLE AS, SELECT INTO, CREATE MATERIALIZED VIEW or CREATE
 *     VIEW, which nothing is known by yet; empty where how many can't be told
 * @param uses every column of a relation that is named, as a column of the relation as it is named (a view's own column, that is),
 *     once for each role
 * @param relations every relation named
 * @param functions every function that it calls, by whatever notation
 * @param unresolved names that nothing is known by, as written
 * @param unknown why there may be more to it than is listed here, one clause each; empty if there is not
 * @param complete whether every name in it is resolved and all of it was followed, so that {@code relations} and {@code functions} are
 *     whole; what functions and views read may be unknown nevertheless
 * @param groups of which rows its aggregates are made, if it is one SELECT from one relation, without subqueries, window functions and
 *     functions that return sets; else null
 */
public record Flow(
        List<Output> outputs,
        Dependencies rows,
        Dependencies failures,
        boolean canFail,
        List<Write> writes,
        List<Create> creates,
        List<Use> uses,
        List<Relation> relations,
        List<Function> functions,
        List<String> unresolved,
        List<String> unknown,
        boolean complete,
        @Nullable Groups groups) {

    public Flow {
        outputs = List.copyOf(outputs);
        writes = List.copyOf(writes);
        creates = List.copyOf(creates);
        uses = List.copyOf(uses);
        relations = List.copyOf(relations);
        functions = List.copyOf(functions);
        unresolved = List.copyOf(unresolved);
        unknown = List.copyOf(unknown);
    }

    /** The flow of a statement of which nothing is known, and why. */
    public static Flow unknown(String reason) {
        return new Flow(
                List.of(),
                Dependencies.unknown(reason),
                Dependencies.unknown(reason),
                true,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(reason),
                false,
                null);
    }

    /**
     * A column of the answer.
     *
     * @param name as the server names it
     * @param dependsOn the base columns it depends on; without {@link Flow#rows}
     * @param plain the column that it is exactly, with nothing around it, as a column of the relation as it is named; null if it is
     *     more than that, or can be
     * @param length what decides how long its values are
     */
    public record Output(
            String name, Dependencies dependsOn, @Nullable ColumnId plain, Length length) {}

    /** What decides how long values are. */
    public enum Length {
        /** They are short: numbers, dates, truth values. */
        SHORT,
        /** Each is as long as a column's value, or what stands in the statement, and nothing chooses between them but which row it is. */
        OF_ONE,
        /** All the columns that they depend on. By value they are as long as these make them, beside constants that are short. */
        OF_SEVERAL,
        /** Also what a client gives in parameters or in long constants. */
        OF_WHAT_IS_GIVEN
    }

    /**
     * A column that is written.
     *
     * @param from the base columns that what is written depends on; without {@link Flow#rows}
     */
    public record Write(ColumnId column, Dependencies from) {}

    /**
     * A column of a relation that the statement makes.
     *
     * @param relation the new relation's name as written, with its schema if that is written
     * @param column the new column's name
     * @param from the base columns that what is in it depends on; without {@link Flow#rows}
     */
    public record Create(String relation, String column, Dependencies from) {}

    /**
     * The groups of rows that aggregates are made of. No row of the relation is in two of them, or twice in one.
     *
     * @param atLeast for some columns in how many rows of a group it is not NULL at least, if the answer tells of the group
     */
    public record Groups(Map<ColumnId, Long> atLeast) {
        public Groups {
            atLeast = Map.copyOf(atLeast);
        }
    }

    /** A column in one of its roles. */
    public record Use(ColumnId column, Role role) {}

    /** What a column is used for. */
    public enum Role {
        OUTPUT,
        RETURNING,
        PREDICATE,
        JOIN,
        ORDER,
        GROUP,
        WRITE_SOURCE,
        WRITE_TARGET
    }

    /**
     * A relation that is named.
     *
     * @param oid pg_class.oid, unsigned in an int
     * @param certain whether the name means this one alone
     */
    public record Relation(int oid, String schema, String name, Access access, boolean certain) {
        /** Its qualified name, without quoting. */
        public String display() {
            return schema + "." + name;
        }
    }

    /** A function that is called, or that can be. */
    public record Function(
            String schema, String name, NamedFunction.Volatility volatility, String language, boolean securityDefiner) {
        /** Its qualified name, without quoting. */
        public String display() {
            return schema + "." + name;
        }
    }
}
