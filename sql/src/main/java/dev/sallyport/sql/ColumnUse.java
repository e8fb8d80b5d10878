package dev.sallyport.sql;

import java.util.List;

/**
 * A column reference as it is written, or a star.
 *
 * @param path the parts of the name, without the star: {@code c.email} is {@code [c, email]}; a bare {@code *} is empty.
 *     A path may also turn out to name a whole row ({@code SELECT c FROM customers c}): that takes the scope to tell.
 * @param star whether it ends in {@code *}
 * @param role where it stands
 */
public record ColumnUse(List<String> path, boolean star, Role role) {

    public ColumnUse {
        path = List.copyOf(path);
    }

    /** Where a column reference stands. */
    public enum Role {
        /**
         * The whole of an output column of the statement's own SELECT: no expression around it, no set operation, no nesting,
         * so that the answer's RowDescription names the table and column it comes from. Not under a FULL JOIN that merges columns,
         * and not a name that an item of FROM has too, since that may be a whole row.
         */
        PLAIN_OUTPUT,
        /** The whole of a RETURNING item of the statement itself, with nothing around it. */
        PLAIN_RETURNING,
        /** The target of a write: a column of INSERT, the left side of UPDATE ... SET, a column of COPY FROM. */
        WRITE_TARGET,
        /** Anything else: expressions, predicates, joins, order, grouping, every use inside a subquery or a CTE. */
        OTHER
    }
}
