package dev.sallyport.policy;

import dev.sallyport.catalog.Catalog;
import dev.sallyport.sql.flow.Namespace;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the database when a text is decided.
 *
 * @param catalog what it holds; null if that could not be read, or is not asked
 * @param names what the names in the text stand for; null if that isn't known
 * @param sensitivity what is masked in it; null if no mask applies or there is no catalog
 * @param labels of its columns
 */
record Known(
        @Nullable Catalog catalog,
        @Nullable Namespace names,
        @Nullable Sensitivity sensitivity,
        Labels labels) {

    /** Nothing. */
    static final Known NOTHING = new Known(null, null, null, Labels.NONE);
}
