package dev.sallyport.scan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The texts and numbers inside JSON documents, by the keys down to them; arrays on the way are entered. */
final class Documents {

    /** How many different keys of a column are looked at; documents whose keys are data have no end of them. */
    static final int MOST_KEYS = 200;

    /** How deep keys are followed. */
    static final int DEEPEST = 8;

    private final Map<List<String>, List<String>> values = new LinkedHashMap<>();

    /** The values of all documents; what is no document is passed over. */
    static Map<List<String>, List<String>> valuesOf(List<String> documents) {
        Documents found = new Documents();
        for (String document : documents) {
            try {
                found.enter(JsonMapper.shared().readTree(document), List.of());
            } catch (JacksonException cut) {
                // Only its beginning was read; the others tell as much.
            }
        }
        return found.values;
    }

    private void enter(JsonNode node, List<String> path) {
        if (node.isObject() && path.size() < DEEPEST) {
            for (var property : node.properties()) {
                List<String> deeper = new ArrayList<>(path);
                deeper.add(property.getKey());
                enter(property.getValue(), deeper);
            }
        } else if (node.isArray()) {
            for (JsonNode element : node) {
                enter(element, path);
            }
        } else if (node.isString() || node.isNumber()) {
            List<String> known = values.size() < MOST_KEYS
                    ? values.computeIfAbsent(path, absent -> new ArrayList<>())
                    : values.get(path);
            String text = node.asString();
            if (known != null && !text.isBlank()) {
                known.add(text);
            }
        }
    }
}
