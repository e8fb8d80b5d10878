package dev.sallyport.sql;

import dev.sallyport.sql.flow.FlowAnalyzer;
import dev.sallyport.sql.flow.Namespace;
import dev.sallyport.sql.parser.ParseResult;
import dev.sallyport.sql.parser.TreeNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads the facts of each statement from the parse tree of a text. They are what the text alone tells, but for its flow, for which the
 * names in it are looked up. A node, a field or a word of the tree that it doesn't know makes it refuse the whole text.
 * Pure, immutable, safe for use by many threads.
 */
public final class StatementAnalyzer {

    /**
     * How much of a tree is walked before the text is refused.
     *
     * @param depth how many nodes may stand inside one another, from 1
     * @param nodes how many nodes a statement may have, from 1
     */
    public record Limits(int depth, int nodes) {
        /** Deep enough for what people and their tools write; the walk needs less than a megabyte of stack. */
        public static final Limits DEFAULT = new Limits(500, 500_000);

        public Limits {
            if (depth < 1 || nodes < 1) {
                throw new IllegalArgumentException("depth and nodes are at least 1");
            }
        }
    }

    private final RawTree tree = RawTree.load();
    private final FlowAnalyzer flows = new FlowAnalyzer();
    private final Limits limits;

    public StatementAnalyzer() {
        this(Limits.DEFAULT);
    }

    public StatementAnalyzer(Limits limits) {
        this.limits = limits;
    }

    /** Every kind a statement can have, so that a word that is none can be told from one that is. */
    public static Set<String> kinds() {
        return CommandTags.all();
    }

    /**
     * The facts of a text.
     *
     * @param parsed what the grammar said of it
     * @param length the text's length in bytes
     * @param names what the names in it stand for; null if that isn't known, which leaves every {@link Statement#flow} unknown
     */
    public Analysis analyze(ParseResult parsed, int length, @Nullable Namespace names) {
        return switch (parsed) {
            case ParseResult.Tree(JsonNode root) -> analyze(root, length, names);
            case ParseResult.SyntaxError(String message, int position) -> new Analysis.SyntaxError(message, position);
            case ParseResult.Refused(var reason, String sentence) -> new Analysis.Refused(sentence);
        };
    }

    /** @param root {@code stmts}, each with {@code stmt}, {@code stmt_location} and {@code stmt_len} */
    private Analysis analyze(JsonNode root, int length, @Nullable Namespace names) {
        List<Statement> statements = new ArrayList<>();
        for (JsonNode raw : root.path("stmts")) {
            TreeNode node = TreeNode.of(raw.path("stmt"));
            if (node == null) {
                return new Analysis.Refused("the parse tree holds a statement without content");
            }
            String kind = CommandTags.of(node);
            if (kind == null) {
                return new Analysis.Refused("the parse tree holds a statement that is not known: " + node.type());
            }
            Facts facts = new Facts();
            new TreeWalk(tree, limits, facts).statement(node, Scope.DEFINING, true);
            Objects.note(node, facts);
            String refusal = facts.refusal();
            if (refusal != null) {
                return new Analysis.Refused(refusal);
            }
            int location = raw.path("stmt_location").asInt(0);
            int written = raw.path("stmt_len").asInt(0);
            statements.add(facts.statement(
                    kind,
                    TreeDigest.of(node),
                    flows.flow(node, names),
                    location,
                    written > 0 ? written : length - location));
        }
        return new Analysis.Understood(statements);
    }
}
