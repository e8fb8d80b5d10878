package dev.sallyport.sql.flow;

import dev.sallyport.sql.parser.TreeNode;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Operations whose result depends on what stands at some keys at the top of a document of json or jsonb, and on nothing else in it:
 * {@code document -> 'key'}, {@code ->> 'key'}, {@code #> '{key,...}'}, {@code #>> '{key,...}'}, and of jsonb {@code ? 'key'} and
 * {@code @> '{"key": ...}'} (PostgreSQL documentation, "JSON Functions and Operators"). Of a document that is an array or a scalar they
 * take nothing that stands at a key. A number as the key, or a key that is not in the text, could be a place in an array.
 */
final class DocumentKeys {
    /** A constant array whose first element is a plain word, and neither quoted nor a number. */
    private static final Pattern PATH = Pattern.compile("\\{([A-Za-z_][A-Za-z0-9_]*)(?:,[^{}\"\\\\]*)?\\}");

    private static final JsonMapper JSON = new JsonMapper();

    private DocumentKeys() {}

    /**
     * The keys that an operation asks for in what is left of it.
     *
     * @param binary whether the document is known to be of jsonb
     * @return empty if it is another operation, or the keys can't be told
     */
    static Set<String> of(TreeNode operation, boolean binary) {
        List<String> symbol = operation.names("name");
        TreeNode right = operation.node("rexpr");
        if (!operation.text("kind", "").equals("AEXPR_OP")
                || symbol.size() != 1
                || right == null
                || !right.is("A_Const")
                || !right.has("sval")) {
            return Set.of();
        }
        String constant = Constants.string(right);
        return switch (symbol.getFirst()) {
            case "->", "->>" -> Set.of(constant);
            case "#>", "#>>" -> first(constant);
            case "?" -> binary ? Set.of(constant) : Set.of();
            case "@>" -> binary ? contained(constant) : Set.of();
            default -> Set.of();
        };
    }

    private static Set<String> first(String path) {
        Matcher matcher = PATH.matcher(path);
        return matcher.matches() ? Set.of(matcher.group(1)) : Set.of();
    }

    /** A document holds an object if it holds what stands at each of its keys. */
    private static Set<String> contained(String document) {
        try {
            JsonNode object = JSON.readTree(document);
            return object.isObject() ? Set.copyOf(object.propertyNames()) : Set.of();
        } catch (JacksonException notJson) {
            return Set.of();
        }
    }
}
