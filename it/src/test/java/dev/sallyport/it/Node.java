package dev.sallyport.it;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The real node-postgres, in a process of its own. */
final class Node {
    private Node() {}

    /** A statement; with a name it is prepared once and then run by it. */
    static Map<String, Object> statement(String text, Object... values) {
        return Map.of("text", text, "values", List.of(values));
    }

    static Map<String, Object> named(String name, boolean binary, String text, Object... values) {
        return Map.of("name", name, "binary", binary, "text", text, "values", List.of(values));
    }

    /** Runs statements one after another; what came of each is one line of the answer. */
    static List<JsonNode> run(int port, String token, String database, List<Map<String, Object>> statements) {
        String input = JsonMapper.shared()
                .writeValueAsString(Map.of(
                        "port", port,
                        "password", token,
                        "database", database,
                        "application", "node-postgres",
                        "statements", statements));
        Path script = Path.of(System.getProperty("sallyport.it.node", "node"), "client.js");
        Program.Outcome outcome = Program.run(List.of("node", script.toString()), Map.of(), input);
        if (outcome.exitCode() != 0) {
            throw new AssertionError("node ended with " + outcome.exitCode() + ": " + outcome.err());
        }
        return outcome.out().lines().map(JsonMapper.shared()::readTree).toList();
    }
}
