package dev.sallyport.catalog;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Extensions that are known well enough to be believed, by name. Whoever may create them, and add to them, is trusted with that.
 *
 * @param functions those all of whose functions depend on their arguments alone, settings and chance aside
 * @param types those of which the functions that the server calls of itself for values of their types do: casts, operator classes, input
 *     and output functions
 */
public record KnownExtensions(Set<String> functions, Set<String> types) {
    /** None is believed. */
    public static final KnownExtensions NONE = new KnownExtensions(Set.of(), Set.of());

    public KnownExtensions {
        functions = Set.copyOf(functions);
        types = Set.copyOf(types);
    }

    boolean functionsOf(@Nullable String extension) {
        return extension != null && functions.contains(extension);
    }

    boolean typesOf(@Nullable String extension) {
        return extension != null && (functions.contains(extension) || types.contains(extension));
    }
}
