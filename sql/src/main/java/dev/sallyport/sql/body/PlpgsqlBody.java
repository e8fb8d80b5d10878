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
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The walk over the tree of one body in PL/pgSQL, down into every field of every node by the vocabulary of {@link PlpgsqlTree}. Whatever
 * of it is SQL is parsed. For one thread and one body.
 */
final class PlpgsqlBody {
    /** How many nodes may stand inside one another. */
    static final int DEPTH = 200;

    // RawParseMode of PL/pgSQL's expressions.
    private static final int STATEMENT = 0;
    private static final int EXPRESSION = 2;
    private static final int FIRST_ASSIGNMENT = 3;
    private static final int LAST_ASSIGNMENT = 5;

    private final PlpgsqlTree tree;
    private final EmbeddedTexts texts;
    private final UnshownDefaults unshown;
    private final List<Piece> pieces = new ArrayList<>();
    private final Set<String> variables = new HashSet<>();
    private final Set<String> types = new HashSet<>();
    private int depth;
    private @Nullable String refusal;

    PlpgsqlBody(PlpgsqlTree tree, EmbeddedTexts texts, String body) {
        this.tree = tree;
        this.texts = texts;
        this.unshown = new UnshownDefaults(body);
    }

    /** @param root {@code plpgsql_funcs}, an array of one */
    RoutineBody read(JsonNode root) {
        JsonNode functions = root.path("plpgsql_funcs");
        TreeNode function = functions.size() == 1 ? TreeNode.of(functions.get(0)) : null;
        if (function == null || !function.is("PLpgSQL_function") || !function.has("action")) {
            return new Unreadable("the parser of PL/pgSQL shows no body");
        }
        visit(function);
        if (refusal == null && unshown.possible()) {
            refuse("a variable of a row or a domain may have a default that the parser of PL/pgSQL does not show");
        }
        return refusal == null ? new RoutineBody.Read(pieces, variables) : new Unreadable(refusal);
    }

    private void refuse(String reason) {
        if (refusal == null) {
            refusal = reason;
        }
    }

    private void visit(TreeNode node) {
        Map<String, PlpgsqlTree.Meaning> fields = tree.fields(node.type());
        if (fields == null) {
            refuse("the tree of the body holds a node that is not known: " + node.type());
        } else if (depth >= DEPTH) {
            refuse("the body is nested more than " + DEPTH + " levels deep");
        }
        if (refusal != null || fields == null) {
            return;
        }
        depth++;
        note(node);
        for (var property : node.body().properties()) {
            PlpgsqlTree.Meaning meaning = fields.get(property.getKey());
            if (meaning == null) {
                refuse("the tree of the body holds a field that is not known: " + node.type() + "."
                        + property.getKey());
                break;
            }
            field(meaning, property.getValue());
        }
        depth--;
    }

    private void field(PlpgsqlTree.Meaning meaning, JsonNode value) {
        switch (meaning) {
            case VALUE -> {
                if (value.isContainer()) {
                    refuse("the tree of the body holds more than is known");
                }
            }
            case ROW -> {}
            case NODES -> {
                List<TreeNode> nodes = new ArrayList<>();
                if (value.isArray()) {
                    nodes.addAll(TreeNode.listOf(value));
                } else {
                    TreeNode node = TreeNode.of(value);
                    if (node != null) {
                        nodes.add(node);
                    }
                }
                nodes.forEach(this::visit);
            }
            case RUN -> dynamic(value);
        }
    }

    private void note(TreeNode node) {
        switch (node.type()) {
            case "PLpgSQL_alias" -> variables.add(node.text("name", ""));
            case "PLpgSQL_var" -> {
                declared(node);
                if (node.has("default_val")) {
                    unshown.shown();
                }
            }
            case "PLpgSQL_rec" -> {
                declared(node);
                if (node.has("datatype") && node.has("lineno")) {
                    unshown.row();
                }
            }
            case "PLpgSQL_raise_option", "PLpgSQL_diag_item" -> unshown.shown();
            case "PLpgSQL_expr" -> code(node);
            case "PLpgSQL_stmt_commit" -> pieces.add(new Piece.OfTransaction("COMMIT"));
            case "PLpgSQL_stmt_rollback" -> pieces.add(new Piece.OfTransaction("ROLLBACK"));
            default -> {}
        }
    }

    /** A variable; and its type, if it is declared here: to give a domain a value runs its checks. */
    private void declared(TreeNode variable) {
        variables.add(variable.text("refname", ""));
        TreeNode type = variable.node("datatype");
        String name = type == null ? "" : type.text("typname", "");
        boolean ofAnother = name.indexOf('%') >= 0;
        if (variable.has("lineno") && !name.isEmpty() && !ofAnother && types.add(name)) {
            expression("NULL::" + name);
        }
    }

    private void code(TreeNode node) {
        String query = node.text("query", "");
        int mode = node.body().path("parseMode").asInt(-1);
        unshown.within(query);
        if (mode == STATEMENT) {
            statement(query);
        } else if (mode == EXPRESSION) {
            expression(query);
        } else if (mode >= FIRST_ASSIGNMENT && mode <= LAST_ASSIGNMENT) {
            int sign = Assignments.sign(query);
            if (sign < 0) {
                refuse("an assignment of the body is written in a way that is not read");
            } else {
                expression(query.substring(0, sign));
                expression(query.substring(query.charAt(sign) == ':' ? sign + 2 : sign + 1));
            }
        } else {
            refuse("the tree of the body holds code of a kind that is not known");
        }
    }

    private void statement(String query) {
        byte[] text = query.getBytes(StandardCharsets.UTF_8);
        if (texts.sql(text) instanceof ParseResult.Tree(JsonNode root)) {
            pieces.addAll(RoutineBodies.statements(root, text));
        } else {
            refuse("a statement of the body can't be read");
        }
    }

    /** PL/pgSQL takes an expression for what could follow SELECT. */
    private @Nullable TreeNode expression(String expression) {
        TreeNode select = RoutineBodies.single("SELECT " + expression, texts);
        if (select == null || !select.is("SelectStmt")) {
            refuse("an expression of the body can't be read");
            return null;
        }
        pieces.add(new Piece.OfExpression(select));
        return select;
    }

    private void dynamic(JsonNode wrapped) {
        TreeNode node = TreeNode.of(wrapped);
        String query = node == null ? "" : node.text("query", "");
        unshown.within(query);
        TreeNode select = RoutineBodies.single("SELECT " + query, texts);
        if (select == null || !select.is("SelectStmt")) {
            refuse("an expression of the body can't be read");
            return;
        }
        pieces.add(ConstantTexts.run(select, texts));
    }
}
