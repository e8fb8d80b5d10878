package dev.sallyport.sql.flow;

import dev.sallyport.sql.RawTree.Field;
import dev.sallyport.sql.flow.Flow.Role;
import dev.sallyport.sql.flow.References.Meaning;
import dev.sallyport.sql.parser.TreeNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What the value of an expression depends on. */
final class Expressions {
    // What is made of all their parts and of nothing else. Any other node that has no meaning of its own here is
    // unknown.
    private static final Set<String> MADE_OF_PARTS = Set.of(
            "A_Indices",
            "List",
            "NamedArgExpr",
            "ResTarget",
            "SortBy",
            "XmlExpr",
            "XmlSerialize",
            "JsonFormat",
            "JsonReturning",
            "JsonOutput",
            "JsonValueExpr",
            "JsonIsPredicate",
            "JsonBehavior",
            "JsonArgument",
            "JsonFuncExpr",
            "JsonTablePathSpec",
            "JsonKeyValue",
            "JsonParseExpr",
            "JsonScalarExpr",
            "JsonSerializeExpr",
            "JsonObjectConstructor",
            "JsonArrayConstructor",
            "JsonArrayQueryConstructor",
            "JsonObjectAgg",
            "JsonArrayAgg");
    // What only holds an expression.
    private static final Set<String> NOTHING_BY_THEMSELVES =
            Set.of("A_Indices", "List", "NamedArgExpr", "ResTarget", "SortBy");
    private static final Set<String> NONE = Set.of();

    private final Resolver resolver;

    Expressions(Resolver resolver) {
        this.resolver = resolver;
    }

    /** An expression that may be absent. */
    Dependencies dependsOn(@Nullable TreeNode node, Scope scope) {
        return node == null ? Dependencies.NONE : value(node, scope).dependsOn();
    }

    /** All of some expressions together. */
    Dependencies dependsOn(List<TreeNode> nodes, Scope scope) {
        List<Dependencies> all = new ArrayList<>(nodes.size());
        for (TreeNode node : nodes) {
            all.add(value(node, scope).dependsOn());
        }
        return all.size() == 1 ? all.getFirst() : Dependencies.all(all);
    }

    Value value(TreeNode node, Scope scope) {
        if (!resolver.findings.step(1)) {
            return Value.of(Dependencies.unknown("the rest of the statement was not followed"));
        }
        return switch (node.type()) {
            case "A_Const", "String", "Integer", "Float", "Boolean", "BitString", "A_Star" -> Value.CONSTANT;
            case "SQLValueFunction", "MergeSupportFunc" -> Value.CONSTANT;
            // What a parameter holds, and what a column's default makes, is not in the text.
            case "ParamRef", "SetToDefault" -> Value.of(Dependencies.NONE);
            case "ColumnRef" -> reference(node, scope);
            case "FuncCall" -> resolver.calls.call(node, scope);
            case "WindowDef" -> resolver.calls.windowed(node, scope);
            case "JsonAggConstructor" -> resolver.calls.jsonAggregate(node, scope);
            case "A_Expr" -> operation(node, scope);
            case "BoolExpr" -> Value.plain(chosen(node, scope));
            case "NullTest", "BooleanTest" -> Value.plain(parts(node, scope, NONE));
            case "TypeCast" -> cast(node, scope);
            case "TypeName" -> resolver.types.cast(Value.CONSTANT, node, scope);
            case "CollateClause" -> collated(node, scope);
            case "CoalesceExpr" -> firstOf(node.nodes("args"), scope);
            case "MinMaxExpr" -> extreme(node.nodes("args"), scope);
            case "A_ArrayExpr" -> array(node.nodes("elements"), scope);
            case "RowExpr" -> row(node, scope);
            case "CaseExpr" -> choice(node, scope);
            case "GroupingFunc" -> Value.plain(parts(node, scope, NONE).asCondition());
            case "A_Indirection" -> resolver.targets.indirection(node, scope);
            case "SubLink" -> subquery(node, scope);
            case "SelectStmt" -> Value.of(resolver.queries.query(node, scope).together());
            case "CurrentOfExpr" ->
                Value.plain(resolver.findings.unknown("the row that a cursor is at depends on its query"));
            default -> {
                Dependencies parts = parts(node, scope, NONE);
                if (!NOTHING_BY_THEMSELVES.contains(node.type())) {
                    resolver.failures.operation(parts);
                }
                yield Value.of(
                        MADE_OF_PARTS.contains(node.type())
                                ? parts
                                : parts.and(resolver.findings.unknown(
                                        "a " + node.type() + " in an expression is not followed")));
            }
        };
    }

    private Value reference(TreeNode node, Scope scope) {
        if (isStar(node)) {
            // count(t.*) and its like take the row as one value.
            List<String> qualifier = node.names("fields");
            return qualifier.isEmpty()
                    ? Value.of(resolver.findings.unknown("a star stands where a value is"))
                    : rowOf(qualifier, scope);
        }
        return resolver.references.value(resolver.references.meaning(node, scope), scope);
    }

    private Value rowOf(List<String> qualifier, Scope scope) {
        List<FromItem> items = resolver.references.itemsQualifiedBy(qualifier, scope);
        if (items.size() == 1) {
            return resolver.references.value(new Meaning.OfRow(items.getFirst()), scope);
        }
        resolver.findings.unresolved(String.join(".", qualifier) + ".*");
        return Value.of(resolver.findings.unknown("the row " + String.join(".", qualifier) + " can't be told"));
    }

    /** Whether a reference ends in a star. */
    static boolean isStar(TreeNode reference) {
        for (JsonNode field : reference.body().path("fields")) {
            if (field.has("A_Star")) {
                return true;
            }
        }
        return false;
    }

    private Value operation(TreeNode node, Scope scope) {
        Dependencies operators = switch (node.text("kind", "")) {
            case "AEXPR_BETWEEN", "AEXPR_BETWEEN_SYM" -> comparisons(">=", "<=");
            case "AEXPR_NOT_BETWEEN", "AEXPR_NOT_BETWEEN_SYM" -> comparisons("<", ">");
            case "AEXPR_OP",
                    "AEXPR_OP_ANY",
                    "AEXPR_OP_ALL",
                    "AEXPR_DISTINCT",
                    "AEXPR_NOT_DISTINCT",
                    "AEXPR_NULLIF",
                    "AEXPR_IN",
                    "AEXPR_LIKE",
                    "AEXPR_ILIKE",
                    "AEXPR_SIMILAR" -> resolver.functions.operator(node.names("name"));
            default -> resolver.findings.unknown("the operation " + node.text("kind", "") + " is not followed");
        };
        Failures.Mark mark = resolver.failures.mark();
        TreeNode left = node.node("lexpr");
        TreeNode right = node.node("rexpr");
        Value first = left == null ? Value.CONSTANT : value(left, scope);
        Dependencies operands = first.dependsOn().and(dependsOn(right, scope));
        Dependencies all = atKey(node, first, operands).and(operators);
        resolver.failures.operation(all);
        // BETWEEN, IN and comparisons of rows look at what comes later only if they have to.
        resolver.failures.chosenBy(all, mark);
        if (node.text("kind", "").equals("AEXPR_NULLIF")) {
            return new Value(all, null, first.shape());
        }
        return operators.isNone() && !userDefined(node) ? Value.plain(all) : Value.of(all);
    }

    /** What stands at a key of a document depends on that key alone, if the document is a table's own column and not made by a view. */
    private Dependencies atKey(TreeNode node, Value document, Dependencies operands) {
        ColumnId column = document.plain();
        if (column == null || userDefined(node) || !operands.equals(Dependencies.of(column))) {
            return operands;
        }
        String key = DocumentKeys.of(node);
        return key == null ? operands : Dependencies.of(column, key);
    }

    /** Whether an operator outside pg_catalog can be meant, whose result can have fields. */
    private boolean userDefined(TreeNode node) {
        List<String> name = node.names("name");
        return name.size() > 1
                || (name.size() == 1
                        && !resolver.names.operators(null, name.getFirst()).isEmpty());
    }

    private Dependencies comparisons(String one, String other) {
        return resolver.functions.operator(one).and(resolver.functions.operator(other));
    }

    private Value cast(TreeNode node, Scope scope) {
        TreeNode from = node.node("arg");
        TreeNode type = node.typed("typeName", "TypeName");
        Value value = from == null ? Value.CONSTANT : value(from, scope);
        return type == null ? Value.of(value.dependsOn()) : resolver.types.cast(value, type, scope);
    }

    /** AND and OR, of which the server may leave out what does not matter any more; NOT, of which it doesn't. */
    private Dependencies chosen(TreeNode node, Scope scope) {
        Failures.Mark mark = resolver.failures.mark();
        Dependencies all = parts(node, scope, NONE);
        resolver.failures.chosenBy(all, mark);
        return all;
    }

    /** What compares or matches values of another collation than others can be refused when it is evaluated. */
    private Value collated(TreeNode node, Scope scope) {
        Dependencies all = parts(node, scope, NONE);
        resolver.failures.operation(all);
        return Value.of(all);
    }

    private Value firstOf(List<TreeNode> nodes, Scope scope) {
        Failures.Mark mark = resolver.failures.mark();
        Value value = one(nodes, scope);
        resolver.failures.chosenBy(value.dependsOn(), mark);
        return value;
    }

    private Value extreme(List<TreeNode> nodes, Scope scope) {
        Value value = one(nodes, scope);
        resolver.failures.operation(value.dependsOn());
        return value;
    }

    /** One of several values, which have one type. */
    private Value one(List<TreeNode> nodes, Scope scope) {
        List<Dependencies> all = new ArrayList<>(nodes.size());
        Shape shape = null;
        for (TreeNode node : nodes) {
            Value value = value(node, scope);
            all.add(value.dependsOn());
            shape = shape == null ? value.shape() : common(shape, value.shape());
        }
        return new Value(Dependencies.all(all), null, shape == null ? Shape.UNKNOWN : shape);
    }

    /** The shape of a value that is one of two. */
    static Shape common(Shape one, Shape other) {
        return one.equals(other) && !(one instanceof Shape.Row) ? one : Shape.UNKNOWN;
    }

    private Value array(List<TreeNode> elements, Scope scope) {
        Value value = one(elements, scope);
        // Elements that are arrays themselves can be of different lengths.
        resolver.failures.operation(value.dependsOn());
        return value.shape() instanceof Shape.Plain ? value : Value.of(value.dependsOn());
    }

    private Value row(TreeNode node, Scope scope) {
        Columns columns = resolver.targets.list(node.nodes("args"), scope);
        return new Value(columns.together(), null, new Shape.Row(columns));
    }

    private Value choice(TreeNode node, Scope scope) {
        Failures.Mark mark = resolver.failures.mark();
        TreeNode compared = node.node("arg");
        Dependencies conditions = dependsOn(compared, scope);
        if (compared != null) {
            conditions = conditions.and(resolver.functions.operator("="));
        }
        List<TreeNode> results = new ArrayList<>();
        for (TreeNode when : node.nodes("args")) {
            conditions = conditions.and(dependsOn(when.node("expr"), scope));
            TreeNode result = when.node("result");
            if (result != null) {
                results.add(result);
            }
        }
        TreeNode otherwise = node.node("defresult");
        if (otherwise != null) {
            results.add(otherwise);
        }
        if (compared != null) {
            resolver.failures.operation(conditions);
        }
        Value result = one(results, scope);
        resolver.failures.chosenBy(conditions, mark);
        return result.and(conditions.asCondition());
    }

    private Value subquery(TreeNode node, Scope scope) {
        TreeNode select = node.node("subselect");
        Dependencies tested = dependsOn(node.node("testexpr"), scope);
        if (select == null) {
            return Value.of(resolver.findings.unknown("a subquery without a query"));
        }
        Scope inside = node.text("subLinkType", "").equals("EXISTS_SUBLINK") ? scope.with(Role.PREDICATE) : scope;
        Failures.Mark mark = resolver.failures.mark();
        Rows rows = resolver.queries.query(select, inside);
        // It is read as far as it has to be, and one that gives a single value fails if it has several rows.
        Dependencies all = tested.and(rows.together());
        resolver.failures.operation(all);
        resolver.failures.chosenBy(all, mark);
        return switch (node.text("subLinkType", "")) {
            case "EXISTS_SUBLINK" -> Value.plain(rows.conditions());
            case "EXPR_SUBLINK" -> {
                List<Column> columns = rows.columns().all();
                if (columns.size() == 1) {
                    resolver.columnNames.named(node, columns.getFirst().name());
                }
                Shape shape = columns.size() == 1 ? columns.getFirst().value().shape() : Shape.UNKNOWN;
                yield new Value(rows.together(), null, shape);
            }
            case "ANY_SUBLINK", "ALL_SUBLINK" -> {
                List<String> operator = node.names("operName");
                Dependencies compares = resolver.functions.operator(operator.isEmpty() ? List.of("=") : operator);
                yield Value.plain(tested.and(rows.together()).and(compares));
            }
            case "ARRAY_SUBLINK", "ROWCOMPARE_SUBLINK", "MULTIEXPR_SUBLINK" -> Value.of(tested.and(rows.together()));
            default ->
                Value.of(tested.and(rows.together())
                        .and(resolver.findings.unknown(
                                "a subquery of the kind " + node.text("subLinkType", "") + " is not followed")));
        };
    }

    /** All that stands in the fields of a node, by the vocabulary, but for those that the caller handles itself. */
    Dependencies parts(TreeNode node, Scope scope, Set<String> handled) {
        Map<String, Field> known = resolver.tree.fields(node.type());
        List<Dependencies> all = new ArrayList<>();
        for (var property : node.body().properties()) {
            Field field = known == null ? null : known.get(property.getKey());
            if (field == null) {
                all.add(resolver.findings.unknown(
                        "the field " + node.type() + "." + property.getKey() + " is not known"));
            } else if (!handled.contains(property.getKey())) {
                part(field, property.getValue(), scope, all);
            }
        }
        return all.size() == 1 ? all.getFirst() : Dependencies.all(all);
    }

    private void part(Field field, JsonNode content, Scope scope, List<Dependencies> all) {
        switch (field.meaning()) {
            case VALUE, NAMES, LABELS -> {}
            case NODES -> {
                if (content.isArray()) {
                    all.add(dependsOn(TreeNode.listOf(content), scope));
                } else {
                    all.add(dependsOn(TreeNode.of(content), scope));
                }
            }
            case NODE ->
                all.add(value(new TreeNode(field.type(), content), scope).dependsOn());
            case OPERATOR -> all.add(resolver.functions.operator(TreeNode.namesIn(content)));
            case TYPE, FUNCTION, COLUMN, COLUMNS, OBJECT ->
                all.add(resolver.findings.unknown("a name in an expression is not followed"));
        }
    }
}
