package dev.sallyport.sql.flow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.sql.Analysis;
import dev.sallyport.sql.Corpus;
import dev.sallyport.sql.StatementAnalyzer;
import dev.sallyport.sql.parser.ParserSettings;
import dev.sallyport.sql.parser.SqlParser;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The flows of statements over {@link ShopNamespace}, as they were reviewed; written anew as {@link Corpus} says. */
class FlowCorpusTest {
    private static final Path DIRECTORY = Path.of("src/test/resources/dev/sallyport/sql/flow/corpus");
    private static final ShopNamespace NAMES = new ShopNamespace();
    private static final SqlParser PARSER =
            new SqlParser(ParserSettings.withThreads(1).withWarmUpStatements(0).withTimeLimit(Duration.ofSeconds(20)));
    private static final StatementAnalyzer ANALYZER = new StatementAnalyzer();

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
        PARSER.close();
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
        Analysis analysis = ANALYZER.analyze(PARSER.parseNow(sql.getBytes(UTF_8)), sql.length(), NAMES);
        if (!(analysis instanceof Analysis.Understood(var statements))) {
            return analysis + "\n";
        }
        StringBuilder text = new StringBuilder();
        statements.forEach(statement -> text.append(new FlowText(NAMES).of(statement.flow())));
        return text.toString();
    }
}
