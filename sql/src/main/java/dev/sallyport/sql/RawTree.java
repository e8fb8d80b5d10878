package dev.sallyport.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The vocabulary of the parse tree: every node type with its fields, read from {@code raw-tree.txt}. What is not in it is not
 * understood, and a statement that holds it is refused; so a field that a later grammar adds can't slip past unseen.
 * Immutable.
 */
public final class RawTree {

    /** What a field holds. */
    public enum Meaning {
        VALUE,
        NODES,
        NODE,
        COLUMN,
        COLUMNS,
        FUNCTION,
        OPERATOR,
        TYPE,
        OBJECT,
        NAMES,
        LABELS
    }

    /** @param type for {@link Meaning#NODE} the type of the node; empty for the rest */
    public record Field(Meaning meaning, String type) {}

    private static final Field LOCATION = new Field(Meaning.VALUE, "");

    private final Map<String, Map<String, Field>> types;

    private RawTree(Map<String, Map<String, Field>> types) {
        this.types = types;
    }

    /** Reads the vocabulary that ships with this class. */
    public static RawTree load() {
        try (InputStream in = RawTree.class.getResourceAsStream("raw-tree.txt")) {
            if (in == null) {
                throw new IllegalStateException("raw-tree.txt is not beside " + RawTree.class.getName());
            }
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RawTree parse(String text) {
        Map<String, Map<String, Field>> types = new HashMap<>();
        String joined = text.replace("\n ", " ");
        for (String line : joined.lines().toList()) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            int colon = line.indexOf(':');
            Map<String, Field> fields = new HashMap<>();
            fields.put("location", LOCATION);
            for (String word : line.substring(colon + 1).trim().split(" +")) {
                if (!word.isEmpty()) {
                    field(word, fields);
                }
            }
            types.put(line.substring(0, colon), Map.copyOf(fields));
        }
        return new RawTree(Map.copyOf(types));
    }

    private static void field(String word, Map<String, Field> fields) {
        int mark = word.indexOf('=');
        int open = word.indexOf('(');
        if (mark > 0) {
            Meaning meaning = Meaning.valueOf(word.substring(mark + 1).toUpperCase(Locale.ROOT));
            fields.put(word.substring(0, mark), new Field(meaning, ""));
        } else if (open > 0) {
            String type = word.substring(open + 1, word.length() - 1);
            fields.put(word.substring(0, open), new Field(type.isEmpty() ? Meaning.NODES : Meaning.NODE, type));
        } else {
            fields.put(word, LOCATION);
        }
    }

    /** The fields of a node type, or null if there is no such type. */
    @Nullable
    public Map<String, Field> fields(String type) {
        return types.get(type);
    }
}
