package dev.sallyport.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What stands in an audit directory, read as anybody with a JSON parser would. */
final class Journal {
    private final Path directory;

    Journal(Path directory) {
        this.directory = directory;
    }

    /** Its files with records, in order. */
    List<Path> segments() throws IOException {
        try (var files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".jsonl"))
                    .sorted()
                    .toList();
        }
    }

    /** All records, in order. A last line that is not finished is left out. */
    List<JsonNode> records() throws IOException {
        List<JsonNode> records = new ArrayList<>();
        for (Path segment : segments()) {
            String text = Files.readString(segment, StandardCharsets.UTF_8);
            for (String line : text.substring(0, text.lastIndexOf('\n') + 1).split("\n", -1)) {
                if (!line.isEmpty()) {
                    records.add(JsonMapper.shared().readTree(line));
                }
            }
        }
        return records;
    }

    /** The records of a session whose application calls itself so, in order; waits until the session is closed. */
    List<JsonNode> ofSession(String application) {
        return Await.value("the session of " + application + " is closed in the journal", () -> {
            try {
                List<JsonNode> records = records();
                String session = records.stream()
                        .filter(entry -> entry.path("application").asString("").equals(application))
                        .map(entry -> entry.path("session").asString())
                        .findFirst()
                        .orElse("");
                List<JsonNode> own = records.stream()
                        .filter(entry -> !session.isEmpty()
                                && entry.path("session").asString("").equals(session))
                        .toList();
                boolean closed = own.stream().anyMatch(entry -> type(entry).equals("SessionClosed"));
                return closed ? own : null;
            } catch (IOException failure) {
                throw new AssertionError(failure);
            }
        });
    }

    static String type(JsonNode entry) {
        return entry.path("type").asString();
    }
}
