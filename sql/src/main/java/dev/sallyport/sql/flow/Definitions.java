package dev.sallyport.sql.flow;

import dev.sallyport.sql.RawTree.Field;
import dev.sallyport.sql.RelationUse.Access;
import dev.sallyport.sql.flow.Flow.Create;
import dev.sallyport.sql.flow.Flow.Role;
import dev.sallyport.sql.parser.TreeNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Statements that define, alter, drop or set things: the relations they are about and the expressions in them. What stands in a rule, a
 * policy or a function's body is used, and does nothing yet.
 */
final class Definitions {
    // Words, values and signatures: neither names of columns nor anything that is evaluated over columns.
    private static final Set<String> WITHOUT_EXPRESSIONS = Set.of(
            "A_Const",
            "String",
            "Integer",
            "Float",
            "Boolean",
            "BitString",
            "DefElem",
            "TypeName",
            "ObjectWithArgs",
            "PartitionBoundSpec",
            "RoleSpec",
            "AccessPriv");
    // What holds expressions and is none.
    private static final Set<String> PARTS = Set.of(
            "List",
            "ColumnDef",
            "Constraint",
            "IndexElem",
            "StatsElem",
            "PartitionSpec",
            "PartitionElem",
            "PartitionCmd",
            "TableLikeClause",
            "FunctionParameter",
            "TriggerTransition",
            "PublicationObjSpec",
            "VacuumRelation",
            "CreateOpClassItem",
            "ATAlterConstraint");
    private static final Set<String> QUERIES =
            Set.of("SelectStmt", "InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt");

    private final Resolver resolver;
    private final List<Create> creates = new ArrayList<>();

    Definitions(Resolver resolver) {
        this.resolver = resolver;
    }

    /** What columns that it adds to a relation are made of. */
    List<Create> creates() {
        return List.copyOf(creates);
    }

    void run(TreeNode statement) {
        define(statement, Scope.empty(Role.PREDICATE));
    }

    private Dependencies define(TreeNode node, Scope scope) {
        if (!resolver.findings.step(1) || WITHOUT_EXPRESSIONS.contains(node.type())) {
            return Dependencies.NONE;
        }
        return switch (node.type()) {
            case "RangeVar" -> {
                named(node);
                yield Dependencies.NONE;
            }
            case "CreateStmt" -> fields(node, in(scope, created(node)), Set.of("relation"));
            case "CreateSeqStmt" -> fields(node, scope, Set.of("sequence"));
            case "CompositeTypeStmt" -> fields(node, scope, Set.of("typevar"));
            case "CreateDomainStmt", "AlterDomainStmt" ->
                fields(node, in(scope, FromItem.of(null, new ListedColumns(List.of(column("value", node))))), Set.of());
            case "CreateFunctionStmt" -> fields(node, in(scope, parameters(node)), Set.of());
            case "IndexStmt", "AlterTableStmt" -> about(node, "relation", scope);
            case "PublicationTable" -> about(node, "relation", scope);
            case "CreatePolicyStmt", "AlterPolicyStmt" -> about(node, "table", scope);
            case "CreateStatsStmt" -> statistics(node, scope);
            case "RuleStmt", "CreateTrigStmt" -> rowsOf(node, scope);
            case "AlterTableCmd" -> alteration(node, scope);
            default -> {
                if (QUERIES.contains(node.type())) {
                    yield resolver.queries.query(node, scope).together();
                }
                yield node.type().endsWith("Stmt") || PARTS.contains(node.type())
                        ? fields(node, scope, Set.of())
                        : resolver.expressions.dependsOn(node, scope);
            }
        };
    }

    private static Scope in(Scope scope, FromItem... items) {
        return scope.with(Level.of(List.of(items), scope.level()));
    }

    /** A relation that is not made here; nothing comes of one that is not there. */
    private FromItem named(TreeNode relation) {
        String schema = relation.text("schemaname");
        String name = relation.text("relname", "");
        List<? extends NamedRelation> relations = resolver.names.relations(schema, name);
        if (relations.isEmpty()) {
            resolver.findings.unresolved(schema == null ? name : schema + "." + name);
            return FromItem.of(name, Columns.unknown("no relation is known by the name " + name));
        }
        for (NamedRelation one : relations) {
            resolver.findings.relation(one, Access.DEFINE, relations.size() == 1);
        }
        return new FromItem(name, new RelationColumns(relations, resolver.names), relations, true, true);
    }

    private FromItem item(TreeNode node, String field) {
        TreeNode relation = node.typed(field, "RangeVar");
        return relation == null ? FromItem.of(null, ListedColumns.NONE) : named(relation);
    }

    private Dependencies about(TreeNode node, String field, Scope scope) {
        return fields(node, in(scope, item(node, field)), Set.of(field));
    }

    private Dependencies statistics(TreeNode node, Scope scope) {
        FromItem[] items = node.nodes("relations").stream()
                .filter(relation -> relation.is("RangeVar"))
                .map(this::named)
                .toArray(FromItem[]::new);
        return fields(node, in(scope, items), Set.of("relations"));
    }

    /** The rows before and after, of a rule or a trigger. */
    private Dependencies rowsOf(TreeNode node, Scope scope) {
        FromItem item = item(node, "relation");
        FromItem before = new FromItem("old", item.columns(), item.relations(), false, false);
        FromItem after = new FromItem("new", item.columns(), item.relations(), false, false);
        Dependencies all = fields(node, in(scope, before, after), Set.of("relation"));
        resolver.findings.writeNothing();
        return all;
    }

    /** Something that holds nothing yet, of the type that a definition says. */
    private Column column(String name, TreeNode definition) {
        String field = definition.is("FunctionParameter") ? "argType" : "typeName";
        Shape shape = resolver.types.shape(definition.typed(field, "TypeName"));
        return Column.of(name, new Value(Dependencies.NONE, null, shape));
    }

    /** The table that is made, whose columns hold nothing yet. */
    private FromItem created(TreeNode create) {
        List<Column> columns = new ArrayList<>();
        boolean whole = !create.has("inhRelations") && !create.has("ofTypename");
        for (TreeNode element : create.nodes("tableElts")) {
            columns.add(column(element.text("colname", ""), element));
            whole &= !element.is("TableLikeClause");
        }
        TreeNode relation = create.typed("relation", "RangeVar");
        return FromItem.of(
                relation == null ? null : relation.text("relname"),
                new ListedColumns(columns, whole ? null : "a column can come from another table"));
    }

    private FromItem parameters(TreeNode function) {
        List<Column> parameters = new ArrayList<>();
        for (TreeNode parameter : function.nodes("parameters")) {
            parameters.add(column(parameter.text("name", ""), parameter));
        }
        List<String> name = function.names("funcname");
        return FromItem.of(name.isEmpty() ? null : name.getLast(), new ListedColumns(parameters));
    }

    /** What a new column, or one of a new type, is made of is written into every row. */
    private Dependencies alteration(TreeNode command, Scope scope) {
        Dependencies from = fields(command, scope, Set.of());
        FromItem item = scope.level().items().getFirst();
        TreeNode definition = command.node("def");
        TreeNode type = definition == null ? null : definition.typed("typeName", "TypeName");
        if (type != null) {
            from = from.and(resolver.types.cast(Value.LITERAL, type, scope).dependsOn());
        }
        switch (command.text("subtype", "")) {
            case "AT_AddColumn" ->
                creates.add(new Create(
                        item.name() == null ? "" : item.name(),
                        definition == null ? "" : definition.text("colname", ""),
                        from));
            case "AT_AlterColumnType", "AT_SetExpression" -> {
                for (Column column : item.columns().named(command.text("name", ""))) {
                    for (ColumnId id : column.stands()) {
                        resolver.findings.use(id, Role.WRITE_TARGET);
                        resolver.findings.write(id, from.and(resolver.types.used(column.value())));
                    }
                }
            }
            default -> {}
        }
        return from;
    }

    /** Everything in the fields of a node, by the vocabulary, but for those that the caller handles itself. */
    private Dependencies fields(TreeNode node, Scope scope, Set<String> handled) {
        Map<String, Field> known = resolver.tree.fields(node.type());
        Dependencies all = Dependencies.NONE;
        for (var property : node.body().properties()) {
            Field field = known == null ? null : known.get(property.getKey());
            if (field == null) {
                all = all.and(resolver.findings.unknown(
                        "the field " + node.type() + "." + property.getKey() + " is not known"));
            } else if (!handled.contains(property.getKey())) {
                all = all.and(field(node, field, property.getValue(), scope));
            }
        }
        return all;
    }

    private Dependencies field(TreeNode node, Field field, JsonNode content, Scope scope) {
        return switch (field.meaning()) {
            case VALUE, NAMES, LABELS, FUNCTION, OPERATOR, TYPE -> Dependencies.NONE;
            case NODE -> define(new TreeNode(field.type(), content), scope);
            case NODES -> {
                Dependencies all = Dependencies.NONE;
                for (TreeNode one : nodes(content)) {
                    all = all.and(define(one, scope));
                }
                yield all;
            }
            case COLUMN -> columns(List.of(content.asString("")), scope);
            case COLUMNS -> columns(TreeNode.namesIn(content), scope);
            case OBJECT -> {
                objects(node, content);
                yield Dependencies.NONE;
            }
        };
    }

    private static List<TreeNode> nodes(JsonNode content) {
        if (content.isArray()) {
            return TreeNode.listOf(content);
        }
        TreeNode only = TreeNode.of(content);
        return only == null ? List.of() : List.of(only);
    }

    /** Columns by their names alone; one of another relation, which a foreign key names, is not looked for. */
    private Dependencies columns(List<String> names, Scope scope) {
        Dependencies all = Dependencies.NONE;
        for (String name : names) {
            for (Column column : References.at(scope.level(), name)) {
                all = all.and(resolver.types.used(resolver.references.use(column, scope.role())));
            }
        }
        return all;
    }

    /** The objects that a statement is about, as far as they are relations or parts of one. */
    private void objects(TreeNode statement, JsonNode content) {
        String type = "";
        for (String field : List.of("objtype", "removeType", "renameType", "objectType")) {
            type = statement.text(field, type);
        }
        for (TreeNode one : nodes(content)) {
            List<String> parts = one.nameParts();
            if (one.is("RangeVar")) {
                named(one);
                continue;
            }
            switch (type) {
                case "OBJECT_TABLE",
                        "OBJECT_VIEW",
                        "OBJECT_MATVIEW",
                        "OBJECT_SEQUENCE",
                        "OBJECT_INDEX",
                        "OBJECT_FOREIGN_TABLE" -> relation(parts);
                case "OBJECT_COLUMN", "OBJECT_TRIGGER", "OBJECT_RULE", "OBJECT_POLICY", "OBJECT_TABCONSTRAINT" ->
                    relation(parts.isEmpty() ? parts : parts.subList(0, parts.size() - 1));
                default -> {}
            }
        }
    }

    private void relation(List<String> parts) {
        if (parts.isEmpty()) {
            return;
        }
        String schema = parts.size() > 1 ? parts.get(parts.size() - 2) : null;
        List<? extends NamedRelation> relations = resolver.names.relations(schema, parts.getLast());
        for (NamedRelation one : relations) {
            resolver.findings.relation(one, Access.DEFINE, relations.size() == 1);
        }
        if (relations.isEmpty()) {
            resolver.findings.unresolved(String.join(".", parts));
        }
    }
}
