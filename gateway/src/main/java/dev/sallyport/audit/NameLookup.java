package dev.sallyport.audit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * By what the names in a text were looked up when it was decided. Immutable.
 *
 * @param searchPath the schemas of the search path, as the setting lists them; null if it was not known
 * @param roleMayDiffer whether the session may go on as another role than it began with
 * @param schemaMayDiffer whether the open transaction may have given names a meaning that nobody else can see yet
 */
public record NameLookup(@Nullable List<String> searchPath, boolean roleMayDiffer, boolean schemaMayDiffer) {
    public NameLookup {
        searchPath = searchPath == null ? null : List.copyOf(searchPath);
    }
}
