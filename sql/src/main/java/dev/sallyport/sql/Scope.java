package dev.sallyport.sql;

import dev.sallyport.sql.RelationUse.Access;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a name means where the walk stands. Immutable.
 *
 * @param ctes the common table expressions in scope, innermost first; null for none
 * @param access what a relation named here is used for
 * @param renamed whether a join alias around it renames the columns
 */
record Scope(@Nullable Ctes ctes, Access access, boolean renamed) {

    /** Where a statement begins that defines things. */
    static final Scope DEFINING = new Scope(null, Access.DEFINE, false);

    /**
     * The common table expressions of one WITH clause.
     *
     * @param positions the place of each name in the clause, from 0
     * @param visible how many of them, from the first, can be seen
     * @param outer those of the query around it
     */
    record Ctes(
            Map<String, Integer> positions,
            int visible,
            @Nullable Ctes outer) {}

    Scope with(Access other) {
        return new Scope(ctes, other, false);
    }

    Scope renaming() {
        return new Scope(ctes, access, true);
    }

    Scope inside(Map<String, Integer> positions, int visible) {
        return new Scope(new Ctes(positions, visible, ctes), access, false);
    }

    /** Whether an unqualified name is that of a common table expression here. */
    boolean isCte(String name) {
        for (Ctes frame = ctes; frame != null; frame = frame.outer()) {
            Integer position = frame.positions().get(name);
            if (position != null && position < frame.visible()) {
                return true;
            }
        }
        return false;
    }
}
