package dev.sallyport.sql.flow;

import dev.sallyport.sql.parser.TreeNode;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Operations that take out of a document of json or jsonb what stands at one key at its top, and nothing else: {@code document -> 'key'}
 * and {@code document ->> 'key'} (PostgreSQL documentation, "JSON Functions and Operators"). Of a document that is an array they take
 * nothing. A number as the key, or a key that is not in the text, could be a place in an array.
 */
final class DocumentKeys {
    private static final Set<String> OPERATORS = Set.of("->", "->>");

    private DocumentKeys() {}

    /** The key that an operation takes out of what is left of it; null if it is another operation, or the key can't be told. */
    static @Nullable String of(TreeNode operation) {
        List<String> symbol = operation.names("name");
        TreeNode key = operation.node("rexpr");
        return operation.text("kind", "").equals("AEXPR_OP")
                        && symbol.size() == 1
                        && OPERATORS.contains(symbol.getFirst())
                        && key != null
                        && key.type().equals("A_Const")
                        && key.body().has("sval")
                ? key.body().path("sval").path("sval").asString("")
                : null;
    }
}
