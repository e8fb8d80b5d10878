package dev.sallyport.sql.flow;

import java.util.List;

/** Where a session looks for names that are written without a schema. */
public sealed interface SearchPath {

    /** The longest setting that is read, in characters. */
    int LONGEST_SETTING = 8_192;

    /**
     * It is known.
     *
     * @param schemas as the setting lists them, in order, unquoted; pg_temp and pg_catalog are searched before them where they are not
     *     listed; {@code $user} stands for the role's own
     * @param asConnected whether the role is for certain the one that the session began with, by whose name and privileges schemas are
     *     searched
     */
    record Known(List<String> schemas, boolean asConnected) implements SearchPath {
        public Known {
            schemas = List.copyOf(schemas);
        }

        /** As the role that the session began with. */
        public Known(List<String> schemas) {
            this(schemas, true);
        }
    }

    /** It is not, so that a name can mean whatever goes by it in any schema. */
    record Unknown() implements SearchPath {}

    /**
     * Reads the value of the setting {@code search_path} as the server writes it.
     *
     * @return unknown if it is not a list of names as the server itself would read it (SplitIdentifierString)
     */
    static SearchPath of(String setting) {
        List<String> schemas = setting.length() > LONGEST_SETTING ? null : new IdentifierList(setting).read();
        return schemas == null ? new Unknown() : new Known(schemas);
    }
}
