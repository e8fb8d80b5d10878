package dev.sallyport.sql;

import dev.sallyport.sql.ColumnUse.Role;
import dev.sallyport.sql.RawTree.Field;
import dev.sallyport.sql.body.RoutineBodies;
import dev.sallyport.sql.body.RoutineBody;
import dev.sallyport.sql.parser.EmbeddedTexts;
import dev.sallyport.sql.parser.TreeNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The walk over one statement's tree. It goes down into every field of every node by the vocabulary of {@link RawTree}; a part
 * that gives a node a meaning of its own handles some fields itself and leaves the rest to {@link #fields}, so that none can be
 * forgotten. For one thread and one statement.
 */
final class TreeWalk {
    private final RawTree tree;
    private final StatementAnalyzer.Limits limits;
    private final Facts facts;
    private final Expressions expressions;
    private final Queries queries;
    private final Writes writes;
    private final Definitions definitions;
    private final Routines routines;
    private final Statements statements;
    private int depth;
    private int nodes;

    TreeWalk(RawTree tree, StatementAnalyzer.Limits limits, Facts facts, RoutineBodies bodies, EmbeddedTexts texts) {
        this.tree = tree;
        this.limits = limits;
        this.facts = facts;
        expressions = new Expressions(this, facts);
        queries = new Queries(this, facts);
        writes = new Writes(this, facts, queries);
        definitions = new Definitions(this, facts);
        routines = new Routines(this, facts, bodies, texts);
        statements = new Statements(this, facts, queries, writes, definitions, routines);
    }

    /**
     * Walks the statement of a text.
     *
     * @param source its own text, without what stands around it
     */
    void whole(TreeNode node, byte[] source) {
        routines.begin(node, source);
        statement(node, Scope.DEFINING, true);
    }

    /** What the block holds of a DO statement that was walked; null for others. */
    @Nullable
    RoutineBody block() {
        return routines.block();
    }

    /**
     * Walks a statement.
     *
     * @param own whether its output is the output of the whole text's statement
     */
    void statement(TreeNode node, Scope scope, boolean own) {
        if (enter(node)) {
            statements.run(node, scope, own);
            leave();
        }
    }

    /** Walks a statement inside another, and lists its kind. */
    void nested(@Nullable TreeNode node, Scope scope, boolean own) {
        if (node != null) {
            String kind = CommandTags.of(node);
            facts.inner(kind == null ? node.type() : kind);
            statement(node, scope, own);
        }
    }

    /** Walks a node that stands anywhere below a statement. */
    void visit(@Nullable TreeNode node, Scope scope) {
        if (node != null && enter(node)) {
            dispatch(node, scope);
            leave();
        }
    }

    private void dispatch(TreeNode node, Scope scope) {
        switch (node.type()) {
            case "A_Const", "String", "Integer", "Float", "Boolean", "BitString", "A_Star" -> {}
            case "SelectStmt" -> queries.select(node, scope, false);
            case "RangeVar" -> queries.relation(node, scope);
            case "JoinExpr" -> queries.join(node, scope);
            case "RangeTableSample" -> queries.sample(node, scope);
            case "OnConflictClause", "MergeWhenClause" -> writes.targets(node, scope);
            case "DefElem" -> definitions.option(node, scope);
            case "Constraint" -> definitions.constraint(node, scope);
            case "AlterTableCmd" -> definitions.alteration(node, scope);
            case "CreateOpClassItem" -> definitions.classItem(node, scope);
            case "RangeFunction" -> queries.function(node, scope);
            case "VariableSetStmt" -> statements.set(node, scope);
            default -> {
                if (CommandTags.of(node) == null) {
                    expressions.visit(node, scope);
                } else {
                    nested(node, scope, false);
                }
            }
        }
    }

    private boolean enter(TreeNode node) {
        if (facts.refusal() != null) {
            return false;
        }
        if (tree.fields(node.type()) == null) {
            facts.refuse("the parse tree holds a node that is not known: " + node.type());
        } else if (depth >= limits.depth()) {
            facts.refuse("the statement is nested more than " + limits.depth() + " levels deep");
        } else if (nodes >= limits.nodes()) {
            facts.refuse("the statement has more than " + limits.nodes() + " parts");
        } else {
            depth++;
            nodes++;
            return true;
        }
        return false;
    }

    private void leave() {
        depth--;
    }

    /** Walks the fields of a node by the vocabulary, but for those that the caller handles itself. */
    void fields(TreeNode node, Scope scope, Set<String> handled) {
        Map<String, Field> known = tree.fields(node.type());
        for (var property : node.body().properties()) {
            Field field = known == null ? null : known.get(property.getKey());
            if (field == null) {
                facts.refuse(
                        "the parse tree holds a field that is not known: " + node.type() + "." + property.getKey());
                return;
            }
            if (!handled.contains(property.getKey())) {
                field(node, field, property.getValue(), scope);
            }
        }
    }

    private void field(TreeNode node, Field field, JsonNode value, Scope scope) {
        switch (field.meaning()) {
            case VALUE -> {
                if (value.isContainer()) {
                    facts.refuse("a " + node.type() + " of the parse tree holds more than is known");
                }
            }
            case NODES -> visitWrapped(value, scope);
            case NODE -> part(new TreeNode(field.type(), value), scope);
            case COLUMN -> facts.column(List.of(value.asString("")), false, Role.OTHER);
            case COLUMNS -> {
                for (String column : TreeNode.namesIn(value)) {
                    facts.column(List.of(column), false, Role.OTHER);
                }
            }
            case FUNCTION -> facts.namedFunction(TreeNode.namesIn(value), 0);
            case OPERATOR -> facts.operator(TreeNode.namesIn(value), 2);
            case TYPE -> facts.type(TreeNode.namesIn(value));
            case OBJECT -> definitions.objects(node, value, scope);
            case NAMES -> names(node, value);
            case LABELS -> {}
        }
    }

    /** Walks a node that is a part of one type; a statement in such a place is no statement of its own. */
    private void part(TreeNode node, Scope scope) {
        boolean definition = node.is("CreateStmt") || node.is("GrantStmt");
        if (definition && enter(node)) {
            fields(node, scope, Set.of());
            leave();
        } else if (!definition) {
            visit(node, scope);
        }
    }

    private void visitWrapped(JsonNode value, Scope scope) {
        if (value.isArray()) {
            for (JsonNode element : value) {
                visit(TreeNode.of(element), scope);
            }
        } else {
            visit(TreeNode.of(value), scope);
        }
    }

    private void names(TreeNode node, JsonNode value) {
        for (JsonNode element : value) {
            TreeNode name = TreeNode.of(element);
            if (name != null && name.is("List")) {
                names(node, name.body().path("items"));
            } else if (name != null && !name.is("String")) {
                facts.refuse("a " + node.type() + " of the parse tree holds a " + name.type() + " where names stand");
            }
        }
    }
}
