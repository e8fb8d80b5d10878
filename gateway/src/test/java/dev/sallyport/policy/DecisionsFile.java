package dev.sallyport.policy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Files of statements in sections, before each what is decided of it. */
final class DecisionsFile {

    record Expected(String outcome, String sql) {}

    private DecisionsFile() {}

    static Map<String, List<Expected>> sections(String name) throws IOException {
        Map<String, List<Expected>> sections = new LinkedHashMap<>();
        List<Expected> section = new ArrayList<>();
        try (InputStream text = DecisionsFile.class.getResourceAsStream(name)) {
            String all = new String(Objects.requireNonNull(text).readAllBytes(), StandardCharsets.UTF_8);
            for (String line : all.lines().toList()) {
                if (line.startsWith("## ")) {
                    section = new ArrayList<>();
                    sections.put(line.substring(3), section);
                } else if (!line.isBlank() && !line.startsWith("#")) {
                    int space = line.indexOf(' ');
                    section.add(new Expected(line.substring(0, space), line.substring(space + 1)));
                }
            }
        }
        return sections;
    }

    static String outcome(Decision decision) {
        return switch (decision) {
            case Decision.Allow(AnswerRules answer, var reasons) when answer.copy() != null -> "copy";
            case Decision.Allow(AnswerRules answer, var reasons) ->
                switch (answer.hiding().extent()) {
                    case NOTHING -> answer.outputs().mask() ? "mask" : "allow";
                    case ALL_BUT_KEYS -> "keys";
                    case EVERYTHING -> "hide";
                };
            case Decision.Hold hold -> "hold";
            case Decision.Deny denial -> "deny";
        };
    }
}
