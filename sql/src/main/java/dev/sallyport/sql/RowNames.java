package dev.sallyport.sql;

import dev.sallyport.sql.parser.TreeNode;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The names that the items of a FROM clause have, each of which stands for a whole row of the item where no column has it. */
final class RowNames {
    private RowNames() {}

    static Set<String> in(Collection<TreeNode> from) {
        Set<String> names = new HashSet<>();
        from.forEach(item -> add(item, names));
        return names;
    }

    private static void add(@Nullable TreeNode item, Set<String> names) {
        if (item == null) {
            return;
        }
        String name = of(item);
        if (name != null) {
            names.add(name);
        }
        switch (item.type()) {
            case "JoinExpr" -> {
                TreeNode alias = item.typed("join_using_alias", "Alias");
                if (alias != null) {
                    names.add(alias.text("aliasname", ""));
                }
                add(item.node("larg"), names);
                add(item.node("rarg"), names);
            }
            case "RangeTableSample" -> add(item.node("relation"), names);
            default -> {}
        }
    }

    /** The name of one item, or null if it has none or one that only the server knows. */
    static @Nullable String of(TreeNode item) {
        TreeNode alias = item.typed("alias", "Alias");
        if (alias != null) {
            return alias.text("aliasname");
        }
        return switch (item.type()) {
            case "RangeVar" -> item.text("relname");
            case "RangeFunction" -> ofFunction(item);
            case "RangeTableFunc" -> "xmltable";
            case "JsonTable" -> "json_table";
            default -> null;
        };
    }

    /** A function in FROM is named after itself; each item of its list is a pair of the call and its column definitions. */
    private static @Nullable String ofFunction(TreeNode item) {
        List<TreeNode> functions = item.nodes("functions");
        List<TreeNode> pair =
                functions.isEmpty() ? List.of() : functions.getFirst().nodes("items");
        if (pair.isEmpty() || !pair.getFirst().is("FuncCall")) {
            return null;
        }
        List<String> name = pair.getFirst().names("funcname");
        return name.isEmpty() ? null : name.getLast();
    }
}
