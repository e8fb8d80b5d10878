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

    /** Subqueries whose rows are counted or taken, and not compared with anything. */
    private static final Set<String> UNCOMPARED = Set.of("EXISTS_SUBLINK", "EXPR_SUBLINK");

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
            case "A_Const", "String", "Integer", "Float", "Boolean", "BitString", "A_Star" -> Constants.value(node);
            case "SQLValueFunction" -> Constants.ofSession(node);
            case "MergeSupportFunc" -> Value.ofType(BuiltinTypes.TEXT, Dependencies.NONE);
            // What a parameter holds, and what a column's default makes, is not in the text.
            case "ParamRef" -> Value.PARAMETER;
            case "SetToDefault" -> Value.of(Dependencies.NONE);
            case "ColumnRef" -> reference(node, scope);
            case "FuncCall" -> resolver.calls.call(node, scope);
            case "WindowDef" -> resolver.calls.windowed(node, scope);
            case "JsonAggConstructor" -> resolver.calls.jsonAggregate(node, scope);
            case "A_Expr" -> resolver.operations.operation(node, scope);
            case "BoolExpr" -> Value.ofType(BuiltinTypes.BOOLEAN, chosen(node, scope));
            case "NullTest", "BooleanTest" -> Value.ofType(BuiltinTypes.BOOLEAN, parts(node, scope, NONE));
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
        resolver.types.sorted(value);
        return value;
    }

    /** What is sorted or told apart by some expressions. */
    Dependencies sorted(List<TreeNode> nodes, Scope scope) {
        List<Dependencies> all = new ArrayList<>(nodes.size());
        for (TreeNode node : nodes) {
            TreeNode by = node.is("SortBy") ? node.node("node") : node;
            if (by != null) {
                Value value = value(by, scope);
                resolver.types.sorted(value);
                all.add(value.dependsOn());
            }
            List<String> using = node.is("SortBy") ? node.names("useOp") : List.of();
            if (!using.isEmpty()) {
                resolver.failures.operation(Dependencies.NONE);
                all.add(resolver.functions.operator(using));
            }
        }
        return Dependencies.all(all);
    }

    /** One of several values, which have one type. */
    private Value one(List<TreeNode> nodes, Scope scope) {
        List<Dependencies> each = new ArrayList<>(nodes.size());
        List<Shape> shapes = new ArrayList<>(nodes.size());
        for (TreeNode node : nodes) {
            Value value = value(node, scope);
            each.add(value.dependsOn());
            shapes.add(value.shape());
        }
        Dependencies all = Dependencies.all(each);
        return new Value(all, null, resolver.types.together(shapes, all));
    }

    private Value array(List<TreeNode> elements, Scope scope) {
        Value value = one(elements, scope);
        int type = resolver.types.builtin(value.shape());
        if (BuiltinTypes.isScalar(type)) {
            return Value.ofType(BuiltinTypes.array(type), value.dependsOn());
        }
        // Elements that are arrays themselves can be of different lengths.
        resolver.failures.operation(value.dependsOn());
        return resolver.types.isPlain(value.shape()) ? Value.plain(value.dependsOn()) : Value.of(value.dependsOn());
    }

    private Value row(TreeNode node, Scope scope) {
        Columns columns = resolver.targets.list(node.nodes("args"), scope);
        return new Value(columns.together(), null, new Shape.Row(columns));
    }

    private Value choice(TreeNode node, Scope scope) {
        Failures.Mark mark = resolver.failures.mark();
        TreeNode compared = node.node("arg");
        Value value = compared == null ? Value.CONSTANT : value(compared, scope);
        Dependencies conditions = value.dependsOn();
        if (compared != null) {
            conditions = conditions.and(resolver.functions.operator("="));
        }
        boolean userDefined = !resolver.names.operators(null, "=").isEmpty();
        List<TreeNode> results = new ArrayList<>();
        for (TreeNode when : node.nodes("args")) {
            TreeNode test = when.node("expr");
            Value tested = test == null ? Value.CONSTANT : value(test, scope);
            conditions = conditions.and(tested.dependsOn());
            if (compared != null && test != null) {
                resolver.types.compared(value.settled(), tested);
            }
            TreeNode result = when.node("result");
            if (result != null) {
                results.add(result);
            }
        }
        TreeNode otherwise = node.node("defresult");
        if (otherwise != null) {
            results.add(otherwise);
        }
        if (compared != null && userDefined) {
            resolver.failures.operation(conditions);
        }
        Value result = one(results, scope);
        resolver.failures.chosenBy(conditions, mark);
        return result.and(conditions.asCondition());
    }

    private Value subquery(TreeNode node, Scope scope) {
        TreeNode select = node.node("subselect");
        TreeNode test = node.node("testexpr");
        Value tested = test == null ? Value.CONSTANT : value(test, scope);
        if (select == null) {
            return Value.of(resolver.findings.unknown("a subquery without a query"));
        }
        String kind = node.text("subLinkType", "");
        Scope inside = kind.equals("EXISTS_SUBLINK") ? scope.with(Role.PREDICATE) : scope;
        Failures.Mark mark = resolver.failures.mark();
        Rows rows = resolver.queries.query(select, inside);
        Dependencies all = tested.dependsOn().and(rows.together());
        // It is read only as far as it has to be; where its rows are compared, what is in them decides that, too. Its
        // conditions decide how long that takes, and whether one that stands for a single value has several rows.
        resolver.failures.operation(rows.conditions());
        resolver.failures.chosenBy(UNCOMPARED.contains(kind) ? rows.conditions() : all, mark);
        List<Column> columns = rows.columns().all();
        return switch (kind) {
            case "EXISTS_SUBLINK" -> Value.ofType(BuiltinTypes.BOOLEAN, rows.conditions());
            case "EXPR_SUBLINK" -> {
                if (columns.size() == 1) {
                    resolver.columnNames.named(node, columns.getFirst().name());
                }
                Shape shape = columns.size() == 1 ? columns.getFirst().value().shape() : Shape.UNKNOWN;
                yield new Value(rows.together(), null, shape);
            }
            case "ANY_SUBLINK", "ALL_SUBLINK" -> {
                List<String> operator = node.names("operName");
                Dependencies compares = resolver.functions.operator(operator.isEmpty() ? List.of("=") : operator);
                if (test == null || !resolver.operations.comparedWithRows(operator, test, tested, rows.columns())) {
                    resolver.failures.operation(all);
                }
                yield Value.ofType(BuiltinTypes.BOOLEAN, all.and(compares));
            }
            // One row at most, or an array that holds them all.
            case "ARRAY_SUBLINK", "ROWCOMPARE_SUBLINK", "MULTIEXPR_SUBLINK" -> {
                resolver.failures.operation(all);
                yield Value.of(all);
            }
            default -> {
                resolver.failures.operation(all);
                yield Value.of(
                        all.and(resolver.findings.unknown("a subquery of the kind " + kind + " is not followed")));
            }
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
