package dev.sallyport.sql.parser;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A node of the parse tree: its type and its fields. In JSON a node in a field of any type is an object with one property named
 * after its type; in a field of one type the fields stand alone. An absent field is false, 0, empty or null.
 */
public record TreeNode(String type, JsonNode body) {

    /** The node that {@code wrapped} holds, or null for an empty object, which stands for a null pointer. */
    public static @Nullable TreeNode of(JsonNode wrapped) {
        if (wrapped.size() == 0) {
            return null;
        }
        var only = wrapped.properties().iterator().next();
        return new TreeNode(only.getKey(), only.getValue());
    }

    public static List<TreeNode> listOf(JsonNode wrapped) {
        List<TreeNode> nodes = new ArrayList<>(wrapped.size());
        for (JsonNode element : wrapped) {
            TreeNode node = of(element);
            if (node != null) {
                nodes.add(node);
            }
        }
        return nodes;
    }

    public boolean is(String other) {
        return type.equals(other);
    }

    public boolean has(String field) {
        return body.has(field);
    }

    public boolean flag(String field) {
        return body.path(field).asBoolean(false);
    }

    @Nullable
    public String text(String field) {
        JsonNode value = body.get(field);
        return value == null || !value.isString() ? null : value.stringValue();
    }

    public String text(String field, String absent) {
        String text = text(field);
        return text == null ? absent : text;
    }

    /** The node in a field that may hold any type. */
    @Nullable
    public TreeNode node(String field) {
        JsonNode value = body.get(field);
        return value == null ? null : of(value);
    }

    /** The node in a field that holds one type alone. */
    @Nullable
    public TreeNode typed(String field, String type) {
        JsonNode value = body.get(field);
        return value == null ? null : new TreeNode(type, value);
    }

    public List<TreeNode> nodes(String field) {
        JsonNode value = body.get(field);
        return value == null ? List.of() : listOf(value);
    }

    /** The texts of the String nodes in a list; other nodes are passed over. */
    public List<String> names(String field) {
        JsonNode value = body.get(field);
        return value == null ? List.of() : namesIn(value);
    }

    /** The texts of the String nodes of a List node, or of a TypeName, or the text of a String node; else empty. */
    public List<String> nameParts() {
        return switch (type) {
            case "List" -> names("items");
            case "TypeName" -> names("names");
            case "String" -> List.of(text("sval", ""));
            default -> List.of();
        };
    }

    public static List<String> namesIn(JsonNode list) {
        List<String> names = new ArrayList<>(list.size());
        for (JsonNode element : list) {
            JsonNode string = element.get("String");
            if (string != null) {
                names.add(string.path("sval").asString(""));
            }
        }
        return names;
    }
}
