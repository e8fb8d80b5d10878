package dev.sallyport.policy;

import dev.sallyport.sql.flow.SearchPath;
import java.util.Set;

/**
 * What a decision depends on of the session in which a text is sent, besides whose it is.
 *
 * @param searchPath where names without a schema are looked for
 * @param read the labels of what was read so far
 */
public record Situation(SearchPath searchPath, Set<String> read) {

    /** Nothing is known of the search path, and nothing was read. */
    public static final Situation UNKNOWN = new Situation(new SearchPath.Unknown(), Set.of());

    public Situation {
        read = Set.copyOf(read);
    }
}
