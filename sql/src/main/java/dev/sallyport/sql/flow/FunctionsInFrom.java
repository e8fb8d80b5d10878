package dev.sallyport.sql.flow;

import dev.sallyport.sql.parser.TreeNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Functions in FROM, and their columns (addRangeTableEntryForFunction in parse_relation.c). */
final class FunctionsInFrom {
    private static final List<String> UNNEST = List.of("unnest");
    private static final String OPEN = "the columns that a function returns can't be told";

    private final Resolver resolver;

    FunctionsInFrom(Resolver resolver) {
        this.resolver = resolver;
    }

    /**
     * What one call gives.
     *
     * @param name what its column is called if it has one alone
     * @param definitions the columns that the call says it has; empty if it says nothing
     */
    private record Part(Value value, String name, List<TreeNode> definitions) {}

    /**
     * A function, or several side by side.
     *
     * @param scope the query it stands in, whose items before it the function sees
     */
    FromItem item(TreeNode node, Scope scope, @Nullable TreeNode alias) {
        List<Part> parts = new ArrayList<>();
        List<TreeNode> definitions = node.nodes("coldeflist");
        for (TreeNode pair : node.nodes("functions")) {
            // The call, and the column definitions that ROWS FROM gives it.
            List<TreeNode> items = pair.nodes("items");
            List<TreeNode> own = items.size() > 1 ? items.get(1).nodes("items") : List.of();
            if (!items.isEmpty()) {
                parts.addAll(parts(items.getFirst(), own.isEmpty() ? definitions : own, scope));
            }
        }
        String first = parts.isEmpty() ? "" : parts.getFirst().name();
        String name = alias == null ? first : alias.text("aliasname", first);
        List<String> aliases = FromClause.columnAliases(alias);
        if (parts.size() == 1) {
            Part only = parts.getFirst();
            return FromItem.of(name, columns(new Part(only.value(), name, only.definitions()), aliases, node, scope));
        }
        Columns columns = ListedColumns.NONE;
        for (Part part : parts) {
            columns = columns.then(columns(part, scope));
        }
        return FromItem.of(name, ordinality(columns, node).renamed(aliases));
    }

    /** {@code unnest(a, b)} stands for {@code ROWS FROM (unnest(a), unnest(b))}. */
    private List<Part> parts(TreeNode call, List<TreeNode> definitions, Scope scope) {
        List<TreeNode> arguments = call.nodes("args");
        String name = resolver.columnNames.of(call);
        boolean several = call.is("FuncCall") && arguments.size() > 1 && name.equals("unnest");
        List<NamedFunction> unnest = several ? resolver.functions.called(UNNEST, 1) : List.of();
        if (unnest.isEmpty()) {
            return List.of(new Part(resolver.expressions.value(call, scope), name, definitions));
        }
        List<Part> parts = new ArrayList<>();
        for (TreeNode argument : arguments) {
            Value array = resolver.expressions.value(argument, scope);
            parts.add(new Part(resolver.functions.result(unnest, List.of(array), scope), name, definitions));
        }
        return parts;
    }

    /** The columns of the only function, whose alias's list names them even where their number can't be told. */
    private Columns columns(Part part, List<String> aliases, TreeNode node, Scope scope) {
        Columns columns = ordinality(columns(part, scope), node);
        if (columns.open() == null) {
            return columns.renamed(aliases);
        }
        List<Column> named = new ArrayList<>();
        for (String alias : aliases) {
            named.add(Column.of(alias, Value.of(part.value().dependsOn())));
        }
        return new ListedColumns(named, columns.open());
    }

    private static Columns ordinality(Columns columns, TreeNode node) {
        return node.flag("ordinality")
                ? columns.then(new ListedColumns(List.of(Column.of("ordinality", Value.CONSTANT))))
                : columns;
    }

    private Columns columns(Part part, Scope scope) {
        if (!part.definitions().isEmpty()) {
            List<Column> columns = new ArrayList<>();
            for (TreeNode definition : part.definitions()) {
                TreeNode type = definition.typed("typeName", "TypeName");
                Value value = Value.plain(part.value().dependsOn());
                value = type == null ? part.value() : resolver.types.cast(value, type, scope);
                columns.add(Column.of(definition.text("colname", ""), value));
            }
            return new ListedColumns(columns);
        }
        Columns fields =
                resolver.types.fields(part.value().shape(), part.value().dependsOn());
        if (fields == null) {
            return Columns.unknown(OPEN);
        }
        return fields.all().isEmpty() && fields.open() == null
                ? new ListedColumns(List.of(Column.of(part.name(), part.value())))
                : fields;
    }
}
