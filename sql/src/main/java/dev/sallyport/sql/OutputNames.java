package dev.sallyport.sql;

import dev.sallyport.sql.parser.TreeNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The name PostgreSQL gives an output column (FigureColname in parse_target.c), as far as ORDER BY can use it to reach a plain
 * column: an alias, or the last part of what is named. Other expressions get a name that is no reference's, the empty one.
 */
final class OutputNames {
    private OutputNames() {}

    static String of(TreeNode target) {
        String alias = target.text("name");
        return alias != null ? alias : ofValue(target.node("val"));
    }

    private static String ofValue(@Nullable TreeNode value) {
        TreeNode inner = value;
        while (inner != null) {
            switch (inner.type()) {
                case "ColumnRef" -> {
                    return last(inner.names("fields"));
                }
                case "FuncCall" -> {
                    return last(inner.names("funcname"));
                }
                case "A_Indirection" -> {
                    String field = last(inner.names("indirection"));
                    if (!field.isEmpty()) {
                        return field;
                    }
                    inner = inner.node("arg");
                }
                case "TypeCast", "CollateClause" -> inner = inner.node("arg");
                default -> {
                    return "";
                }
            }
        }
        return "";
    }

    private static String last(List<String> parts) {
        return parts.isEmpty() ? "" : parts.getLast();
    }
}
