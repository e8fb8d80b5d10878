package dev.sallyport.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CorpusTest {
    private static final Grammar GRAMMAR = new Grammar();

    @BeforeAll
    static void writeFactsIfAsked() {
        if (Boolean.getBoolean("sallyport.corpus.write")) {
            for (Path file : Corpus.files()) {
                Corpus.write(
                        file,
                        Corpus.read(file).stream()
                                .map(one -> new Corpus.Case(one.sql(), facts(one.sql())))
                                .toList());
            }
        }
    }

    @AfterAll
    static void close() {
        GRAMMAR.close();
    }

    static List<Path> files() {
        return Corpus.files();
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyStatementHasTheFactsThatWereReviewed(Path file) {
        assertThat(Corpus.read(file))
                .isNotEmpty()
                .allSatisfy(one -> assertThat(facts(one.sql())).as(one.sql()).isEqualTo(one.facts()));
    }

    @Test
    void theCorpusHasFiveHundredStatementsAndMore() {
        assertThat(Corpus.statements()).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(500);
    }

    private static String facts(String sql) {
        return FactsText.of(GRAMMAR.analyze(sql));
    }
}
