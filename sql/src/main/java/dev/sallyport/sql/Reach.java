package dev.sallyport.sql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a statement is about besides the relations, functions and types that it uses.
 *
 * @param objects the objects it defines, alters, drops, describes or grants, without relations that are among the statement's
 * @param beyond why it can reach what it does not name, or what lies in no schema, one clause each; empty if it can't
 * @param notification what it sends to those who listen; null for all but NOTIFY
 */
public record Reach(
        List<ObjectUse> objects,
        List<String> beyond,
        @Nullable Notification notification) {
    /** Nothing besides. */
    public static final Reach NONE = new Reach(List.of(), List.of());

    public Reach {
        objects = List.copyOf(objects);
        beyond = List.copyOf(beyond);
    }

    /** Of what sends nothing. */
    public Reach(List<ObjectUse> objects, List<String> beyond) {
        this(objects, beyond, null);
    }
}
