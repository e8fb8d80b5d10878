package dev.sallyport.app.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;

/**
 * Reads the part of YAML that a configuration needs: one document of mappings, lists and scalars. Aliases are refused, for by
 * them a file of a few lines can expand to gigabytes, and so are tags.
 */
final class YamlReader {

    private final YAMLParser parser;
    private final Problems problems;

    private YamlReader(YAMLParser parser, Problems problems) {
        this.parser = parser;
        this.problems = problems;
    }

    /** The document, or null if it can't be read as a whole; problems that leave it readable are reported too. */
    static @Nullable Node read(String yaml, Problems problems) {
        YAMLFactory factory = YAMLFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(ConfigurationLimits.DEPTH)
                        .maxStringLength(ConfigurationLimits.FILE_BYTES)
                        .build())
                .loadSettings(LoadSettings.builder()
                        .setCodePointLimit(ConfigurationLimits.FILE_BYTES)
                        // Reported with the others, instead of as the end of reading.
                        .setAllowDuplicateKeys(true)
                        .setUseMarks(true)
                        .build())
                .build();
        try (YAMLParser parser = (YAMLParser) factory.createParser(ObjectReadContext.empty(), yaml)) {
            YamlReader reader = new YamlReader(parser, problems);
            if (parser.nextToken() == null) {
                problems.add("", 1, "the file is empty");
                return null;
            }
            Node root = reader.node("", reader.line());
            if (parser.nextToken() != null) {
                problems.add("", reader.line(), "the file holds a second document");
            }
            return root;
        } catch (JacksonException e) {
            problems.add(
                    "", line(e), "the file is not the YAML of a configuration: " + firstLine(e.getOriginalMessage()));
            return null;
        }
    }

    /** Jackson's location is where the construct began that YAML's own error is inside of. */
    private static int line(JacksonException e) {
        if (e.getCause() instanceof MarkedYamlEngineException marked) {
            return marked.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
        }
        TokenStreamLocation location = e.getLocation();
        return location == null ? 1 : Math.max(1, location.getLineNr());
    }

    private static String firstLine(@Nullable String message) {
        return message == null ? "" : message.lines().findFirst().orElse("");
    }

    private int line() {
        return Math.max(1, parser.currentTokenLocation().getLineNr());
    }

    /** The line is the key's: a block mapping's own first token is one line further down than a person would look. */
    private Node node(String path, int line) {
        problems.place(path, line);
        if (parser.isCurrentAlias()) {
            problems.add(path, line, "YAML aliases are not accepted");
        }
        if (parser.getTypeId() != null) {
            problems.add(path, line, "YAML tags are not accepted");
        }
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> mapping(path, line);
            case START_ARRAY -> sequence(path, line);
            case VALUE_TRUE, VALUE_FALSE -> new Node.Scalar(parser.getString(), Node.Kind.BOOLEAN, line);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Node.Scalar(parser.getString(), Node.Kind.NUMBER, line);
            case VALUE_NULL -> new Node.Scalar("null", Node.Kind.NULL, line);
            case VALUE_STRING, VALUE_EMBEDDED_OBJECT, PROPERTY_NAME, END_OBJECT, END_ARRAY, NOT_AVAILABLE ->
                new Node.Scalar(String.valueOf(parser.getString()), Node.Kind.TEXT, line);
        };
    }

    private Node mapping(String path, int line) {
        Map<String, Node> entries = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String key = parser.currentName();
            int keyLine = line();
            String keyPath = Paths.child(path, key);
            parser.nextToken();
            if (entries.putIfAbsent(key, node(keyPath, keyLine)) != null) {
                problems.add(keyPath, keyLine, "the key is there twice");
            }
        }
        return new Node.Mapping(entries, line);
    }

    private Node sequence(String path, int line) {
        List<Node> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(node(Paths.element(path, elements.size()), line()));
        }
        return new Node.Sequence(elements, line);
    }
}
