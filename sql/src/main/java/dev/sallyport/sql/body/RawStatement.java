package dev.sallyport.sql.body;

import dev.sallyport.sql.parser.TreeNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One of the statements of a text.
 *
 * @param node null for one without content
 * @param location where it starts, in bytes
 * @param length its length in bytes
 */
public record RawStatement(@Nullable TreeNode node, int location, int length) {

    /**
     * The statements of a tree: {@code stmts}, each with {@code stmt}, {@code stmt_location} and {@code stmt_len}.
     *
     * @param length the text's length in bytes
     */
    public static List<RawStatement> listOf(JsonNode root, int length) {
        List<RawStatement> statements = new ArrayList<>();
        for (JsonNode raw : root.path("stmts")) {
            int location = raw.path("stmt_location").asInt(0);
            int written = raw.path("stmt_len").asInt(0);
            statements.add(new RawStatement(
                    TreeNode.of(raw.path("stmt")), location, written > 0 ? written : length - location));
        }
        return statements;
    }

    /** Its own text. */
    public byte[] source(byte[] text) {
        return Arrays.copyOfRange(text, location, location + length);
    }
}
