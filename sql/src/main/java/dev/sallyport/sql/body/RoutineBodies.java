package dev.sallyport.sql.body;

import dev.sallyport.sql.body.RoutineBody.Piece;
import dev.sallyport.sql.body.RoutineBody.Unreadable;
import dev.sallyport.sql.parser.EmbeddedTexts;
import dev.sallyport.sql.parser.ParseResult;
import dev.sallyport.sql.parser.TreeNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads the code of functions, procedures and DO blocks in SQL and PL/pgSQL by the grammars of both. What is stored with a function is
 * read from the statement that {@code pg_get_functiondef} makes of it. Immutable, safe for use by many threads.
 */
public final class RoutineBodies {
    private static final String SQL = "sql";
    private static final String PLPGSQL = "plpgsql";

    private final PlpgsqlTree tree = PlpgsqlTree.load();

    /**
     * Reads a body.
     *
     * @param routine a CreateFunctionStmt or DoStmt
     * @param source the text of that statement alone
     * @param texts parses what stands within it
     */
    public RoutineBody read(TreeNode routine, byte[] source, EmbeddedTexts texts) {
        TreeNode parsed = routine.node("sql_body");
        if (parsed != null) {
            return new RoutineBody.Read(ofAtomic(parsed, new ArrayList<>()), parameters(routine));
        }
        String language = routine.is("DoStmt") ? PLPGSQL : "";
        String body = null;
        for (TreeNode option : routine.nodes(routine.is("DoStmt") ? "args" : "options")) {
            TreeNode value = option.node("arg");
            List<String> words = value == null ? List.of() : value.nameParts();
            switch (option.text("defname", "")) {
                // Two words are a file of the server and a symbol in it.
                case "as" -> body = words.size() == 1 ? words.getFirst() : null;
                case "language" -> language = words.isEmpty() ? "" : words.getFirst();
                default -> {}
            }
        }
        return switch (language) {
            case SQL -> body == null ? missing() : ofSql(body, parameters(routine), texts);
            case PLPGSQL -> body == null ? missing() : ofPlpgsql(source, body, texts);
            default -> new Unreadable("code in the language " + language + " is not read");
        };
    }

    private static Unreadable missing() {
        return new Unreadable("the statement has no body to read");
    }

    private static Set<String> parameters(TreeNode routine) {
        Set<String> names = new HashSet<>();
        for (TreeNode parameter : routine.nodes("parameters")) {
            String name = parameter.text("name");
            if (name != null) {
                names.add(name);
            }
        }
        return names;
    }

    /** BEGIN ATOMIC: lists of statements; or RETURN with an expression. */
    private static List<Piece> ofAtomic(TreeNode body, List<Piece> pieces) {
        if (body.is("List")) {
            body.nodes("items").forEach(item -> ofAtomic(item, pieces));
        } else {
            pieces.add(body.is("ReturnStmt") ? new Piece.OfExpression(body) : new Piece.OfStatement(body, new byte[0]));
        }
        return pieces;
    }

    private static RoutineBody ofSql(String body, Set<String> parameters, EmbeddedTexts texts) {
        byte[] text = body.getBytes(StandardCharsets.UTF_8);
        return switch (texts.sql(text)) {
            case ParseResult.Tree(JsonNode root) ->
                new RoutineBody.Read(new ArrayList<>(statements(root, text)), parameters);
            case ParseResult.SyntaxError _ -> new Unreadable("the body is no SQL that PostgreSQL's grammar accepts");
            case ParseResult.Refused(var reason, String sentence) ->
                new Unreadable("the body is not read: " + sentence);
        };
    }

    private RoutineBody ofPlpgsql(byte[] source, String body, EmbeddedTexts texts) {
        return switch (texts.plpgsql(source, body.getBytes(StandardCharsets.UTF_8))) {
            case ParseResult.Tree(JsonNode root) -> new PlpgsqlBody(tree, texts, body).read(root);
            case ParseResult.SyntaxError _ ->
                new Unreadable("the body is no PL/pgSQL that its grammar accepts without looking anything up");
            case ParseResult.Refused(var reason, String sentence) ->
                new Unreadable("the body is not read: " + sentence);
        };
    }

    /** The statements of a tree, each with its own text. */
    static List<Piece.OfStatement> statements(JsonNode root, byte[] text) {
        List<Piece.OfStatement> statements = new ArrayList<>();
        for (RawStatement raw : RawStatement.listOf(root, text.length)) {
            TreeNode node = raw.node();
            if (node != null) {
                statements.add(new Piece.OfStatement(node, raw.source(text)));
            }
        }
        return statements;
    }

    /** The one statement of a text; null if it isn't one, or can't be read. */
    static @Nullable TreeNode single(String text, EmbeddedTexts texts) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (texts.sql(bytes) instanceof ParseResult.Tree(JsonNode root)) {
            List<Piece.OfStatement> statements = statements(root, bytes);
            return statements.size() == 1 ? statements.getFirst().statement() : null;
        }
        return null;
    }
}
