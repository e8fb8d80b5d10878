package dev.sallyport.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.oracle.TwinDatabases.Outcome;
import dev.sallyport.wire.Format;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whatever random query is let through, it is answered alike by two databases that differ in masked values alone. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NonInterferenceTest {
    private static final Logger LOG = LoggerFactory.getLogger(NonInterferenceTest.class);

    private static final int QUERIES = Integer.getInteger("sallyport.noninterference.queries", 2_000);
    private static final long FIRST_SEED = Long.getLong("sallyport.noninterference.seed", 1);

    /** Of 100 queries that the server takes; the rest choose rows by what is masked, or compute with it what can fail. */
    private static final int LEAST_SHARE = 15;

    private static final List<String> PATH = List.of("tricks", "public");

    /** The masked columns, and what their values are in the second database where they are e in the first. */
    private static final Map<String, String> MASKED = Map.of(
            "left_side.only_left", "CASE WHEN id % 2 = 0 THEN NULL ELSE 's1' END",
            "right_side.only_right", "reverse(e) || 'longer'",
            "right_side.amount", "7 - e",
            "third_side.day", "CASE WHEN id < 4 THEN e - 300 END",
            "tree.weight", "id * 2 % 5",
            "computed.secret", "upper(e)");

    @SuppressWarnings("NullAway.Init")
    private TwinDatabases twins;

    @BeforeAll
    void start() throws Exception {
        List<String> columns = MASKED.keySet().stream().sorted().toList();
        twins = TwinDatabases.start(
                PATH,
                OracleDatabase.resource("tricks.sql"),
                second -> rows(columns, second),
                columns.stream().map(column -> "tricks." + column).toList());
    }

    private static String rows(List<String> columns, boolean second) {
        StringBuilder script = new StringBuilder();
        for (String each : columns) {
            String table = each.substring(0, each.indexOf('.'));
            String column = each.substring(table.length() + 1);
            String value = second ? MASKED.getOrDefault(each, column).replaceAll("\\be\\b", column) : column;
            script.append("UPDATE ")
                    .append(table)
                    .append(" SET ")
                    .append(column)
                    .append(" = ")
                    .append(value)
                    .append(';');
        }
        return script.append("REFRESH MATERIALIZED VIEW kept; REFRESH MATERIALIZED VIEW kept_of_view")
                .toString();
    }

    @AfterAll
    void stop() throws IOException {
        twins.close();
    }

    @Test
    void noRandomQueryTellsWhichOfTwoDatabasesAnswers() throws Exception {
        List<String> differences = new ArrayList<>();
        int valid = 0;
        int passed = 0;
        int masked = 0;
        for (long seed = FIRST_SEED; seed < FIRST_SEED + QUERIES; seed++) {
            String sql = new QueryGenerator(seed).query();
            switch (twins.ask(sql, seed % 2 == 0 ? Format.TEXT : Format.BINARY)) {
                case Outcome.Refused refused -> valid += refused.valid() ? 1 : 0;
                case Outcome.Passed answers -> {
                    passed++;
                    valid++;
                    masked += answers.masks() ? 1 : 0;
                    if (answers.differs()) {
                        differences.add("seed " + seed + ": " + sql + "\n" + answers.first() + "\n" + answers.second());
                    }
                }
            }
        }
        LOG.atInfo()
                .addKeyValue("queries", QUERIES)
                .addKeyValue("valid", valid)
                .addKeyValue("passed", passed)
                .addKeyValue("masked", masked)
                .addKeyValue("different", differences.size())
                .log("asked two databases");

        assertThat(differences.stream()
                        .sorted(Comparator.comparingInt(String::length))
                        .limit(3))
                .isEmpty();
        assertThat(masked).isPositive();
        assertThat(passed * 100).as("ordinary queries pass").isGreaterThan(valid * LEAST_SHARE);
    }

    @Test
    void withoutMasksTheDatabasesAreToldApart() throws Exception {
        assertThat(twins.askUnmasked("SELECT only_right FROM right_side WHERE amount > 2")
                        .differs())
                .isTrue();
    }
}
