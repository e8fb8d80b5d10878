package dev.sallyport.sql.flow;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sallyport.sql.RawTree;
import dev.sallyport.sql.body.RawStatement;
import dev.sallyport.sql.body.RoutineBodies;
import dev.sallyport.sql.parser.EmbeddedTexts;
import dev.sallyport.sql.parser.ParseResult;
import dev.sallyport.sql.parser.ParserSettings;
import dev.sallyport.sql.parser.SqlParser;
import dev.sallyport.sql.parser.TreeNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** PostgreSQL's grammar and the analysis of flows over {@link ShopNamespace}, for a test class to open and close. */
final class Flows implements AutoCloseable {
    static final ShopNamespace SHOP = new ShopNamespace();

    private final SqlParser parser =
            new SqlParser(ParserSettings.withThreads(1).withWarmUpStatements(0).withTimeLimit(Duration.ofSeconds(20)));
    private final RoutineBodies bodies = new RoutineBodies();
    private final FlowAnalyzer analyzer;

    Flows() {
        this(FlowAnalyzer.Limits.DEFAULT);
    }

    Flows(FlowAnalyzer.Limits limits) {
        analyzer = new FlowAnalyzer(RawTree.load(), limits);
    }

    /** The flow of each statement of a text; none if it can't be parsed. */
    List<Flow> parsed(String sql) {
        return all(sql.getBytes(UTF_8), Set.of()).orElse(List.of());
    }

    /** The flow of each statement of a text. */
    List<Flow> all(String sql, Set<String> variables) {
        return all(sql.getBytes(UTF_8), variables)
                .orElseThrow(() -> new AssertionError("PostgreSQL's grammar does not take " + sql));
    }

    private Optional<List<Flow>> all(byte[] text, Set<String> variables) {
        return parser.submit(text, (parsed, texts) -> all(parsed, text, variables, texts))
                .toCompletableFuture()
                .join();
    }

    private Optional<List<Flow>> all(ParseResult parsed, byte[] text, Set<String> variables, EmbeddedTexts texts) {
        if (!(parsed instanceof ParseResult.Tree(JsonNode root))) {
            return Optional.empty();
        }
        List<Flow> flows = new ArrayList<>();
        for (RawStatement raw : RawStatement.listOf(root, text.length)) {
            TreeNode node = raw.node();
            if (node == null) {
                flows.add(Flow.unknown("a statement without content"));
            } else if (node.is("DoStmt")) {
                flows.add(analyzer.flow(node, SHOP, bodies.read(node, raw.source(text), texts)));
            } else {
                flows.add(analyzer.flow(node, SHOP, variables));
            }
        }
        return Optional.of(flows);
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
