package dev.sallyport.control;

import dev.sallyport.terminal.Printable;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** {@code requests}: shows what waits for approval. */
public final class RequestsCommand {
    private static final List<String> HEADINGS =
            List.of("ID", "AGE", "WHO", "DATABASE", "WHY", "STATEMENT", "PARAMETERS");
    private static final int LONGEST_CELL = 60;
    private static final String BOLD = "\033[1m";
    private static final String PLAIN = "\033[0m";

    private final ControlClient client;
    private final InstantSource clock;
    private final boolean json;
    private final boolean colour;

    /**
     * The command.
     *
     * @param json whether to print the gateway's answer as it is, for programs
     * @param colour whether the output is a terminal that shows colours
     */
    public RequestsCommand(ControlClient client, InstantSource clock, boolean json, boolean colour) {
        this.client = client;
        this.clock = clock;
        this.json = json;
        this.colour = colour;
    }

    /** Lists the requests that wait; returns 0, or 1 if the gateway refused or can't be reached. */
    public int run(PrintStream out, PrintStream err) {
        return Replies.print(client.requests("pending"), json, out, err, body -> table(body.path("requests"), out));
    }

    /** Shows all of one request, every line of its statement; returns as {@link #run(PrintStream, PrintStream)}. */
    public int run(String id, PrintStream out, PrintStream err) {
        return Replies.print(client.request(id), json, out, err, body -> details(body, out));
    }

    private void table(JsonNode requests, PrintStream out) {
        if (requests.isEmpty()) {
            out.println("nothing waits for approval");
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEADINGS);
        for (JsonNode request : requests) {
            rows.add(List.of(
                    text(request, "id"),
                    age(request),
                    who(request),
                    text(request, "database"),
                    Printable.shortened(why(request), LONGEST_CELL),
                    Printable.firstLine(request.path("statement").asString("(not shown)"), LONGEST_CELL),
                    Printable.shortened(parameters(request), LONGEST_CELL)));
        }
        int[] widths = new int[HEADINGS.size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        for (int i = 0; i < rows.size(); i++) {
            String line = padded(rows.get(i), widths);
            out.println(colour && i == 0 ? BOLD + line + PLAIN : line);
        }
    }

    private static String padded(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
        }
        return line.toString().stripTrailing();
    }

    private void details(JsonNode request, PrintStream out) {
        line(out, "id", text(request, "id"));
        line(out, "state", text(request, "state"));
        line(out, "age", age(request));
        line(out, "who", who(request));
        line(out, "database", text(request, "database"));
        line(out, "session", text(request, "session"));
        line(out, "why", why(request));
        request.path("reasons").forEach(reason -> reason(out, reason));
        line(out, "reason", text(request, "reason"));
        line(out, "task", text(request, "task"));
        line(out, "parameters", parameters(request));
        line(out, "statement", "");
        out.println(Printable.lines(request.path("statement").asString("(not shown)")));
    }

    /** What the rule itself says, and the risk it looked at; nothing if there is neither. */
    private void reason(PrintStream out, JsonNode reason) {
        if (reason.has("why") || reason.has("risk")) {
            line(out, "rule", text(reason, "rule") + (reason.has("why") ? ": " + text(reason, "why") : ""));
        }
        if (reason.has("risk")) {
            line(out, "risk", Integer.toString(reason.path("risk").asInt(0)));
            for (JsonNode part : reason.path("riskParts")) {
                String points = String.format("%3d  ", part.path("points").asInt(0));
                line(out, "", points + text(part, "name") + ": " + text(part, "sentence"));
            }
        }
    }

    private void line(PrintStream out, String name, String value) {
        String label = String.format("%-11s", name);
        out.println(((colour ? BOLD + label + PLAIN : label) + value).stripTrailing());
    }

    private String age(JsonNode request) {
        try {
            Duration age = Duration.between(Instant.parse(request.path("asked").asString("")), clock.instant());
            long seconds = Math.max(0, age.toSeconds());
            return seconds < 60 ? seconds + "s" : seconds < 3_600 ? seconds / 60 + "m" : seconds / 3_600 + "h";
        } catch (DateTimeParseException _) {
            return "?";
        }
    }

    private static String who(JsonNode request) {
        JsonNode requester = request.path("requester");
        String actor = requester.path("actor").asString("");
        return text(requester, "subject") + (actor.isEmpty() ? "" : " by " + Printable.line(actor));
    }

    private static String why(JsonNode request) {
        return StreamSupport.stream(request.path("reasons").spliterator(), false)
                .map(reason -> text(reason, "fact"))
                .collect(Collectors.joining("; "));
    }

    private static String parameters(JsonNode request) {
        return StreamSupport.stream(request.path("parameters").spliterator(), false)
                .map(parameter -> Printable.line(parameter.asString("")))
                .collect(Collectors.joining(", "));
    }

    private static String text(JsonNode node, String field) {
        return Printable.line(node.path(field).asString(""));
    }
}
