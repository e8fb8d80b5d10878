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
     * @return {@link RowEstimates#UNKNOWN} if it doesn't say all of that, or is longer than {@link RowEstimates#PLAN_CHARS}
     */
    static long of(String plan) {
        if (plan.length() > RowEstimates.PLAN_CHARS) {
            return RowEstimates.UNKNOWN;
        }
        JsonNode top;
        try {
            top = JSON.readTree(plan).path(0).path("Plan");
        } catch (JacksonException _) {
            return RowEstimates.UNKNOWN;
        }
        long most = rows(top);
        Deque<JsonNode> open = new ArrayDeque<>();
        open.add(top);
        while (most != RowEstimates.UNKNOWN && !open.isEmpty()) {
            JsonNode node = open.remove();
            if (node.path("Node Type").asString("").equals("ModifyTable")) {
                long written = written(node);
                most = written == RowEstimates.UNKNOWN ? written : Math.max(most, written);
            }
            node.path("Plans").forEach(open::add);
        }
        return most;
    }

    /** Before PostgreSQL 14 there was a plan for each table of an inheritance tree, and none of them stood for the whole. */
    private static long written(JsonNode write) {
        for (JsonNode child : write.path("Plans")) {
            if (child.path("Parent Relationship").asString("").equals("Outer")) {
                return rows(child);
            }
        }
        return RowEstimates.UNKNOWN;
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
