package dev.sallyport.sql;

import java.util.List;

/**
 * What a statement is about besides the relations, functions and types that it uses.
 *
 * @param objects the objects it defines, alters, drops, describes or grants, without relations that are among the statement's
 * @param beyond why it can reach what it does not name, or what lies in no schema, one clause each; empty if it can't
 */
public record Reach(List<ObjectUse> objects, List<String> beyond) {
    /** Nothing besides. */
    public static final Reach NONE = new Reach(List.of(), List.of());

    public Reach {
        objects = List.copyOf(objects);
        beyond = List.copyOf(beyond);
    }
}
