package dev.sallyport.sql.flow;

import dev.sallyport.sql.parser.TreeNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** XMLTABLE and JSON_TABLE, which make rows of a document. */
final class TablesOfDocuments {
    private static final Set<String> NOT_OF_THE_DOCUMENT = Set.of("columns", "alias");

    private final Resolver resolver;

    TablesOfDocuments(Resolver resolver) {
        this.resolver = resolver;
    }

    /** @param scope the query it stands in, whose items before it the document can be made of */
    FromItem item(TreeNode node, Scope scope, @Nullable TreeNode alias) {
        String own = node.is("JsonTable") ? "json_table" : "xmltable";
        Dependencies document = resolver.expressions.parts(node, scope, NOT_OF_THE_DOCUMENT);
        scope.level().rows().add(document);
        List<Column> columns = new ArrayList<>();
        columns(node, document, scope, columns);
        // Paths, documents and conversions can be wrong.
        resolver.failures.operation(new ListedColumns(columns).together().and(document));
        return FromItem.of(
                alias == null ? own : alias.text("aliasname", own),
                new ListedColumns(columns).renamed(FromClause.columnAliases(alias)));
    }

    /** The columns of the table and of those nested in it, in order. */
    private void columns(TreeNode node, Dependencies document, Scope scope, List<Column> columns) {
        for (TreeNode column : node.nodes("columns")) {
            Dependencies value = document.and(resolver.expressions.parts(column, scope, Set.of("typeName", "columns")));
            TreeNode type = column.typed("typeName", "TypeName");
            if (column.text("coltype", "").equals("JTC_NESTED")) {
                scope.level().rows().add(value);
                columns(column, value, scope, columns);
            } else {
                String name = column.text(column.is("JsonTableColumn") ? "name" : "colname", "");
                Value cast = type == null ? Value.plain(value) : resolver.types.cast(Value.plain(value), type, scope);
                columns.add(Column.of(name, cast));
            }
        }
    }
}
