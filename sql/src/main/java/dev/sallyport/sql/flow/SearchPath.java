package dev.sallyport.sql.flow;

import java.util.List;

/** Where a session looks for names that are written without a schema. */
public sealed interface SearchPath {

    /**
     * It is known.
     *
     * @param schemas as the setting lists them, in order, unquoted; pg_temp and pg_catalog are searched before them where they are not
     *     listed; {@code $user} stands for the role's own
     */
    record Known(List<String> schemas) implements SearchPath {
        public Known {
            schemas = List.copyOf(schemas);
        }
    }

    /** It is not, so that a name can mean whatever goes by it in any schema. */
    record Unknown() implements SearchPath {}
}
