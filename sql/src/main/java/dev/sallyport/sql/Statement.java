package dev.sallyport.sql;

import dev.sallyport.sql.flow.Flow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one statement is, names and does, as far as its text alone tells; and its flow, for which names are looked up. Everything nested in it counts: subqueries, common
 * table expressions, the statement inside EXPLAIN, COPY, PREPARE, DECLARE, CREATE TABLE AS and CREATE VIEW, and the code of DO blocks and of
 * functions in SQL and PL/pgSQL.
 *
 * @param kind PostgreSQL's command tag without its counts: {@code SELECT}, {@code DROP DATABASE}, {@code CREATE TABLE AS}
 * @param innerKinds the kinds of the statements nested in it, without its own: {@code EXPLAIN ANALYZE DELETE} has DELETE,
 *     a CTE that writes has its INSERT, UPDATE, DELETE or MERGE
 * @param effect the gravest effect of it and of all that is nested in it
 * @param bounded false if it, or anything nested in it, is a TRUNCATE, or a write that no condition on what its rows hold bounds
 * @param relations every relation named, in order of appearance
 * @param functions every function and operator called, those that IN, BETWEEN, CASE and USING compare by included, and every
 *     name that PostgreSQL takes for a function's if it is no column's: {@code f} of {@code (x).f}, and of {@code g.f} where g is a
 *     function in FROM. {@code c.f} with a table c may call a function of its row, too, and is listed as a column alone
 * @param types every type named in a cast, a column definition or a function's signature, as written ({@code schema.name} or name)
 * @param columns every column reference and star
 * @param joins sharp ways of joining that use columns without naming each: see {@link JoinUse}
 * @param ordinals whether ORDER BY, GROUP BY or DISTINCT ON of the statement's own SELECT refers by number to an output column that
 *     can't be told, because a star stands before it; of others the column they show is among {@code columns} as used otherwise
 * @param distinct whether rows of the statement's own SELECT are compared as a whole: DISTINCT without ON
 * @param insertsWithoutColumns relations written by INSERT or COPY FROM with no column list, so that every column is a target
 * @param settings the configuration parameters changed
 * @param prepared for PREPARE, EXECUTE and DEALLOCATE the prepared statement's name, for DECLARE, CLOSE, FETCH and MOVE the cursor's;
 *     null for DEALLOCATE ALL, CLOSE ALL and other kinds
 * @param opaque why its effect can't be read from its text, one sentence each; empty when it can: a body in a language that is not
 *     read, a text that is run and no constant, a program, a file
 * @param reach what it is about besides the relations, functions and types that it uses
 * @param digest what it is, comments and white space aside
 * @param changes how it changes what it changes
 * @param copyOut how it writes its rows if it is COPY to the client, and all of its options are known; null otherwise
 * @param flow where its values can flow, its names resolved; unknown where they could not be
 * @param location where it starts in the text, in bytes
 * @param length its length in bytes
 */
public record Statement(
        String kind,
        List<String> innerKinds,
        Effect effect,
        boolean bounded,
        List<RelationUse> relations,
        List<FunctionUse> functions,
        List<String> types,
        List<ColumnUse> columns,
        List<JoinUse> joins,
        boolean ordinals,
        boolean distinct,
        List<RelationUse> insertsWithoutColumns,
        List<SettingUse> settings,
        @Nullable String prepared,
        List<String> opaque,
        Reach reach,
        TreeDigest digest,
        Changes changes,
        @Nullable CopyOut copyOut,
        Flow flow,
        int location,
        int length) {

    public Statement {
        innerKinds = List.copyOf(innerKinds);
        relations = List.copyOf(relations);
        functions = List.copyOf(functions);
        types = List.copyOf(types);
        columns = List.copyOf(columns);
        joins = List.copyOf(joins);
        insertsWithoutColumns = List.copyOf(insertsWithoutColumns);
        settings = List.copyOf(settings);
        opaque = List.copyOf(opaque);
    }

    /** A join that compares columns which its text names only in part. */
    public sealed interface JoinUse {
        /** NATURAL JOIN: compares every column the two sides share. */
        record Natural() implements JoinUse {}

        /** JOIN ... USING: compares the columns named. */
        record Using(List<String> columns) implements JoinUse {
            public Using {
                columns = List.copyOf(columns);
            }
        }

        /**
         * A join that has a name of its own, {@code (a JOIN b ON ...) AS j} or {@code JOIN ... USING (...) AS j}: a reference to
         * {@code j} is a whole row of both sides, and no relation is named by it. So are the names that {@code RETURNING WITH (OLD AS o)}
         * gives to the rows of a write.
         */
        record Aliased(String alias) implements JoinUse {}
    }

    /** Whether it changes anything in the database: rows, schema, roles or server. */
    public boolean writes() {
        return effect.compareTo(Effect.WRITE) >= 0;
    }
}
