package dev.sallyport.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * What PostgreSQL's grammar says of a text beyond its message. The parser hands out the message alone, and most of the grammar's errors
 * have nothing else; what the others have is listed in {@code grammar-errors.txt}.
 *
 * @param sqlState five characters
 * @param detail empty for none
 * @param hint empty for none
 */
public record GrammarError(String sqlState, String detail, String hint) {
    private static final GrammarError PLAIN = new GrammarError("42601", "", "");

    private record Known(Pattern message, GrammarError error) {}

    private static final List<Known> KNOWN = read();

    /** What belongs to a message of the grammar. */
    public static GrammarError of(String message) {
        return KNOWN.stream()
                .filter(known -> known.message().matcher(message).matches())
                .map(Known::error)
                .findFirst()
                .orElse(PLAIN);
    }

    private static List<Known> read() {
        List<Known> known = new ArrayList<>();
        try (InputStream file =
                Objects.requireNonNull(GrammarError.class.getResourceAsStream("grammar-errors.txt"), "packaging")) {
            for (String line : new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                if (line.startsWith("  DETAIL: ") || line.startsWith("  HINT: ")) {
                    Known last = known.removeLast();
                    String text = line.substring(line.indexOf(": ") + 2);
                    boolean detail = line.startsWith("  DETAIL");
                    known.add(new Known(
                            last.message(),
                            new GrammarError(
                                    last.error().sqlState(),
                                    detail ? text : last.error().detail(),
                                    detail ? last.error().hint() : text)));
                } else if (!line.startsWith("#") && !line.isBlank()) {
                    known.add(new Known(
                            Pattern.compile("\\Q" + line.substring(6).replace("%", "\\E.*\\Q") + "\\E", Pattern.DOTALL),
                            new GrammarError(line.substring(0, 5), "", "")));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.copyOf(known);
    }
}
