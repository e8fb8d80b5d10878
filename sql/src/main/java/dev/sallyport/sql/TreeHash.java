package dev.sallyport.sql;

import dev.sallyport.sql.parser.TreeNode;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Hashes values of a parse tree, each with its type and its length before it, so that no two different trees give the same bytes. Fields
 * go by name, so their order doesn't count; one that is absent gives none, for the grammar leaves out what is zero, false or null and
 * nothing else. For one thread and one digest.
 */
final class TreeHash {
    /**
     * Where parts of a statement stand in its text. They are numbers; a field of such a name that holds anything else is not one of them:
     * CREATE TABLESPACE has its directory in one.
     */
    private static final Set<String> PLACES =
            Set.of("location", "name_location", "list_start", "list_end", "rexpr_list_start", "rexpr_list_end");

    private static final int BUFFER = 1_024;

    private final MessageDigest sha;
    private final byte[] buffer = new byte[BUFFER];
    private int used;

    /** @param domain what is hashed, so that no digest of one thing is one of another */
    TreeHash(String domain) {
        try {
            sha = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        text(domain);
    }

    void node(TreeNode node) {
        text(node.type());
        value(node.body());
    }

    /** A text, by its UTF-16 code units: each String has its own. */
    void text(String text) {
        tag('s');
        count(text.length());
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            put((byte) (unit >>> 8));
            put((byte) unit);
        }
    }

    private void value(JsonNode value) {
        if (value.isObject()) {
            object(value);
        } else if (value.isArray()) {
            tag('l');
            count(value.size());
            for (JsonNode element : value) {
                value(element);
            }
        } else if (value.isString()) {
            text(value.stringValue());
        } else if (value.isBoolean()) {
            tag(value.booleanValue() ? 't' : 'f');
        } else if (value.isNull()) {
            tag('0');
        } else if (value.isNumber()) {
            tag('n');
            text(value.toString());
        } else {
            throw new IllegalArgumentException("JSON holds no " + value.getNodeType());
        }
    }

    private void object(JsonNode object) {
        List<Map.Entry<String, JsonNode>> fields = new ArrayList<>(object.size());
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            if (!isPlace(field)) {
                fields.add(field);
            }
        }
        fields.sort(Map.Entry.comparingByKey());
        tag('o');
        count(fields.size());
        for (Map.Entry<String, JsonNode> field : fields) {
            text(field.getKey());
            value(field.getValue());
        }
    }

    private static boolean isPlace(Map.Entry<String, JsonNode> field) {
        return field.getValue().isNumber() && PLACES.contains(field.getKey());
    }

    private void tag(char tag) {
        put((byte) tag);
    }

    private void count(int count) {
        for (int shift = 24; shift >= 0; shift -= 8) {
            put((byte) (count >>> shift));
        }
    }

    private void put(byte next) {
        if (used == BUFFER) {
            sha.update(buffer);
            used = 0;
        }
        buffer[used++] = next;
    }

    TreeDigest digest() {
        sha.update(buffer, 0, used);
        used = 0;
        return new TreeDigest(HexFormat.of().formatHex(sha.digest()));
    }
}
