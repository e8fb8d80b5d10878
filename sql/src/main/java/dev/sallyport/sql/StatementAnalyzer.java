package dev.sallyport.sql;

import dev.sallyport.sql.body.RawStatement;
import dev.sallyport.sql.body.RoutineBodies;
import dev.sallyport.sql.body.RoutineBody;
import dev.sallyport.sql.flow.Flow;
import dev.sallyport.sql.flow.FlowAnalyzer;
import dev.sallyport.sql.flow.Namespace;
import dev.sallyport.sql.parser.EmbeddedTexts;
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
    private final RoutineBodies bodies = new RoutineBodies();
    private final FlowAnalyzer flows = new FlowAnalyzer(tree);
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
     * @param text the text that was parsed
     * @param names what the names in it stand for; null if that isn't known, which leaves every {@link Statement#flow} unknown
     * @param texts parses what stands as a text within it
     */
    public Analysis analyze(ParseResult parsed, byte[] text, @Nullable Namespace names, EmbeddedTexts texts) {
        return switch (parsed) {
            case ParseResult.Tree(JsonNode root) -> analyze(root, text, names, texts);
            case ParseResult.SyntaxError(String message, int position) -> new Analysis.SyntaxError(message, position);
            case ParseResult.Refused(var reason, String sentence) -> new Analysis.Refused(sentence);
        };
    }

    private Analysis analyze(JsonNode root, byte[] text, @Nullable Namespace names, EmbeddedTexts texts) {
        List<Statement> statements = new ArrayList<>();
        boolean first = true;
        for (RawStatement raw : RawStatement.listOf(root, text.length)) {
            TreeNode node = raw.node();
            if (node == null) {
                return new Analysis.Refused("the parse tree holds a statement without content");
            }
            String kind = CommandTags.of(node);
            if (kind == null) {
                return new Analysis.Refused("the parse tree holds a statement that is not known: " + node.type());
            }
            Facts facts = new Facts(names, first);
            TreeWalk walk = new TreeWalk(tree, limits, facts, bodies, texts);
            walk.whole(node, raw.source(text));
            Objects.note(node, facts);
            String refusal = facts.refusal();
            if (refusal != null) {
                return new Analysis.Refused(refusal);
            }
            first &= facts.effect().compareTo(Effect.READ) <= 0;
            statements.add(facts.statement(
                    kind, TreeDigest.of(node), flow(node, names, walk.block()), raw.location(), raw.length()));
        }
        return new Analysis.Understood(statements);
    }

    private Flow flow(TreeNode statement, @Nullable Namespace names, @Nullable RoutineBody block) {
        return statement.is("DoStmt") && block != null
                ? flows.flow(statement, names, block)
                : flows.flow(statement, names);
    }
}
