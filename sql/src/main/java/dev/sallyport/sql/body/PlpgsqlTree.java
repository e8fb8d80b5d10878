package dev.sallyport.sql.body;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The vocabulary of PL/pgSQL's tree: every node type with its fields, read from {@code plpgsql-tree.txt}. What is not in it is not
 * understood. Immutable.
 */
final class PlpgsqlTree {

    /** What a field holds. */
    enum Meaning {
        VALUE,
        NODES,
        RUN,
        ROW
    }

    private final Map<String, Map<String, Meaning>> types;

    private PlpgsqlTree(Map<String, Map<String, Meaning>> types) {
        this.types = types;
    }

    /** Reads the vocabulary that ships with this class. */
    static PlpgsqlTree load() {
        try (InputStream in = PlpgsqlTree.class.getResourceAsStream("plpgsql-tree.txt")) {
            if (in == null) {
                throw new IllegalStateException("plpgsql-tree.txt is not beside " + PlpgsqlTree.class.getName());
            }
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PlpgsqlTree parse(String text) {
        Map<String, Map<String, Meaning>> types = new HashMap<>();
        for (String line : text.replace("\n ", " ").lines().toList()) {
            if (!line.isBlank() && !line.startsWith("#")) {
                int colon = line.indexOf(':');
                Map<String, Meaning> fields = new HashMap<>();
                for (String word : line.substring(colon + 1).trim().split(" +")) {
                    field(word, fields);
                }
                types.put(line.substring(0, colon), Map.copyOf(fields));
            }
        }
        return new PlpgsqlTree(Map.copyOf(types));
    }

    private static void field(String word, Map<String, Meaning> fields) {
        int mark = word.indexOf('=');
        if (mark > 0) {
            fields.put(
                    word.substring(0, mark),
                    Meaning.valueOf(word.substring(mark + 1).toUpperCase(Locale.ROOT)));
        } else if (word.endsWith("()")) {
            fields.put(word.substring(0, word.length() - 2), Meaning.NODES);
        } else {
            fields.put(word, Meaning.VALUE);
        }
    }

    /** The fields of a node type, or null if there is no such type. */
    @Nullable
    Map<String, Meaning> fields(String type) {
        return types.get(type);
    }
}
