package dev.sallyport.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.oracle.TwinDatabases.Outcome;
import dev.sallyport.policy.Flows;
import dev.sallyport.policy.RuleSetting.Verdict;
import dev.sallyport.policy.Use;
import dev.sallyport.wire.Format;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where masked columns may be compared for equality, whatever random query is let through is answered alike by two databases whose masked
 * values differ in everything but what they equal: nothing that is not masked, and no constant of the queries. They are sorted the other
 * way round, and the server is made to join and group by sorting.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EqualityInterferenceTest {
    private static final Logger LOG = LoggerFactory.getLogger(EqualityInterferenceTest.class);

    private static final int QUERIES = Integer.getInteger("sallyport.equality.queries", 500);
    private static final long FIRST_SEED = Long.getLong("sallyport.noninterference.seed", 1);
    private static final List<String> PATH = List.of("tricks", "public");

    private static final String SORTING = "ALTER ROLE postgres SET enable_hashjoin = off;"
            + " ALTER ROLE postgres SET enable_nestloop = off; ALTER ROLE postgres SET enable_hashagg = off;";

    /** Values of the two databases. */
    private record Values(String first, String second) {}

    private static final Values TEXTS = new Values("'f' || id", "'g' || (9 - id)");
    private static final Values NUMBERS = new Values("100000 + id", "200000 - id");

    private static final Map<String, Values> MASKED = Map.of(
            "left_side.only_left", TEXTS,
            "right_side.only_right", TEXTS,
            "right_side.amount", NUMBERS,
            "third_side.day", new Values("date '2500-01-01' + id", "date '2600-01-01' - id"),
            "tree.weight", NUMBERS,
            "computed.secret", TEXTS);

    private static final Map<String, List<String>> NUMBERS_OF = new TreeMap<>(Map.of(
            "left_side", List.of("id", "amount"),
            "right_side", List.of("id", "amount"),
            "tree", List.of("id", "parent", "weight")));

    private static final List<String> LET_THROUGH = List.of(
            "SELECT id FROM left_side WHERE only_left = 's1'",
            "SELECT id FROM left_side WHERE only_left <> 's1'",
            "SELECT t.id, r.id FROM tree t JOIN right_side r ON t.weight = r.id");

    /** What the server does by sorting if it is let through. */
    private static final List<String> REFUSED = List.of(
            "SELECT l.id FROM left_side l LEFT JOIN right_side r ON l.only_left = r.shared",
            "SELECT t.id FROM tree t FULL JOIN left_side l ON t.weight = l.id",
            "SELECT t.id FROM tree t WHERE NOT EXISTS (SELECT FROM left_side l WHERE l.amount = t.weight)",
            "SELECT max(id) FROM tree GROUP BY weight",
            "SELECT a.id FROM tree a JOIN tree b ON a.weight = b.weight",
            "SELECT a.id FROM tree a JOIN right_side b ON a.weight = b.amount",
            "SELECT t.id FROM tree t JOIN right_side r ON t.weight = r.id WHERE 1 / (r.id - 3) < 2");

    @SuppressWarnings("NullAway.Init")
    private TwinDatabases twins;

    @BeforeAll
    void start() throws Exception {
        List<String> columns = MASKED.keySet().stream().sorted().toList();
        twins = TwinDatabases.start(
                PATH,
                SORTING + OracleDatabase.resource("tricks.sql"),
                second -> rows(columns, second),
                columns.stream().map(column -> "tricks." + column).toList(),
                new Flows(Map.of(Use.EQUALITY, Verdict.ALLOW), 0));
    }

    private static String rows(List<String> columns, boolean second) {
        StringBuilder script = new StringBuilder();
        for (String each : columns) {
            String[] names = each.split("\\.", 2);
            Values values = MASKED.getOrDefault(each, TEXTS);
            script.append("UPDATE ")
                    .append(names[0])
                    .append(" SET ")
                    .append(names[1])
                    .append(" = ")
                    .append(second ? values.second() : values.first())
                    .append(';');
        }
        return script.append("REFRESH MATERIALIZED VIEW kept; REFRESH MATERIALIZED VIEW kept_of_view")
                .toString();
    }

    /** A join of two tables by columns of which some are masked. */
    private static String join(SplittableRandom random) {
        List<String> tables = List.copyOf(NUMBERS_OF.keySet());
        String one = tables.get(random.nextInt(tables.size()));
        String other = tables.get(random.nextInt(tables.size()));
        String type = List.of(" JOIN ", " JOIN ", " LEFT JOIN ", " FULL JOIN ").get(random.nextInt(4));
        String test = List.of(" = 3", " <> 3", " IN (1, 2)", " IS DISTINCT FROM 4", " > 2")
                .get(random.nextInt(5));
        return "SELECT a.id, b.id FROM " + one + " a" + type + other + " b ON a." + column(one, random) + " = b."
                + column(other, random) + " WHERE a." + column(one, random) + test;
    }

    private static String column(String table, SplittableRandom random) {
        List<String> columns = NUMBERS_OF.getOrDefault(table, List.of("id"));
        return columns.get(random.nextInt(columns.size()));
    }

    @AfterAll
    void stop() throws IOException {
        twins.close();
    }

    @Test
    void noQueryTellsMoreThanWhatMaskedValuesEqual() throws Exception {
        List<String> queries = new ArrayList<>(LET_THROUGH);
        queries.addAll(REFUSED);
        for (long seed = FIRST_SEED; seed < FIRST_SEED + QUERIES; seed++) {
            String query = new QueryGenerator(seed).query();
            queries.add(query.replace(" < ", " = ").replace(" >= ", seed % 2 == 0 ? " = " : " <> "));
            queries.add(join(new SplittableRandom(seed)));
        }
        List<String> differences = new ArrayList<>();
        int passed = 0;
        int passedByEquality = 0;
        for (String sql : queries) {
            if (twins.ask(sql, Format.TEXT) instanceof Outcome.Passed answers) {
                passed++;
                passedByEquality += twins.isLetThroughByFlows(sql) ? 1 : 0;
                if (answers.differs()) {
                    differences.add(sql + "\n" + answers.first() + "\n" + answers.second());
                }
            }
        }
        LOG.atInfo()
                .addKeyValue("queries", queries.size())
                .addKeyValue("passed", passed)
                .addKeyValue("byEquality", passedByEquality)
                .addKeyValue("different", differences.size())
                .log("asked two databases");

        assertThat(differences.stream()
                        .sorted(Comparator.comparingInt(String::length))
                        .limit(3))
                .isEmpty();
        assertThat(passedByEquality).isGreaterThan(20);
        assertThat(LET_THROUGH).allMatch(twins::isLetThroughByFlows);
        assertThat(REFUSED).noneMatch(twins::isLetThroughByFlows);
    }

    @Test
    void withoutMasksAJoinThatSortsTellsTheDatabasesApart() throws Exception {
        assertThat(twins.askUnmasked("SELECT t.id FROM tree t LEFT JOIN left_side l ON t.weight = l.amount")
                        .differs())
                .isTrue();
        assertThat(twins.askUnmasked("SELECT max(id) FROM tree GROUP BY weight").differs())
                .isTrue();
    }

    @Test
    void aMergeThatDoesSomethingWithWhatHasNoMatchIsRefusedSinceItTellsTheOrder() throws Exception {
        String merge = "MERGE INTO tree t USING left_side l ON t.weight = l.id ";
        String unmatched = merge + "WHEN NOT MATCHED BY SOURCE THEN UPDATE SET label = t.label RETURNING t.id";

        twins.askUnmasked("BEGIN");
        assertThat(twins.askUnmasked(unmatched).differs()).isTrue();
        twins.askUnmasked("ROLLBACK");
        assertThat(twins.isLetThroughByFlows(merge + "WHEN MATCHED THEN UPDATE SET label = t.label RETURNING t.id"))
                .isTrue();
        assertThat(twins.isLetThroughByFlows(unmatched)).isFalse();
    }

    @Test
    void howFarAJoinBySortingCameIsToldByWhatFailsOnTheWay() throws Exception {
        twins.askUnmasked("BEGIN");
        twins.askUnmasked("CREATE TABLE steps AS SELECT n FROM pg_catalog.generate_series(0, 300000, 1000) AS g(n)");
        twins.askUnmasked("CREATE INDEX ON steps (n)");
        twins.askUnmasked("SET LOCAL enable_seqscan = off");
        twins.askUnmasked("SET LOCAL enable_bitmapscan = off");

        assertThat(twins.askUnmasked("SELECT t.id FROM tree t JOIN steps s ON t.weight = s.n")
                        .differs())
                .isFalse();
        assertThat(twins.askUnmasked(
                                "SELECT t.id FROM tree t JOIN steps s ON t.weight = s.n WHERE 1 / (s.n - 150000) IS"
                                        + " NOT NULL")
                        .differs())
                .isTrue();
        twins.askUnmasked("ROLLBACK");
    }
}
