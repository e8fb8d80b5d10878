package dev.sallyport.sql.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.sql.Corpus;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The flows of statements over {@link ShopNamespace}, as they were reviewed; written anew as {@link Corpus} says. */
class FlowCorpusTest {
    private static final Path DIRECTORY = Path.of("src/test/resources/dev/sallyport/sql/flow/corpus");
    private static final Flows FLOWS = new Flows();

    @BeforeAll
    static void writeFlowsIfAsked() {
        if (Boolean.getBoolean("sallyport.corpus.write")) {
            for (Path file : files()) {
                Corpus.write(
                        file,
                        Corpus.read(file).stream()
                                .map(one -> new Corpus.Case(one.sql(), flows(one.sql())))
                                .toList());
            }
        }
    }

    @AfterAll
    static void close() {
        FLOWS.close();
    }

    static List<Path> files() {
        return Corpus.files(DIRECTORY);
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyStatementHasTheFlowThatWasReviewed(Path file) {
        assertThat(Corpus.read(file))
                .isNotEmpty()
                .allSatisfy(one -> assertThat(flows(one.sql())).as(one.sql()).isEqualTo(one.facts()));
    }

    private static String flows(String sql) {
        FlowText text = new FlowText(Flows.SHOP);
        return FLOWS.all(sql, Set.of()).stream().map(text::of).collect(Collectors.joining());
    }
}
