package dev.sallyport.sql;

import java.util.List;

/**
 * How a statement changes what it changes, beyond its kind. Immutable.
 *
 * @param definedKinds those of the inner kinds that do not run now, but whenever what the statement defines is called: the body of a
 *     function, the actions of a rule
 * @param defined the gravest effect of what is called by those and with them; {@link Effect#TRANSACTION} if there are none
 * @param alterations what ALTER does, in the words of PostgreSQL's documentation: {@code DROP COLUMN}, {@code ALTER COLUMN TYPE},
 *     {@code RENAME}, {@code OWNER TO}; of all ALTER statements within it
 * @param clauses clauses that make a statement graver or milder: {@code OR REPLACE}, {@code CASCADE}, {@code CONCURRENTLY}, {@code IF
 *     EXISTS}, {@code FULL}, {@code RESTART IDENTITY}; the options of EXPLAIN but its format: {@code ANALYZE}, {@code COSTS OFF}; and those of a
 *     new function that are more than its body: {@code LANGUAGE plpgsql}, {@code SECURITY DEFINER}, {@code LEAKPROOF}, {@code SUPPORT},
 *     {@code TRANSFORM}, {@code WINDOW}
 * @param replaces whether there is, or may be, an object that OR REPLACE makes anew
 * @param roles the roles it takes on, defines, or gives or takes something, each once for each manner
 * @param acting calls of functions that do more than read, each once
 * @param unreadCalls functions of users that it calls, volatile ones, of which is not known that they only read, qualified
 * @param temporary whether all that it writes, defines, alters and drops is certain to be the session's own temporary relations; false if
 *     there is no such thing in it
 */
public record Changes(
        List<String> definedKinds,
        Effect defined,
        List<String> alterations,
        List<String> clauses,
        boolean replaces,
        List<RoleUse> roles,
        List<ActingCall> acting,
        List<String> unreadCalls,
        boolean temporary) {

    /** Nothing of it. */
    public static final Changes NONE = new Changes(
            List.of(), Effect.TRANSACTION, List.of(), List.of(), false, List.of(), List.of(), List.of(), false);

    public Changes {
        definedKinds = List.copyOf(definedKinds);
        alterations = List.copyOf(alterations);
        clauses = List.copyOf(clauses);
        roles = List.copyOf(roles);
        acting = List.copyOf(acting);
        unreadCalls = List.copyOf(unreadCalls);
    }
}
