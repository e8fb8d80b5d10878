package dev.sallyport.sql;

import dev.sallyport.sql.ColumnUse.Role;
import dev.sallyport.sql.RelationUse.Access;
import dev.sallyport.sql.parser.TreeNode;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The names in statements that define, alter, drop, describe or grant things. */
final class Definitions {
    // Options of CREATE AGGREGATE, OPERATOR, TYPE, TEXT SEARCH, FUNCTION and FOREIGN DATA WRAPPER that name a function
    // ...
    private static final Set<String> FUNCTION_OPTIONS = Set.of(
            "sfunc",
            "finalfunc",
            "combinefunc",
            "serialfunc",
            "deserialfunc",
            "msfunc",
            "minvfunc",
            "mfinalfunc",
            "procedure",
            "function",
            "restrict",
            "join",
            "input",
            "output",
            "receive",
            "send",
            "typmod_in",
            "typmod_out",
            "analyze",
            "subscript",
            "canonical",
            "subtype_diff",
            "init",
            "lexize",
            "start",
            "gettoken",
            "end",
            "headline",
            "lextypes",
            "handler",
            "validator",
            "support");
    // ... an operator ...
    private static final Set<String> OPERATOR_OPTIONS = Set.of("commutator", "negator", "sortop");
    // ... or a type. In all others a bare word looks like a type to the grammar, and is none.
    private static final Set<String> TYPE_OPTIONS = Set.of(
            "leftarg",
            "rightarg",
            "basetype",
            "stype",
            "stype1",
            "mstype",
            "subtype",
            "multirange_type_name",
            "like",
            "element",
            "as",
            "transform");
    private static final Set<String> OF_A_COLUMN = Set.of(
            "AT_ColumnDefault",
            "AT_DropNotNull",
            "AT_SetNotNull",
            "AT_SetExpression",
            "AT_DropExpression",
            "AT_SetStatistics",
            "AT_SetOptions",
            "AT_ResetOptions",
            "AT_SetStorage",
            "AT_SetCompression",
            "AT_DropColumn",
            "AT_AlterColumnType",
            "AT_AlterColumnGenericOptions",
            "AT_AddIdentity",
            "AT_SetIdentity",
            "AT_DropIdentity");
    // Who owns a table and whose rows one sees is a matter of privileges.
    private static final Set<String> OF_PRIVILEGES = Set.of(
            "AT_ChangeOwner",
            "AT_EnableRowSecurity",
            "AT_DisableRowSecurity",
            "AT_ForceRowSecurity",
            "AT_NoForceRowSecurity");

    // OPCLASS_ITEM_OPERATOR of parsenodes.h
    private static final int OPERATOR_ITEM = 1;

    private final TreeWalk walk;
    private final Facts facts;

    Definitions(TreeWalk walk, Facts facts) {
        this.walk = walk;
        this.facts = facts;
    }

    /** One {@code name = value} of a definition, or one option of a statement. */
    void option(TreeNode option, Scope scope) {
        String name = option.text("defname", "");
        TreeNode value = option.node("arg");
        if (value != null && FUNCTION_OPTIONS.contains(name) && !value.is("String")) {
            facts.namedFunction(value.nameParts(), 0);
        } else if (value != null && OPERATOR_OPTIONS.contains(name)) {
            facts.operator(value.nameParts(), 2);
        } else if (value != null && name.equals("owned_by")) {
            column(value.nameParts());
        } else if (value != null && value.is("TypeName") && !TYPE_OPTIONS.contains(name)) {
            walk.fields(value, scope, Set.of("names"));
        } else {
            walk.visit(value, scope);
        }
        walk.fields(option, scope, Set.of("arg"));
    }

    void constraint(TreeNode constraint, Scope scope) {
        for (TreeNode exclusion : constraint.nodes("exclusions")) {
            // A pair: what is compared, and the operator's name.
            for (TreeNode half : exclusion.nodes("items")) {
                facts.operator(half.nameParts(), 2);
            }
        }
        walk.fields(constraint, scope, Set.of());
    }

    void alteration(TreeNode command, Scope scope) {
        String subtype = command.text("subtype", "");
        String name = command.text("name");
        if (name != null && OF_A_COLUMN.contains(subtype)) {
            facts.column(List.of(name), false, Role.OTHER);
        }
        if (OF_PRIVILEGES.contains(subtype)) {
            facts.effect(Effect.ADMIN);
        }
        walk.fields(command, scope, Set.of());
    }

    /** CREATE CAST and CREATE TRANSFORM, whose functions are named with their arguments. */
    void conversion(TreeNode conversion, Scope scope) {
        for (String field : List.of("func", "fromsql", "tosql")) {
            TreeNode function = conversion.typed(field, "ObjectWithArgs");
            if (function != null) {
                facts.namedFunction(
                        function.names("objname"), function.nodes("objargs").size());
            }
        }
        walk.fields(conversion, scope, Set.of());
    }

    /** An operator, a function or a storage type of an operator class. */
    void classItem(TreeNode item, Scope scope) {
        TreeNode named = item.typed("name", "ObjectWithArgs");
        if (named != null && item.body().path("itemtype").asInt(0) == OPERATOR_ITEM) {
            facts.operator(named.names("objname"), 2);
        } else if (named != null) {
            facts.namedFunction(named.names("objname"), named.nodes("objargs").size());
        }
        walk.fields(item, scope, Set.of());
    }

    /** ALTER ... RENAME. */
    void rename(TreeNode rename, Scope scope) {
        String column = rename.text("subname");
        String type = rename.text("renameType", "");
        if (column != null && (type.equals("OBJECT_COLUMN") || type.equals("OBJECT_ATTRIBUTE"))) {
            facts.column(List.of(column), false, Role.OTHER);
        }
        walk.fields(rename, scope, Set.of());
    }

    /** The object or objects that a statement of this shape is about: one node, or a list of them. */
    void objects(TreeNode statement, JsonNode value, Scope scope) {
        String type = "";
        for (String field : List.of("objtype", "removeType", "renameType", "objectType")) {
            type = statement.text(field, type);
        }
        if (value.isArray()) {
            for (TreeNode object : TreeNode.listOf(value)) {
                object(type, object, scope);
            }
        } else {
            TreeNode object = TreeNode.of(value);
            if (object != null) {
                object(type, object, scope);
            }
        }
    }

    private void object(String type, TreeNode object, Scope scope) {
        if (object.is("List")) {
            List<String> parts = object.nameParts();
            switch (type) {
                case "OBJECT_TABLE",
                        "OBJECT_VIEW",
                        "OBJECT_MATVIEW",
                        "OBJECT_SEQUENCE",
                        "OBJECT_INDEX",
                        "OBJECT_FOREIGN_TABLE" -> facts.relation(parts, Access.DEFINE);
                case "OBJECT_COLUMN" -> column(parts);
                case "OBJECT_TRIGGER", "OBJECT_RULE", "OBJECT_POLICY", "OBJECT_TABCONSTRAINT" ->
                    facts.relation(allButLast(parts), Access.DEFINE);
                case "OBJECT_TYPE", "OBJECT_DOMAIN" -> facts.type(parts);
                default -> {}
            }
        }
        walk.visit(object, scope);
    }

    /** A column named with its relation. */
    private void column(List<String> parts) {
        if (parts.size() > 1) {
            facts.relation(allButLast(parts), Access.DEFINE);
            facts.column(parts, false, Role.OTHER);
        }
    }

    private static List<String> allButLast(List<String> parts) {
        return parts.isEmpty() ? parts : parts.subList(0, parts.size() - 1);
    }
}
