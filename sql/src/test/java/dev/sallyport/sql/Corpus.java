package dev.sallyport.sql;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Our own statements with the facts they should have, in {@code src/test/resources/dev/sallyport/sql/corpus}. A case is its text, a
 * line {@code ---}, and its facts as {@link FactsText} writes them; a line {@code ===} ends it. To write the facts anew after a
 * change, and then to review them line by line in the diff: {@code mvn -pl sql -am test -Dtest=CorpusTest
 * -Dsurefire.failIfNoSpecifiedTests=false -Dsallyport.corpus.write=true}.
 */
public final class Corpus {
    public static final Path DIRECTORY = Path.of("src/test/resources/dev/sallyport/sql/corpus");
    private static final String END = "===\n";
    private static final String FACTS = "\n---\n";

    /** @param facts empty for a case whose facts were never written */
    public record Case(String sql, String facts) {}

    private Corpus() {}

    static List<Path> files() {
        return files(DIRECTORY);
    }

    public static List<Path> files(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static List<Case> read(Path file) {
        List<Case> cases = new ArrayList<>();
        for (String text : contents(file).split("(?m)^" + END)) {
            int mark = text.lastIndexOf(FACTS);
            cases.add(
                    mark < 0
                            ? new Case(text.substring(0, Math.max(0, text.length() - 1)), "")
                            : new Case(text.substring(0, mark), text.substring(mark + FACTS.length())));
        }
        return cases;
    }

    static List<String> statements() {
        return files().stream()
                .flatMap(file -> read(file).stream())
                .map(Case::sql)
                .toList();
    }

    public static void write(Path file, List<Case> cases) {
        StringBuilder text = new StringBuilder();
        for (Case one : cases) {
            text.append(one.sql()).append(FACTS).append(one.facts()).append(END);
        }
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String contents(Path file) {
        try {
            return Files.readString(file, UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
