package dev.sallyport.sql.flow;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sallyport.sql.RawTree;
import dev.sallyport.sql.parser.ParseResult;
import dev.sallyport.sql.parser.ParserSettings;
import dev.sallyport.sql.parser.SqlParser;
import dev.sallyport.sql.parser.TreeNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** PostgreSQL's grammar and the analysis of flows over {@link ShopNamespace}, for a test class to open and close. */
final class Flows implements AutoCloseable {
    static final ShopNamespace SHOP = new ShopNamespace();

    private final SqlParser parser =
            new SqlParser(ParserSettings.withThreads(1).withWarmUpStatements(0).withTimeLimit(Duration.ofSeconds(20)));
    private final FlowAnalyzer analyzer;

    Flows() {
        this(FlowAnalyzer.Limits.DEFAULT);
    }

    Flows(FlowAnalyzer.Limits limits) {
        analyzer = new FlowAnalyzer(RawTree.load(), limits);
    }

    /** The flow of each statement of a text; none if it can't be parsed. */
    List<Flow> parsed(String sql) {
        return parser.parseNow(sql.getBytes(UTF_8)) instanceof ParseResult.Tree(JsonNode root)
                ? all(root, Set.of())
                : List.of();
    }

    /** The flow of each statement of a text. */
    List<Flow> all(String sql, Set<String> variables) {
        if (!(parser.parseNow(sql.getBytes(UTF_8)) instanceof ParseResult.Tree(JsonNode root))) {
            throw new AssertionError("PostgreSQL's grammar does not take " + sql);
        }
        return all(root, variables);
    }

    private List<Flow> all(JsonNode root, Set<String> variables) {
        List<Flow> flows = new ArrayList<>();
        for (JsonNode raw : root.path("stmts")) {
            TreeNode node = TreeNode.of(raw.path("stmt"));
            flows.add(
                    node == null ? Flow.unknown("a statement without content") : analyzer.flow(node, SHOP, variables));
        }
        return flows;
    }

    /** The flow of a text of one statement. */
    Flow of(String sql) {
        return all(sql, Set.of()).getFirst();
    }

    @Override
    public void close() {
        parser.close();
    }
}
