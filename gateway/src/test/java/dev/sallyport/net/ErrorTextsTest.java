package dev.sallyport.net;

import static dev.sallyport.net.Twins.extended;
import static dev.sallyport.net.Twins.simple;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.net.Twins.Step;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Errors of statements under masks: the server's own where they can't tell of what is masked. */
@Timeout(120)
class ErrorTextsTest {
    private static final String HIDDEN = "the server's text is hidden";

    @TempDir
    private static Path directory;

    private static Twins twins;

    @BeforeAll
    static void start() throws Exception {
        twins = Twins.start(directory, """
                INSERT INTO customers (id, name, ssn) VALUES (1, 'Ada', '078-05-1120');
                INSERT INTO regions VALUES (1, 'north'), (2, 'south');
                CREATE TABLE districts (id int PRIMARY KEY, region_id int REFERENCES regions);
                INSERT INTO districts VALUES (1, 2);
                INSERT INTO stores (id, region_id, safe_code) VALUES (1, 1, 'x-1947-x');
                """);
    }

    @AfterAll
    static void stop() throws IOException {
        twins.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO orders VALUES (1, 9999, 1)",
                "INSERT INTO orders VALUES (1, NULL, 1)",
                "INSERT INTO orders VALUES (1, 1, -1)",
                "INSERT INTO orders VALUES ('x', 1, 1)",
                "INSERT INTO districts VALUES (3, 9)",
                "UPDATE districts SET region_id = 9 WHERE id = 1",
                "INSERT INTO regions VALUES (1, 'again')",
                "UPDATE regions SET id = 2 WHERE id = 1",
                "DELETE FROM regions WHERE id = 2",
                "INSERT INTO stores (id, region_id) VALUES (2, 9)",
                "INSERT INTO stores (id, region_id) VALUES (1, 1)",
                "SELECT id FROM customers WHERE id = 1 / 0",
                "SELECT nothing FROM customers",
                "CREATE TABLE regions (id int)"
            })
    void anErrorThatTellsOfNoMaskedValueIsTheServersOwn(String sql) throws IOException {
        isTheSame(
                simple(sql),
                extended(sql),
                simple("BEGIN"),
                simple("INSERT INTO regions VALUES (70, 'more')"),
                simple(sql),
                simple("ROLLBACK"));
    }

    @Test
    void whatFollowsAHiddenErrorIsJudgedForItself() throws IOException {
        isTheSame(
                simple("BEGIN"),
                simple("UPDATE customers SET tier = 'gold' WHERE id = 1"),
                simple("SAVEPOINT s"),
                simple("SELECT 1 / 0"),
                simple("ROLLBACK TO s"),
                simple("INSERT INTO districts VALUES (3, 9)"),
                simple("ROLLBACK"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE customers SET tier = NULL WHERE id = 1",
                "UPDATE customers SET id = 2 / 0 WHERE id = 1",
                "INSERT INTO stores (id, region_id) VALUES (NULL, 1)",
                "UPDATE stores SET id = 1 / 0 WHERE id = 1",
                "UPDATE products SET stock = 1 / 0 WHERE id = 1 OR true"
            })
    void anErrorThatMayTellOfAMaskedValueIsHidden(String sql) throws IOException {
        List<String> answers = twins.through(
                Map.of(),
                List.of(simple("INSERT INTO products VALUES (1, 'x', 1) ON CONFLICT DO NOTHING"), simple(sql)));

        assertThat(answers).anyMatch(answer -> answer.startsWith("E ") && answer.contains(HIDDEN));
        assertThat(answers).noneMatch(answer -> answer.contains("078-05") || answer.contains("1947"));
    }

    @Test
    void wherePuttingOffIsPossibleWhatFollowsInTheTransactionIsHidden() throws IOException, SQLException {
        twins.shop.execute("CREATE TABLE later (id int REFERENCES regions DEFERRABLE)");
        try {
            List<String> answers = twins.through(
                    Map.of(),
                    List.of(
                            simple("BEGIN"),
                            simple("UPDATE customers SET tier = 'gold' WHERE id = 1"),
                            simple("SELECT 1 / 0"),
                            simple("ROLLBACK"),
                            simple("SELECT 2 / 0")));

            assertThat(answers).anyMatch(answer -> answer.startsWith("E ") && answer.contains(HIDDEN));
            assertThat(answers.get(answers.size() - 2)).contains("Mdivision by zero");
        } finally {
            twins.shop.execute("DROP TABLE later");
        }
    }

    @Test
    void thatTheServerHasNoRoomForARowIsSaidAsOfARowThatIsTooLong() throws IOException {
        String masked = "SELECT ssn, repeat('x', 2000000000) FROM customers";
        String plain = "SELECT tier, repeat('x', 2000000000) FROM customers";

        for (Step step : List.of(simple(masked), extended(masked))) {
            assertThat(twins.through(Map.of(), List.of(step)))
                    .anyMatch(answer -> answer.startsWith("E ")
                            && answer.contains("FATAL")
                            && answer.contains("C54000")
                            && answer.contains("Ma row is too long to be masked"));
        }
        isTheSame(simple(plain), extended(plain), simple("SELECT 1"));
    }

    private static void isTheSame(Step... steps) throws IOException {
        List<String> direct = twins.direct(Map.of(), List.of(steps));
        assertThat(direct).anyMatch(answer -> answer.startsWith("E "));
        assertThat(twins.through(Map.of(), List.of(steps))).isEqualTo(direct);
    }
}
