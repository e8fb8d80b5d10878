package dev.sallyport.sql.body;

import dev.sallyport.sql.FunctionUse;
import dev.sallyport.sql.body.RoutineBody.Piece;
import dev.sallyport.sql.parser.EmbeddedTexts;
import dev.sallyport.sql.parser.ParseResult;
import dev.sallyport.sql.parser.TreeNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Texts that are run and are made of constants alone: a string, strings joined by {@code ||} or concat, and what format, quote_ident and
 * quote_literal make of them. For one text.
 */
public final class ConstantTexts {
    /** Longer texts are not made. */
    static final int MAXIMUM_LENGTH = 1 << 20;

    private static final Pattern MARK = Pattern.compile("%.?", Pattern.DOTALL);
    private static final Set<String> TEXT_TYPES = Set.of("text", "varchar");

    private final List<FunctionUse> by = new ArrayList<>();

    private ConstantTexts() {}

    /** What running an expression's value comes to. */
    static Piece.OfDynamic run(TreeNode select, EmbeddedTexts texts) {
        List<TreeNode> targets = select.nodes("targetList");
        TreeNode value = targets.size() == 1 ? targets.getFirst().node("val") : null;
        if (value == null || select.has("fromClause")) {
            return new Piece.OfDynamic(select, List.of(), List.of(), "a text is run that is made while it runs");
        }
        return run(select, value, texts);
    }

    /**
     * What running the value of an expression comes to.
     *
     * @param whole what the expression stands in
     */
    public static Piece.OfDynamic run(TreeNode whole, TreeNode value, EmbeddedTexts texts) {
        ConstantTexts constants = new ConstantTexts();
        String constant = constants.text(value);
        if (constant == null) {
            return new Piece.OfDynamic(whole, List.of(), List.of(), "a text is run that is made while it runs");
        }
        byte[] text = constant.getBytes(StandardCharsets.UTF_8);
        return texts.sql(text) instanceof ParseResult.Tree(JsonNode root)
                ? new Piece.OfDynamic(whole, RoutineBodies.statements(root, text), constants.by, null)
                : new Piece.OfDynamic(whole, List.of(), constants.by, "a text is run that is no SQL that can be read");
    }

    private @Nullable String text(@Nullable TreeNode node) {
        if (node == null) {
            return null;
        }
        String text = switch (node.type()) {
            case "A_Const" -> constant(node);
            case "TypeCast" -> isText(node.typed("typeName", "TypeName")) ? text(node.node("arg")) : null;
            case "CollateClause" -> text(node.node("arg"));
            case "A_Expr" -> joined(node);
            case "FuncCall" -> called(node);
            default -> null;
        };
        return text == null || text.length() > MAXIMUM_LENGTH ? null : text;
    }

    private static @Nullable String constant(TreeNode node) {
        JsonNode string = node.body().get("sval");
        if (string != null) {
            return string.path("sval").asString("");
        }
        return node.has("ival")
                ? Integer.toString(node.body().path("ival").path("ival").asInt(0))
                : null;
    }

    private static boolean isText(@Nullable TreeNode type) {
        if (type == null || type.has("typmods") || type.has("arrayBounds")) {
            return false;
        }
        List<String> names = type.names("names");
        boolean systems =
                names.size() == 1 || (names.size() == 2 && names.getFirst().equals("pg_catalog"));
        return systems && TEXT_TYPES.contains(names.getLast());
    }

    private @Nullable String joined(TreeNode operation) {
        List<String> name = operation.names("name");
        if (!operation.text("kind", "").equals("AEXPR_OP")
                || name.isEmpty()
                || !name.getLast().equals("||")) {
            return null;
        }
        String left = text(operation.node("lexpr"));
        String right = text(operation.node("rexpr"));
        use(name, true, 2);
        return left == null || right == null ? null : left + right;
    }

    private @Nullable String called(TreeNode call) {
        List<String> name = call.names("funcname");
        List<String> arguments = new ArrayList<>();
        for (TreeNode argument : call.nodes("args")) {
            String text = text(argument);
            if (text == null) {
                return null;
            }
            arguments.add(text);
        }
        boolean plain =
                List.of("agg_order", "agg_filter", "over", "agg_within_group", "agg_distinct", "func_variadic").stream()
                        .noneMatch(call::has);
        if (!plain || arguments.isEmpty() || name.isEmpty() || name.size() > 2) {
            return null;
        }
        use(name, false, arguments.size());
        return switch (name.getLast()) {
            case "concat" -> String.join("", arguments);
            case "format" -> format(arguments);
            case "quote_ident" -> arguments.size() == 1 ? identifier(arguments.getFirst()) : null;
            case "quote_literal" -> arguments.size() == 1 ? literal(arguments.getFirst()) : null;
            default -> null;
        };
    }

    private void use(List<String> name, boolean operator, int arguments) {
        by.add(new FunctionUse(
                name.size() > 1 ? name.get(name.size() - 2) : null, name.getLast(), operator, arguments));
    }

    /** With %s, %I, %L and %% alone, without position or width. */
    private static @Nullable String format(List<String> arguments) {
        Matcher marks = MARK.matcher(arguments.getFirst());
        StringBuilder text = new StringBuilder();
        int next = 1;
        while (marks.find()) {
            char what = marks.group().length() < 2 ? ' ' : marks.group().charAt(1);
            String argument = what == '%' ? "" : next < arguments.size() ? arguments.get(next++) : null;
            String made = argument == null ? null : formatted(what, argument);
            if (made == null) {
                return null;
            }
            marks.appendReplacement(text, Matcher.quoteReplacement(made));
        }
        return marks.appendTail(text).toString();
    }

    private static @Nullable String formatted(char what, String argument) {
        return switch (what) {
            case '%' -> "%";
            case 's' -> argument;
            case 'I' -> identifier(argument);
            case 'L' -> literal(argument);
            default -> null;
        };
    }

    /** Always quoted, which means the same. */
    private static String identifier(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    private static String literal(String value) {
        String quoted = "'" + value.replace("'", "''") + "'";
        return value.indexOf('\\') < 0 ? quoted : "E" + quoted.replace("\\", "\\\\");
    }
}
