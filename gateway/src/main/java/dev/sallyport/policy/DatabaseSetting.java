package dev.sallyport.policy;

import java.util.List;

/**
 * What is configured of one database that decisions are made by.
 *
 * @param environment what it is for
 * @param trustedFunctions functions outside pg_catalog that reveal nothing of sensitive columns, each {@code schema.name}; they are
 *     believed, not checked
 */
public record DatabaseSetting(Environment environment, List<String> trustedFunctions) {

    public DatabaseSetting {
        trustedFunctions = List.copyOf(trustedFunctions);
    }
}
