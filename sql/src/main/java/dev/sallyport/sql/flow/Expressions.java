package dev.sallyport.sql.flow;

import dev.sallyport.sql.RawTree.Field;
import dev.sallyport.sql.flow.Dependencies.Way;
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
    private static final Set<String> NOTHING_BY_THEMSELVES = Set.of("A_Indices", "NamedArgExpr", "ResTarget", "SortBy");
    private static final Set<String> NONE = Set.of();

    // What stands there or is true or not; of these nothing is made that is long because of another.
    private static final Set<String> AS_THEY_ARE = Set.of(
            "A_Const",
            "String",
            "Integer",
            "Float",
            "Boolean",
            "BitString",
            "ParamRef",
            "SetToDefault",
            "SQLValueFunction",
            "ColumnRef",
            "TypeCast",
            "TypeName",
            "CollateClause",
            "NullTest",
            "BooleanTest",
            "BoolExpr",
            "ResTarget",
            "SortBy");

    /** Subqueries whose rows are counted or taken, and not compared with anything. */
    private static final Set<String> UNCOMPARED = Set.of("EXISTS_SUBLINK", "EXPR_SUBLINK");

    private final Resolver resolver;

    Expressions(Resolver resolver) {
        this.resolver = resolver;
    }

    /** An expression whose value is used, and that may be absent. */
    Dependencies dependsOn(@Nullable TreeNode node, Scope scope) {
        return node == null ? Dependencies.NONE : resolver.types.used(value(node, scope));
    }

    /** What a condition depends on, of which nothing else is made. */
    Dependencies condition(@Nullable TreeNode node, Scope scope) {
        int mark = resolver.makings.mark();
        Dependencies all = dependsOn(node, scope);
        resolver.makings.forgetSince(mark);
        return all;
    }

    /** All of some expressions together. */
    Dependencies dependsOn(List<TreeNode> nodes, Scope scope) {
        List<Dependencies> all = new ArrayList<>(nodes.size());
        for (TreeNode node : nodes) {
            all.add(dependsOn(node, scope));
        }
        return all.size() == 1 ? all.getFirst() : Dependencies.all(all);
    }

    Value value(TreeNode node, Scope scope) {
        if (!resolver.findings.step(1)) {
            return Value.of(Dependencies.unknown("the rest of the statement was not followed"));
        }
        if (!AS_THEY_ARE.contains(node.type())) {
            resolver.makings.mixed();
        }
        return switch (node.type()) {
            case "A_Const", "String", "Integer", "Float", "Boolean", "BitString", "A_Star" -> {
                if (Constants.isLong(node)) {
                    resolver.makings.given();
                }
                yield Constants.value(node);
            }
            case "SQLValueFunction" -> Constants.ofSession(node);
            case "MergeSupportFunc" -> Value.ofType(BuiltinTypes.TEXT, Dependencies.NONE);
            // What a parameter holds, and what a column's default makes, is not in the text.
            case "ParamRef", "SetToDefault" -> {
                resolver.makings.given();
                yield Value.PARAMETER;
            }
            case "ColumnRef" -> reference(node, scope);
            case "FuncCall" -> resolver.calls.call(node, scope);
            case "WindowDef" -> resolver.calls.windowed(node, scope);
            case "JsonAggConstructor" -> resolver.calls.jsonAggregate(node, scope);
            case "A_Expr" -> resolver.operations.operation(node, scope);
            case "BoolExpr" -> Value.ofType(BuiltinTypes.BOOLEAN, chosen(node, scope));
            case "NullTest" -> nullTest(node.node("arg"), scope);
            case "BooleanTest" -> Value.ofType(BuiltinTypes.BOOLEAN, parts(node, scope, NONE));
            case "TypeCast" -> cast(node, scope);
            case "TypeName" -> resolver.types.cast(Value.CONSTANT, node, scope);
            case "CollateClause" -> collated(node.node("arg"), scope);
            case "CoalesceExpr" -> firstOf(node.nodes("args"), scope);
            case "MinMaxExpr" -> extreme(node.nodes("args"), scope);
            case "List" -> one(node.nodes("items"), scope);
            case "A_ArrayExpr" -> array(node.nodes("elements"), scope);
            case "RowExpr" -> row(node, scope);
            case "CaseExpr" -> choice(node, scope);
            case "GroupingFunc" -> Value.plain(parts(node, scope, NONE).asCondition());
            case "A_Indirection" -> resolver.targets.indirection(node, scope);
            case "SubLink" -> subquery(node, scope);
            case "SelectStmt" -> {
                Rows rows = resolver.queries.query(node, scope);
                yield new Value(rows.together().widened(Way.MATCH), null, new Shape.Row(rows.columns()));
            }
            case "CurrentOfExpr" ->
                Value.plain(resolver.findings.unknown("the row that a cursor is at depends on its query"));
            default -> {
                Dependencies parts = parts(node, scope, NONE);
                if (!NOTHING_BY_THEMSELVES.contains(node.type())) {
                    resolver.failures.operation(parts);
                }
                if (!MADE_OF_PARTS.contains(node.type())) {
                    parts = parts.and(
                            resolver.findings.unknown("a " + node.type() + " in an expression is not followed"));
                }
                yield isPlain(node) ? Value.plain(parts) : Value.of(parts);
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

    /** XML, what SQL's functions for JSON make unless they say RETURNING, and what only holds an expression, which is used there. */
    private static boolean isPlain(TreeNode node) {
        return node.is("XmlExpr")
                || NOTHING_BY_THEMSELVES.contains(node.type())
                || (node.type().startsWith("Json") && !node.has("output"));
    }

    private Value nullTest(@Nullable TreeNode tested, Scope scope) {
        return Value.ofType(
                BuiltinTypes.BOOLEAN,
                tested == null ? Dependencies.NONE : value(tested, scope).dependsOn());
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

    /**
     * A collation changes how a value is compared, and nothing about the value. What compares or matches values of another collation than
     * others can be refused when it is evaluated, so none that has one is known as of a type whose comparing never fails.
     */
    private Value collated(@Nullable TreeNode from, Scope scope) {
        Value value = from == null ? Value.CONSTANT : value(from, scope);
        resolver.failures.operation(value.dependsOn());
        Shape shape = value.shape() instanceof Shape.Literal || resolver.types.isSystem(value.shape())
                ? Shape.PLAIN
                : value.shape();
        return new Value(value.dependsOn(), null, shape);
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
        return value.and(resolver.types.using(value.shape()));
    }

    /** What is sorted or told apart by some expressions. */
    Dependencies sorted(List<TreeNode> nodes, Scope scope) {
        List<Dependencies> all = new ArrayList<>(nodes.size());
        for (TreeNode node : nodes) {
            TreeNode by = node.is("SortBy") ? node.node("node") : node;
            if (by != null) {
                Value value = value(by, scope);
                resolver.types.sorted(value);
                all.add(resolver.types.used(value));
            }
            List<String> using = node.is("SortBy") ? node.names("useOp") : List.of();
            if (!using.isEmpty()) {
                resolver.failures.operation(Dependencies.NONE);
                all.add(resolver.functions.compared(using, Shape.UNKNOWN, Shape.UNKNOWN));
            }
        }
        return Dependencies.all(all);
    }

    /** One of several values, which are made to have one type. */
    private Value one(List<TreeNode> nodes, Scope scope) {
        List<Dependencies> each = new ArrayList<>(nodes.size());
        List<Shape> shapes = new ArrayList<>(nodes.size());
        for (TreeNode node : nodes) {
            Value value = value(node, scope);
            each.add(value.dependsOn());
            shapes.add(value.shape());
        }
        each.add(resolver.types.unified(shapes));
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
        return resolver.types.isSystem(value.shape()) ? Value.plain(value.dependsOn()) : Value.of(value.dependsOn());
    }

    private Value row(TreeNode node, Scope scope) {
        Columns columns = resolver.targets.list(node.nodes("args"), scope);
        return new Value(columns.together(), null, new Shape.Row(columns));
    }

    private Value choice(TreeNode node, Scope scope) {
        Failures.Mark mark = resolver.failures.mark();
        TreeNode compared = node.node("arg");
        Value value = compared == null ? Value.CONSTANT : value(compared, scope);
        Dependencies conditions = resolver.types.used(value);
        boolean userDefined = false;
        List<TreeNode> results = new ArrayList<>();
        for (TreeNode when : node.nodes("args")) {
            TreeNode test = when.node("expr");
            Value tested = test == null ? Value.CONSTANT : value(test, scope);
            conditions = conditions.and(resolver.types.used(tested));
            if (compared != null && test != null) {
                resolver.types.compared(value.settled(), tested);
                Set<NamedFunction> compares = resolver.functions.comparing(List.of("="), value.shape(), tested.shape());
                userDefined |= !compares.isEmpty();
                conditions = conditions.and(resolver.functions.run(compares));
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
        if (userDefined) {
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
        // What a subquery compares with rows around it can become a join that leaves nothing out.
        Dependencies conditions = rows.conditions().widened(Way.MATCH);
        Dependencies together = rows.together().widened(Way.MATCH);
        Dependencies all = resolver.types.used(tested).and(together);
        // It is read only as far as it has to be; where its rows are compared, what is in them decides that, too. Its
        // conditions decide how long that takes, and whether one that stands for a single value has several rows.
        resolver.failures.operation(conditions);
        resolver.failures.chosenBy(UNCOMPARED.contains(kind) ? conditions : all, mark);
        List<Column> columns = rows.columns().all();
        Shape one = columns.size() == 1 ? columns.getFirst().value().shape() : Shape.UNKNOWN;
        return switch (kind) {
            case "EXISTS_SUBLINK" -> Value.ofType(BuiltinTypes.BOOLEAN, conditions);
            case "EXPR_SUBLINK" -> {
                if (columns.size() == 1) {
                    resolver.columnNames.named(node, columns.getFirst().name());
                }
                yield new Value(together, null, one);
            }
            case "ANY_SUBLINK", "ALL_SUBLINK", "ROWCOMPARE_SUBLINK" -> {
                List<String> operator = node.names("operName");
                Shape row = new Shape.Row(rows.columns());
                Set<NamedFunction> compares = resolver.functions.comparing(
                        operator.isEmpty() ? List.of("=") : operator,
                        tested.shape(),
                        tested.shape() instanceof Shape.Row ? row : one);
                Dependencies compared = all.and(resolver.types.using(row)).and(resolver.functions.run(compares));
                if (test == null
                        || kind.equals("ROWCOMPARE_SUBLINK")
                        || !compares.isEmpty()
                        || !resolver.operations.comparedWithRows(operator, test, tested, rows.columns())) {
                    resolver.failures.operation(compared);
                }
                yield Value.ofType(BuiltinTypes.BOOLEAN, compared);
            }
            // An array that holds all rows, or one row at most.
            case "ARRAY_SUBLINK", "MULTIEXPR_SUBLINK" -> {
                resolver.failures.operation(all);
                yield kind.equals("ARRAY_SUBLINK") && resolver.types.isSystem(one) ? Value.plain(all) : Value.of(all);
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
            case NODE -> all.add(dependsOn(new TreeNode(field.type(), content), scope));
            case OPERATOR ->
                all.add(resolver.functions.compared(TreeNode.namesIn(content), Shape.UNKNOWN, Shape.UNKNOWN));
            case TYPE, FUNCTION, COLUMN, COLUMNS, OBJECT ->
                all.add(resolver.findings.unknown("a name in an expression is not followed"));
        }
    }
}
