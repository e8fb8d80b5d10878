package dev.sallyport.policy;

import dev.sallyport.catalog.KnownExtensions;
import java.util.Set;

/** What is believed of extensions, since their sources were read. */
public final class Extensions {

    /** Their functions depend on their arguments alone, or are random. */
    private static final Set<String> FUNCTIONS = words("""
            btree_gin btree_gist citext cube earthdistance fuzzystrmatch hstore intarray isn ltree pg_trgm pgcrypto seg unaccent
            uuid-ossp vector""");

    /** Other functions of theirs read tables, or are not known; what their types are made, compared, converted and shown by is. */
    private static final Set<String> TYPES = words("postgis postgis_raster");

    /** Those that are known. */
    public static final KnownExtensions KNOWN = new KnownExtensions(FUNCTIONS, TYPES);

    private Extensions() {}

    private static Set<String> words(String text) {
        return Set.of(text.strip().split("\\s+"));
    }
}
