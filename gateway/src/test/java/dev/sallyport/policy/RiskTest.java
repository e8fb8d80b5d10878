package dev.sallyport.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.catalog.RowEstimates;
import dev.sallyport.policy.Risk.Part;
import dev.sallyport.sql.Analysis;
import dev.sallyport.sql.Statement;
import dev.sallyport.sql.StatementAnalyzer;
import dev.sallyport.sql.parser.ParserSettings;
import dev.sallyport.sql.parser.SqlParser;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RiskTest {
    private final SqlParser parser = new SqlParser(ParserSettings.withThreads(1));
    private final StatementAnalyzer analyzer = new StatementAnalyzer();

    @AfterAll
    void stop() {
        parser.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            BEGIN                                |       -1 |         | PRODUCTION  |   0
            SET work_mem = '1MB'                 |       -1 |         | PRODUCTION  |   0
            SELECT id FROM orders                |        1 |         | DEVELOPMENT |   5
            SELECT id FROM orders                |        1 |         | STAGING     |  10
            SELECT id FROM orders                |        1 |         | PRODUCTION  |  20
            SELECT id FROM orders                |      100 |         | DEVELOPMENT |   5
            SELECT id FROM orders                |      101 |         | DEVELOPMENT |  15
            SELECT id FROM orders                |    10000 |         | DEVELOPMENT |  15
            SELECT id FROM orders                |    10001 |         | DEVELOPMENT |  25
            SELECT id FROM orders                |  1000000 |         | DEVELOPMENT |  25
            SELECT id FROM orders                |  1000001 |         | DEVELOPMENT |  30
            SELECT id FROM orders                |       -1 |         | DEVELOPMENT |  30
            SELECT id FROM orders                |        1 | pii     | DEVELOPMENT |  20
            SELECT id FROM orders                |        1 | unknown | DEVELOPMENT |  20
            INSERT INTO orders VALUES (1)        |        1 |         | DEVELOPMENT |  15
            UPDATE orders SET id = 1 WHERE id = 2|        1 |         | DEVELOPMENT |  25
            DELETE FROM orders                   |        1 |         | DEVELOPMENT |  45
            UPDATE orders SET n = 1 WHERE n = 2  |   200000 |         | PRODUCTION  |  60
            CREATE TABLE t (id int)              |       -1 |         | DEVELOPMENT |  25
            DROP TABLE orders                    |       -1 |         | DEVELOPMENT |  70
            TRUNCATE orders                      |       -1 | pii     | PRODUCTION  | 100
            CALL anything()                      |       -1 |         | DEVELOPMENT |  80
            """)
    void theSameFactsComeToTheSameRisk(String sql, long rows, String label, Environment environment, int score) {
        Set<String> labels = label == null ? Set.of() : Set.of(label);

        assertThat(Risk.of(statement(sql), rows, labels, environment).score()).isEqualTo(score);
    }

    @Test
    void itsPartsAreListedWithAPlainSentenceEach() {
        Risk risk = Risk.of(statement("DELETE FROM orders"), RowEstimates.UNKNOWN, Set.of(), Environment.PRODUCTION);

        assertThat(risk.parts())
                .extracting(Part::name)
                .containsExactly("effect", "bounds", "rows", "environment", "reversibility");
        assertThat(risk.parts()).extracting(Part::points).containsExactly(15, 20, 25, 15, 10);
        assertThat(risk.parts().get(1).sentence()).isEqualTo("nothing bounds the rows it writes");
        assertThat(risk.score()).isEqualTo(85);
    }

    @Test
    void moreThanTheMostIsTheMost() {
        assertThat(new Risk(List.of(new Part("a", 60, "x"), new Part("b", 40, "y"))).score())
                .isEqualTo(100);
        assertThat(new Risk(List.of(new Part("a", 60, "x"), new Part("b", 41, "y"))).score())
                .isEqualTo(100);
        assertThat(new Risk(List.of(new Part("a", 60, "x"), new Part("b", 39, "y"))).score())
                .isEqualTo(99);
    }

    private Statement statement(String sql) {
        byte[] text = sql.getBytes(StandardCharsets.UTF_8);
        Analysis analysis = parser.submit(text, (result, texts) -> analyzer.analyze(result, text, null, texts))
                .toCompletableFuture()
                .join();
        return ((Analysis.Understood) analysis).statements().getFirst();
    }
}
