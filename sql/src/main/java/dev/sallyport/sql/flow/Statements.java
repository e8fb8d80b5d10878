package dev.sallyport.sql.flow;

import dev.sallyport.sql.RelationUse.Access;
import dev.sallyport.sql.body.RoutineBody;
import dev.sallyport.sql.flow.Flow.Create;
import dev.sallyport.sql.flow.Flow.Length;
import dev.sallyport.sql.flow.Flow.Output;
import dev.sallyport.sql.flow.Flow.Role;
import dev.sallyport.sql.parser.TreeNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Every statement by its node. For one statement. */
final class Statements {
    /** They need several times as much memory as what they are given, so that they fail for a text that is long by itself. */
    private static final Set<String> GROWING = Set.of("upper", "lower", "initcap");

    private final Resolver resolver;
    private final Findings findings;
    private @Nullable RoutineBody body;
    private Role role = Role.OUTPUT;
    private List<Create> creates = List.of();

    Statements(Resolver resolver) {
        this.resolver = resolver;
        findings = resolver.findings;
    }

    /** @param body the code of the DO statement that is to be followed */
    Statements(Resolver resolver, RoutineBody body) {
        this(resolver);
        this.body = body;
    }

    Flow flow(TreeNode statement) {
        resolver.aggregates.begin(statement);
        Rows rows = rows(statement);
        List<Output> outputs = new ArrayList<>();
        String open = rows.columns().open();
        boolean grows = findings.calls(GROWING);
        if (open == null) {
            for (Column column : rows.columns().all()) {
                outputs.add(new Output(
                        column.name(),
                        resolver.types.shown(column.value()),
                        column.value().plain(),
                        length(column.value(), grows)));
            }
        } else {
            findings.unknown(open);
        }
        Dependencies conditions = rows.conditions().and(findings.writtenRows());
        boolean followed = Failures.followed(statement) && into(statement) == null;
        if (!followed || resolver.failures.ofWrites()) {
            // That it fails by what it writes is a part of writing, but not how far its joins came.
            conditions = resolver.failures.byJoins(conditions);
        }
        Dependencies failures = null;
        if (!followed) {
            failures = Dependencies.unknown("whether a " + statement.type() + " fails is not followed");
        } else if (resolver.failures.possible()) {
            failures = resolver.failures.all();
        }
        return findings.flow(outputs, conditions, failures, creates, resolver.aggregates.groups());
    }

    private Length length(Value value, boolean grows) {
        if (!grows && BuiltinTypes.SHORT.contains(resolver.types.builtin(value.shape()))) {
            return Length.SHORT;
        }
        return resolver.makings.length();
    }

    /** What a statement answers. */
    private Rows rows(TreeNode node) {
        Scope top = Scope.empty(role);
        return switch (node.type()) {
            case "SelectStmt" -> {
                TreeNode into = into(node);
                Rows rows = resolver.queries.query(node, into == null ? top : top.with(Role.WRITE_SOURCE));
                yield into == null ? rows : create(into.typed("rel", "RangeVar"), into.names("colNames"), rows);
            }
            case "InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt" -> resolver.queries.query(node, top);
            case "PrepareStmt", "DeclareCursorStmt" -> nested(node.node("query"));
            case "ExplainStmt" -> plan(nested(node.node("query")));
            case "CreateTableAsStmt" -> {
                TreeNode into = node.typed("into", "IntoClause");
                Rows rows = source(node.node("query"));
                yield into == null ? Rows.NONE : create(into.typed("rel", "RangeVar"), into.names("colNames"), rows);
            }
            case "ViewStmt" ->
                create(node.typed("view", "RangeVar"), node.names("aliases"), source(node.node("query")));
            case "CopyStmt" -> new Copies(resolver).run(node, top);
            case "VariableShowStmt" -> shown(node.text("name", ""));
            case "TruncateStmt", "LockStmt" -> written(node.nodes("relations"));
            case "CallStmt" -> call(node);
            case "DoStmt" -> block();
            case "ExecuteStmt", "FetchStmt", "LoadStmt", "CreateExtensionStmt", "AlterExtensionStmt" ->
                unknown(node.type() + " is not followed: what it does is not in its text");
            default ->
                resolver.tree.fields(node.type()) == null ? unknown(node.type() + " is not known") : define(node);
        };
    }

    private Rows block() {
        RoutineBody code = body;
        // A block within this one is known by its text alone.
        body = null;
        if (code == null) {
            return unknown("a DO block within a text that is run is not followed");
        }
        role = Role.WRITE_SOURCE;
        List<Create> made = new ArrayList<>();
        Dependencies all = new Bodies(resolver, statement -> {
                    creates = List.of();
                    Rows rows = rows(statement);
                    made.addAll(creates);
                    return rows;
                })
                .run(code);
        for (Create create : made) {
            all = all.and(create.from());
        }
        creates = Bodies.from(all, made);
        return new Rows(ListedColumns.NONE, all.asCondition());
    }

    private Rows unknown(String reason) {
        findings.unknown(reason);
        return Rows.unknown(reason);
    }

    private Rows define(TreeNode node) {
        Definitions definitions = new Definitions(resolver);
        definitions.run(node);
        creates = definitions.creates();
        return Rows.NONE;
    }

    /** CALL answers with the parameters that a procedure gives back. */
    private Rows call(TreeNode node) {
        TreeNode call = node.typed("funccall", "FuncCall");
        if (call == null) {
            return unknown("CALL without a procedure");
        }
        Value value = resolver.expressions.value(call, Scope.empty(Role.OUTPUT));
        Columns columns = value.shape() instanceof Shape.Row(Columns given) ? given : ListedColumns.NONE;
        return new Rows(columns, Dependencies.NONE);
    }

    private Rows nested(@Nullable TreeNode query) {
        return query == null ? Rows.NONE : rows(query);
    }

    private Rows source(@Nullable TreeNode query) {
        if (query == null || !query.is("SelectStmt")) {
            return unknown("what EXECUTE runs was prepared before");
        }
        return resolver.queries.query(query, Scope.empty(Role.WRITE_SOURCE));
    }

    /** SELECT INTO, whose clause stands in the first branch of a set operation. */
    private static @Nullable TreeNode into(TreeNode select) {
        TreeNode first = select;
        for (TreeNode left = select; left != null; left = left.typed("larg", "SelectStmt")) {
            first = left;
        }
        return first.typed("intoClause", "IntoClause");
    }

    /** A relation is made of rows, of which the statement itself shows none. */
    private Rows create(@Nullable TreeNode relation, List<String> names, Rows rows) {
        Columns columns = rows.columns().renamed(names);
        String schema = relation == null ? null : relation.text("schemaname");
        String name = relation == null ? "" : relation.text("relname", "");
        if (columns.open() == null) {
            creates = columns.all().stream()
                    .map(column ->
                            new Create(schema == null ? name : schema + "." + name, column.name(), column.dependsOn()))
                    .toList();
        } else {
            findings.unknown(columns.open());
        }
        return new Rows(ListedColumns.NONE, rows.conditions());
    }

    /**
     * EXPLAIN shows constants, and numbers that depend on all that the plan is made for. It calls functions that are declared IMMUTABLE,
     * so that what those read can stand in it, too.
     */
    private Rows plan(Rows rows) {
        Dependencies all = rows.together().and(findings.written());
        for (Create create : creates) {
            all = all.and(create.from());
        }
        Dependencies text = all.asCondition().and(findings.readByFunctions());
        return new Rows(new ListedColumns(List.of(Column.of("QUERY PLAN", Value.plain(text)))), rows.conditions());
    }

    private static Rows shown(String name) {
        List<String> names = name.equals("all") ? List.of("name", "setting", "description") : List.of(name);
        return new Rows(
                new ListedColumns(names.stream()
                        .map(column -> Column.of(column, Value.CONSTANT))
                        .toList()),
                Dependencies.NONE);
    }

    private Rows written(List<TreeNode> relations) {
        for (TreeNode relation : relations) {
            resolver.from.relation(relation, Access.WRITE);
        }
        return Rows.NONE;
    }
}
