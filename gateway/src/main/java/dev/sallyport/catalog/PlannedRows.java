package dev.sallyport.catalog;

import java.util.ArrayDeque;
import java.util.Deque;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads from a plan in JSON how many rows are expected. */
final class PlannedRows {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private PlannedRows() {}

    /**
     * The rows that the whole of it returns, or that one of its writes writes, whichever is more: a write's are those of the plan below
     * its ModifyTable.
     *
     * @param plan the answer of EXPLAIN (FORMAT JSON)
     * @return {@link RowEstimates#UNKNOWN} if it doesn't say
     */
    static long of(String plan) {
        JsonNode top;
        try {
            top = JSON.readTree(plan).path(0).path("Plan");
        } catch (JacksonException _) {
            return RowEstimates.UNKNOWN;
        }
        long most = rows(top);
        Deque<JsonNode> open = new ArrayDeque<>();
        open.add(top);
        while (!open.isEmpty()) {
            JsonNode node = open.remove();
            boolean writes = node.path("Node Type").asString("").equals("ModifyTable");
            for (JsonNode child : node.path("Plans")) {
                if (writes && child.path("Parent Relationship").asString("").equals("Outer")) {
                    most = Math.max(most, rows(child));
                }
                open.add(child);
            }
        }
        return most;
    }

    private static long rows(JsonNode node) {
        JsonNode rows = node.path("Plan Rows");
        if (!rows.isNumber()) {
            return RowEstimates.UNKNOWN;
        }
        double expected = rows.asDouble();
        return expected >= 0 && expected <= Long.MAX_VALUE ? (long) expected : RowEstimates.UNKNOWN;
    }
}
