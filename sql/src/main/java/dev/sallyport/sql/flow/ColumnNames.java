package dev.sallyport.sql.flow;

import dev.sallyport.sql.parser.TreeNode;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The names that the server gives output columns (FigureColname in parse_target.c). */
final class ColumnNames {
    private static final String NONE = "?column?";

    /** A name; a weak one is used where nothing around it has one. */
    private record Figured(String name, boolean weak) {}

    // A node has no identity but its content's in the tree, which is read once.
    private final IdentityHashMap<JsonNode, String> subqueries = new IdentityHashMap<>();

    /** Notes the name of the one column of a subquery, which is the name of an output column that is that subquery. */
    void named(TreeNode subLink, String name) {
        subqueries.put(subLink.body(), name);
    }

    String of(TreeNode value) {
        Figured figured = figure(value);
        return figured == null ? NONE : figured.name();
    }

    private @Nullable Figured figure(@Nullable TreeNode node) {
        if (node == null) {
            return null;
        }
        return switch (node.type()) {
            case "ColumnRef" -> last(node.names("fields"));
            case "A_Indirection" -> {
                Figured field = last(node.names("indirection"));
                yield field == null ? figure(node.node("arg")) : field;
            }
            case "FuncCall" -> last(node.names("funcname"));
            case "A_Expr" -> node.text("kind", "").equals("AEXPR_NULLIF") ? strong("nullif") : null;
            case "TypeCast" -> cast(node);
            case "CollateClause" -> figure(node.node("arg"));
            case "GroupingFunc" -> strong("grouping");
            case "MergeSupportFunc" -> strong("merge_action");
            case "SubLink" -> subquery(node);
            case "CaseExpr" -> {
                Figured otherwise = figure(node.node("defresult"));
                yield otherwise == null || otherwise.weak() ? new Figured("case", true) : otherwise;
            }
            case "A_ArrayExpr" -> strong("array");
            case "RowExpr" -> strong("row");
            case "CoalesceExpr" -> strong("coalesce");
            case "MinMaxExpr" -> strong(node.text("op", "").equals("IS_LEAST") ? "least" : "greatest");
            case "SQLValueFunction" -> sqlValue(node.text("op", ""));
            case "XmlExpr" -> xml(node.text("op", ""));
            case "XmlSerialize" -> strong("xmlserialize");
            case "JsonParseExpr" -> strong("json");
            case "JsonScalarExpr" -> strong("json_scalar");
            case "JsonSerializeExpr" -> strong("json_serialize");
            case "JsonObjectConstructor" -> strong("json_object");
            case "JsonArrayConstructor", "JsonArrayQueryConstructor" -> strong("json_array");
            case "JsonObjectAgg" -> strong("json_objectagg");
            case "JsonArrayAgg" -> strong("json_arrayagg");
            case "JsonFuncExpr" -> json(node.text("op", ""));
            default -> null;
        };
    }

    private static Figured strong(String name) {
        return new Figured(name, false);
    }

    private static @Nullable Figured last(List<String> names) {
        return names.isEmpty() ? null : strong(names.getLast());
    }

    private @Nullable Figured cast(TreeNode node) {
        Figured inner = figure(node.node("arg"));
        TreeNode type = node.typed("typeName", "TypeName");
        List<String> names = type == null ? List.of() : type.names("names");
        boolean named = inner != null && !inner.weak();
        return named || names.isEmpty() ? inner : new Figured(names.getLast(), true);
    }

    private @Nullable Figured subquery(TreeNode node) {
        return switch (node.text("subLinkType", "")) {
            case "EXISTS_SUBLINK" -> strong("exists");
            case "ARRAY_SUBLINK" -> strong("array");
            case "EXPR_SUBLINK" -> {
                String name = subqueries.get(node.body());
                yield name == null ? null : strong(name);
            }
            default -> null;
        };
    }

    private static @Nullable Figured sqlValue(String operation) {
        return switch (operation) {
            case "SVFOP_CURRENT_DATE" -> strong("current_date");
            case "SVFOP_CURRENT_TIME", "SVFOP_CURRENT_TIME_N" -> strong("current_time");
            case "SVFOP_CURRENT_TIMESTAMP", "SVFOP_CURRENT_TIMESTAMP_N" -> strong("current_timestamp");
            case "SVFOP_LOCALTIME", "SVFOP_LOCALTIME_N" -> strong("localtime");
            case "SVFOP_LOCALTIMESTAMP", "SVFOP_LOCALTIMESTAMP_N" -> strong("localtimestamp");
            case "SVFOP_CURRENT_ROLE" -> strong("current_role");
            case "SVFOP_CURRENT_USER" -> strong("current_user");
            case "SVFOP_USER" -> strong("user");
            case "SVFOP_SESSION_USER" -> strong("session_user");
            case "SVFOP_CURRENT_CATALOG" -> strong("current_catalog");
            case "SVFOP_CURRENT_SCHEMA" -> strong("current_schema");
            default -> null;
        };
    }

    private static @Nullable Figured xml(String operation) {
        return switch (operation) {
            case "IS_XMLCONCAT" -> strong("xmlconcat");
            case "IS_XMLELEMENT" -> strong("xmlelement");
            case "IS_XMLFOREST" -> strong("xmlforest");
            case "IS_XMLPARSE" -> strong("xmlparse");
            case "IS_XMLPI" -> strong("xmlpi");
            case "IS_XMLROOT" -> strong("xmlroot");
            default -> null;
        };
    }

    private static @Nullable Figured json(String operation) {
        return switch (operation) {
            case "JSON_EXISTS_OP" -> strong("json_exists");
            case "JSON_QUERY_OP" -> strong("json_query");
            case "JSON_VALUE_OP" -> strong("json_value");
            default -> null;
        };
    }
}
