package dev.sallyport.sql;

import dev.sallyport.sql.ObjectUse.Kind;
import dev.sallyport.sql.parser.TreeNode;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a statement defines, alters, drops, describes or grants, besides the relations that the walk finds. A kind of statement or of
 * object that is not listed here is about more than what lies within schemas.
 */
final class Objects {
    private static final String CODE = "what code in a text defines is not told name by name";
    private static final String CASCADE = "CASCADE reaches whatever depends on it";

    /** What the walk lists is all that they are about. */
    private static final Set<String> OF_RELATIONS = Set.of(
            "SelectStmt",
            "InsertStmt",
            "UpdateStmt",
            "DeleteStmt",
            "MergeStmt",
            "ExplainStmt",
            "CopyStmt",
            "DeclareCursorStmt",
            "FetchStmt",
            "ClosePortalStmt",
            "PrepareStmt",
            "ExecuteStmt",
            "DeallocateStmt",
            "DiscardStmt",
            "TransactionStmt",
            "ConstraintsSetStmt",
            "VariableSetStmt",
            "VariableShowStmt",
            "ListenStmt",
            "UnlistenStmt",
            "NotifyStmt",
            "LockStmt",
            "TruncateStmt",
            "CreateStmt",
            "CreateTableAsStmt",
            "ViewStmt",
            "RefreshMatViewStmt",
            "IndexStmt",
            "CreateSeqStmt",
            "AlterSeqStmt",
            "CompositeTypeStmt",
            "RuleStmt",
            "CreateTrigStmt",
            "CreatePolicyStmt",
            "AlterPolicyStmt");

    private static final Set<String> RELATIONS = Set.of(
            "OBJECT_TABLE", "OBJECT_VIEW", "OBJECT_MATVIEW", "OBJECT_SEQUENCE", "OBJECT_INDEX", "OBJECT_FOREIGN_TABLE");

    /** They belong to a relation, which is named with them. */
    private static final Set<String> PARTS_OF_RELATIONS = Set.of(
            "OBJECT_COLUMN",
            "OBJECT_TRIGGER",
            "OBJECT_RULE",
            "OBJECT_POLICY",
            "OBJECT_TABCONSTRAINT",
            "OBJECT_ATTRIBUTE");

    private static final Set<String> OF_SEQUENCES = Set.of("nextval", "setval", "pg_sequence_last_value");

    private static final Set<String> IN_SCHEMAS = Set.of(
            "OBJECT_FUNCTION",
            "OBJECT_PROCEDURE",
            "OBJECT_ROUTINE",
            "OBJECT_AGGREGATE",
            "OBJECT_OPERATOR",
            "OBJECT_TYPE",
            "OBJECT_DOMAIN",
            "OBJECT_COLLATION",
            "OBJECT_CONVERSION",
            "OBJECT_STATISTIC_EXT",
            "OBJECT_TSCONFIGURATION",
            "OBJECT_TSDICTIONARY");

    private final TreeNode statement;
    private final Facts facts;

    private Objects(TreeNode statement, Facts facts) {
        this.statement = statement;
        this.facts = facts;
    }

    /** Notes what a statement that is nested in no other is about. */
    static void note(TreeNode statement, Facts facts) {
        new Objects(statement, facts).note();
    }

    private void note() {
        cascade(statement);
        switch (statement.type()) {
            case "AlterTableStmt" -> statement.nodes("cmds").forEach(this::cascade);
            case "VacuumStmt" -> everyUnless(statement.has("rels"));
            case "ClusterStmt", "ReindexStmt" -> everyUnless(statement.has("relation"));
            case "RenameStmt" -> rename();
            case "AlterObjectSchemaStmt" -> move();
            case "DropStmt" -> named(statement.text("removeType", ""), statement.nodes("objects"));
            case "CommentStmt", "SecLabelStmt" -> named(statement.text("objtype", ""), one("object"));
            case "AlterOwnerStmt" -> named(statement.text("objectType", ""), one("object"));
            case "GrantStmt" -> grant();
            case "CreateSchemaStmt" -> createSchema();
            case "CreateFunctionStmt" -> {
                object(statement.names("funcname"));
                if (!statement.has("sql_body")) {
                    facts.beyond(CODE);
                }
            }
            case "DoStmt", "CallStmt" -> facts.beyond(CODE);
            case "AlterFunctionStmt" -> signature(statement.typed("func", "ObjectWithArgs"));
            case "AlterOperatorStmt" -> signature(statement.typed("opername", "ObjectWithArgs"));
            case "DefineStmt", "CreateStatsStmt", "AlterStatsStmt" -> {
                // Statistics may be left to be named by the server, after their relation.
                if (statement.has("defnames")) {
                    object(statement.names("defnames"));
                }
            }
            case "CreateDomainStmt" -> object(statement.names("domainname"));
            case "CreateEnumStmt", "CreateRangeStmt", "AlterEnumStmt", "AlterTypeStmt", "AlterDomainStmt" ->
                object(statement.names("typeName"));
            case "AlterCollationStmt" -> object(statement.names("collname"));
            case "AlterTSDictionaryStmt" -> object(statement.names("dictname"));
            case "AlterTSConfigurationStmt" -> object(statement.names("cfgname"));
            default -> {
                if (!OF_RELATIONS.contains(statement.type())) {
                    facts.beyond("it is about more than what lies within a schema");
                }
            }
        }
    }

    private void cascade(TreeNode node) {
        if (node.text("behavior", "").equals("DROP_CASCADE")) {
            facts.beyond(CASCADE);
        }
    }

    private void everyUnless(boolean named) {
        if (!named) {
            facts.beyond("it names no relation, and so means every one");
        }
    }

    private List<TreeNode> one(String field) {
        TreeNode object = statement.node(field);
        return object == null ? List.of() : List.of(object);
    }

    /** A renamed object keeps its schema, so the new name is as far away as the old one. */
    private void rename() {
        String type = statement.text("renameType", "");
        String renamed = statement.text("newname", "");
        if (RELATIONS.contains(type)) {
            TreeNode relation = statement.typed("relation", "RangeVar");
            facts.object(new ObjectUse(Kind.RELATION, relation == null ? null : relation.text("schemaname"), renamed));
        } else if (type.equals("OBJECT_SCHEMA")) {
            schema(statement.text("subname", ""));
            schema(renamed);
        } else if (type.equals("OBJECT_DOMCONSTRAINT")) {
            one("object").forEach(domain -> object(domain.nameParts()));
        } else {
            List<TreeNode> objects = one("object");
            named(type, objects);
            if (IN_SCHEMAS.contains(type)) {
                objects.forEach(object -> facts.object(new ObjectUse(Kind.OTHER, schemaOf(object), renamed)));
            }
        }
    }

    private static @Nullable String schemaOf(TreeNode object) {
        List<String> parts = object.is("ObjectWithArgs") ? object.names("objname") : object.nameParts();
        return parts.size() < 2 ? null : parts.get(parts.size() - 2);
    }

    /** ALTER ... SET SCHEMA: what it is about is in both. */
    private void move() {
        String type = statement.text("objectType", "");
        String schema = statement.text("newschema", "");
        TreeNode relation = statement.typed("relation", "RangeVar");
        if (relation != null) {
            facts.object(new ObjectUse(Kind.RELATION, schema, relation.text("relname", "")));
            return;
        }
        List<TreeNode> objects = one("object");
        named(type, objects);
        for (TreeNode object : objects) {
            List<String> parts = object.is("ObjectWithArgs") ? object.names("objname") : object.nameParts();
            if (!parts.isEmpty()) {
                facts.object(new ObjectUse(Kind.OTHER, schema, parts.getLast()));
            }
        }
    }

    private void grant() {
        List<TreeNode> objects = statement.nodes("objects");
        switch (statement.text("targtype", "")) {
            case "ACL_TARGET_OBJECT" -> named(statement.text("objtype", ""), objects);
            case "ACL_TARGET_ALL_IN_SCHEMA" -> named("OBJECT_SCHEMA", objects);
            default -> facts.beyond("it is about what will be made later");
        }
    }

    private void createSchema() {
        String name = statement.text("schemaname");
        TreeNode role = statement.typed("authrole", "RoleSpec");
        String owner = role == null ? null : role.text("rolename");
        if (statement.has("schemaElts")) {
            facts.beyond("what is created in the schema with it is named without one");
        } else if (name != null) {
            schema(name);
        } else if (owner != null) {
            schema(owner);
        } else {
            facts.beyond("the schema is named after the role");
        }
    }

    private void named(String type, List<TreeNode> objects) {
        if (type.equals("OBJECT_SCHEMA")) {
            objects.forEach(object -> object.nameParts().forEach(this::schema));
        } else if (IN_SCHEMAS.contains(type)) {
            objects.forEach(this::within);
        } else if (!RELATIONS.contains(type) && !PARTS_OF_RELATIONS.contains(type)) {
            facts.beyond("it is about more than what lies within a schema");
        }
    }

    private void within(TreeNode object) {
        if (object.is("ObjectWithArgs")) {
            signature(object);
        } else {
            object(object.nameParts());
        }
    }

    private void signature(@Nullable TreeNode object) {
        object(object == null ? List.of() : object.names("objname"));
    }

    private void object(List<String> parts) {
        object(parts, Kind.OTHER, facts);
    }

    private static void object(List<String> parts, Kind kind, Facts facts) {
        int count = parts.size();
        if (count < 1 || count > 3) {
            facts.beyond("a name in it has " + count + " parts");
        } else {
            facts.object(new ObjectUse(kind, count == 1 ? null : parts.get(count - 2), parts.get(count - 1)));
        }
    }

    /** One that is written with another schema than the system's: by it an index or the rows of a table are put in order. */
    static void operatorClass(List<String> parts, Facts facts) {
        if (parts.size() > 1 && !parts.get(parts.size() - 2).equals(Facts.SYSTEM_SCHEMA)) {
            object(parts, Kind.OTHER, facts);
        }
    }

    private void schema(String name) {
        facts.object(new ObjectUse(Kind.SCHEMA, null, name));
    }

    /** Whether a function of this name reads or changes a sequence that its first argument names. */
    static boolean namesSequence(String function) {
        return OF_SEQUENCES.contains(function);
    }

    /** The sequence that a call names in a text; one that is not constant can be any. */
    static void sequence(String function, List<TreeNode> arguments, Facts facts) {
        facts.sequence();
        TreeNode first = arguments.isEmpty() ? null : arguments.getFirst();
        while (first != null && first.is("TypeCast")) {
            first = first.node("arg");
        }
        String text = first == null ? null : Settings.constant(first);
        List<String> parts = text == null ? List.of() : QualifiedName.parse(text);
        if (parts.isEmpty()) {
            facts.beyond(function + " is called with a name that is not constant");
        } else {
            object(parts, Kind.RELATION, facts);
        }
    }
}
