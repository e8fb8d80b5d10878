package dev.sallyport.policy;

import dev.sallyport.sql.flow.SearchPath;
import java.util.Set;

/**
 * What a decision depends on of the session in which a text is sent, besides whose it is.
 *
 * @param searchPath where names without a schema are looked for
 * @param read the labels of what was read so far
 * @param schemaMayDiffer whether names may mean what the session's open transaction has made, which nobody else can see yet
 */
public record Situation(SearchPath searchPath, Set<String> read, boolean schemaMayDiffer) {

    /** Nothing is known of the search path, and nothing was read. */
    public static final Situation UNKNOWN = new Situation(new SearchPath.Unknown(), Set.of());

    public Situation {
        read = Set.copyOf(read);
    }

    /** With no transaction open that may have changed the schema. */
    public Situation(SearchPath searchPath, Set<String> read) {
        this(searchPath, read, false);
    }

    /** The same with a search path that is not known. */
    Situation withoutSearchPath() {
        return new Situation(new SearchPath.Unknown(), read, schemaMayDiffer);
    }
}
