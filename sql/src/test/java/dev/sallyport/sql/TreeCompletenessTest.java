package dev.sallyport.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.sql.parser.ParseResult;
import dev.sallyport.sql.parser.TreeNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * A second, blind walk over the same trees: it knows JSON and four node names. Whatever it meets the analysis must have listed, so a
 * clause that was forgotten shows here.
 */
class TreeCompletenessTest {
    private static final Grammar GRAMMAR = new Grammar();
    // The relations named here are aliases of others (FOR UPDATE OF), or constraints.
    private static final Set<String> LABELS = Set.of("lockedRels", "constraints");

    @AfterAll
    static void close() {
        GRAMMAR.close();
    }

    @Test
    void everyNameInTheTreeOfEveryStatementIsAmongItsFacts() {
        assertThat(Corpus.statements()).hasSizeGreaterThan(300).allSatisfy(TreeCompletenessTest::isComplete);
    }

    private static void isComplete(String sql) {
        isComplete(sql, GRAMMAR);
    }

    /** Passes over texts that are not understood. */
    static void isComplete(String sql, Grammar grammar) {
        if (grammar.parse(sql) instanceof ParseResult.Tree(JsonNode root)
                && grammar.analyze(sql) instanceof Analysis.Understood(List<Statement> statements)) {
            for (int i = 0; i < statements.size(); i++) {
                isComplete(sql, root.path("stmts").get(i), statements.get(i));
            }
        }
    }

    private static void isComplete(String sql, JsonNode tree, Statement statement) {
        List<String> columns = new ArrayList<>(statement.columns().stream()
                .map(use -> spelled(use.path(), use.star()))
                .toList());
        List<String> functions = new ArrayList<>(
                statement.functions().stream().map(FunctionUse::name).toList());
        List<String> relations = new ArrayList<>(
                statement.relations().stream().map(RelationUse::display).toList());
        Set<String> ctes = new HashSet<>();
        descend(tree, "", (name, node) -> {
            if (name.equals("CommonTableExpr")) {
                ctes.add(node.path("ctename").asString(""));
            }
        });
        descend(tree, "", (name, node) -> {
            switch (name) {
                case "ColumnRef" -> {
                    boolean star = node.path("fields").findValue("A_Star") != null;
                    took(columns, spelled(TreeNode.namesIn(node.path("fields")), star), sql);
                }
                case "FuncCall", "funccall" ->
                    took(functions, TreeNode.namesIn(node.path("funcname")).getLast(), sql);
                case "RangeVar", "relation", "rel", "view", "pktable", "sequence" -> {
                    if (node.has("relname")) {
                        boolean temporary =
                                node.path("relpersistence").asString("").equals("t");
                        String schema = node.path("schemaname").asString(temporary ? "pg_temp" : "");
                        String relation = node.path("relname").asString("");
                        if (!schema.isEmpty() || !ctes.contains(relation)) {
                            took(relations, schema.isEmpty() ? relation : schema + "." + relation, sql);
                        }
                    }
                }
                default -> {}
            }
        });
    }

    private static void took(List<String> facts, String name, String sql) {
        assertThat(facts.remove(name))
                .as("%s of %s is listed once more", name, sql)
                .isTrue();
    }

    private static String spelled(List<String> path, boolean star) {
        return String.join(".", path) + (star ? ".*" : "");
    }

    private static void descend(JsonNode node, String name, BiConsumer<String, JsonNode> visitor) {
        if (node.isObject()) {
            visitor.accept(name, node);
        }
        for (var property : node.properties()) {
            if (!LABELS.contains(property.getKey())
                    || !property.getValue().toString().contains("RangeVar")) {
                descend(property.getValue(), property.getKey(), visitor);
            }
        }
        if (node.isArray()) {
            node.forEach(element -> descend(element, "", visitor));
        }
    }

    @Test
    void everyKindOfStatementStandsInTheCorpus() {
        Set<String> met = new HashSet<>();
        for (String sql : Corpus.statements()) {
            if (GRAMMAR.analyze(sql) instanceof Analysis.Understood(List<Statement> statements)) {
                statements.forEach(statement -> met.add(statement.kind()));
            }
        }
        assertThat(met).containsExactlyInAnyOrderElementsOf(StatementAnalyzer.kinds());
    }
}
