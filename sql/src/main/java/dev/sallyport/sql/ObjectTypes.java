package dev.sallyport.sql;

import dev.sallyport.sql.parser.TreeNode;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** PostgreSQL's words for its kinds of objects, and the command tags made of them (AlterObjectTypeCommandTag in utility.c). */
final class ObjectTypes {
    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("OBJECT_ACCESS_METHOD", "ACCESS METHOD"),
            Map.entry("OBJECT_AGGREGATE", "AGGREGATE"),
            Map.entry("OBJECT_CAST", "CAST"),
            Map.entry("OBJECT_COLLATION", "COLLATION"),
            Map.entry("OBJECT_CONVERSION", "CONVERSION"),
            Map.entry("OBJECT_DATABASE", "DATABASE"),
            Map.entry("OBJECT_DOMAIN", "DOMAIN"),
            Map.entry("OBJECT_EVENT_TRIGGER", "EVENT TRIGGER"),
            Map.entry("OBJECT_EXTENSION", "EXTENSION"),
            Map.entry("OBJECT_FDW", "FOREIGN DATA WRAPPER"),
            Map.entry("OBJECT_FOREIGN_SERVER", "SERVER"),
            Map.entry("OBJECT_FOREIGN_TABLE", "FOREIGN TABLE"),
            Map.entry("OBJECT_FUNCTION", "FUNCTION"),
            Map.entry("OBJECT_INDEX", "INDEX"),
            Map.entry("OBJECT_LANGUAGE", "LANGUAGE"),
            Map.entry("OBJECT_LARGEOBJECT", "LARGE OBJECT"),
            Map.entry("OBJECT_MATVIEW", "MATERIALIZED VIEW"),
            Map.entry("OBJECT_OPCLASS", "OPERATOR CLASS"),
            Map.entry("OBJECT_OPERATOR", "OPERATOR"),
            Map.entry("OBJECT_OPFAMILY", "OPERATOR FAMILY"),
            Map.entry("OBJECT_POLICY", "POLICY"),
            Map.entry("OBJECT_PROCEDURE", "PROCEDURE"),
            Map.entry("OBJECT_PUBLICATION", "PUBLICATION"),
            Map.entry("OBJECT_ROLE", "ROLE"),
            Map.entry("OBJECT_ROUTINE", "ROUTINE"),
            Map.entry("OBJECT_RULE", "RULE"),
            Map.entry("OBJECT_SCHEMA", "SCHEMA"),
            Map.entry("OBJECT_SEQUENCE", "SEQUENCE"),
            Map.entry("OBJECT_STATISTIC_EXT", "STATISTICS"),
            Map.entry("OBJECT_SUBSCRIPTION", "SUBSCRIPTION"),
            Map.entry("OBJECT_TABLE", "TABLE"),
            Map.entry("OBJECT_TABLESPACE", "TABLESPACE"),
            Map.entry("OBJECT_TRANSFORM", "TRANSFORM"),
            Map.entry("OBJECT_TRIGGER", "TRIGGER"),
            Map.entry("OBJECT_TSCONFIGURATION", "TEXT SEARCH CONFIGURATION"),
            Map.entry("OBJECT_TSDICTIONARY", "TEXT SEARCH DICTIONARY"),
            Map.entry("OBJECT_TSPARSER", "TEXT SEARCH PARSER"),
            Map.entry("OBJECT_TSTEMPLATE", "TEXT SEARCH TEMPLATE"),
            Map.entry("OBJECT_TYPE", "TYPE"),
            Map.entry("OBJECT_VIEW", "VIEW"));

    // A part of an object is altered with the object.
    private static final Map<String, String> WHOLES = Map.of(
            "OBJECT_ATTRIBUTE", "OBJECT_TYPE",
            "OBJECT_COLUMN", "OBJECT_TABLE",
            "OBJECT_DOMCONSTRAINT", "OBJECT_DOMAIN",
            "OBJECT_TABCONSTRAINT", "OBJECT_TABLE");

    private static final Set<String> NEVER_ALTERED = Set.of("ACCESS METHOD", "CAST", "TRANSFORM");

    private ObjectTypes() {}

    /** Every tag made of a verb and one of the words. */
    static Set<String> tags() {
        Set<String> tags = new HashSet<>(Set.of("CREATE TABLE AS", "SELECT INTO"));
        for (String word : WORDS.values()) {
            if (!word.equals("LARGE OBJECT")) {
                tags.add("DROP " + word);
                if (!word.equals("ROUTINE")) {
                    tags.add("CREATE " + word);
                }
            }
            if (!NEVER_ALTERED.contains(word)) {
                tags.add("ALTER " + word);
            }
        }
        return tags;
    }

    static @Nullable String tag(String verb, String objectType) {
        String word = WORDS.get(objectType);
        return word == null ? null : verb + word;
    }

    static @Nullable String alterTag(String objectType) {
        return tag("ALTER ", WHOLES.getOrDefault(objectType, objectType));
    }

    static @Nullable String renameTag(TreeNode rename) {
        String type = rename.text("renameType", "");
        return alterTag(type.equals("OBJECT_COLUMN") ? rename.text("relationType", "") : type);
    }

    static @Nullable String createAsTag(TreeNode create) {
        return switch (create.text("objtype", "")) {
            case "OBJECT_TABLE" -> create.flag("is_select_into") ? "SELECT INTO" : "CREATE TABLE AS";
            case "OBJECT_MATVIEW" -> "CREATE MATERIALIZED VIEW";
            default -> null;
        };
    }
}
