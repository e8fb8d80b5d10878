package dev.sallyport.sql.flow;

import dev.sallyport.sql.flow.Flow.Role;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where an expression or a query stands. Immutable.
 *
 * @param level the names it can use
 * @param ctes the common table expressions it can use, innermost first
 * @param role what a column named here is used for
 */
record Scope(Level level, @Nullable Ctes ctes, Role role) {

    /** A common table expression, and those it may hide. */
    record Ctes(Cte cte, @Nullable Ctes outer) {}

    /** Where no column has a name. */
    static Scope empty(Role role) {
        return new Scope(Level.of(List.of(), null), null, role);
    }

    Scope with(Role other) {
        return role == other ? this : new Scope(level, ctes, other);
    }

    Scope with(Level other) {
        return new Scope(other, ctes, role);
    }

    Scope with(@Nullable Ctes other) {
        return new Scope(level, other, role);
    }

    /** The common table expression that an unqualified name means, or null. */
    @Nullable
    Cte cte(String name) {
        for (Ctes at = ctes; at != null; at = at.outer()) {
            if (at.cte().name().equals(name)) {
                return at.cte();
            }
        }
        return null;
    }
}
