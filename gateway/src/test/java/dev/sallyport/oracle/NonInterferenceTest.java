package dev.sallyport.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.masking.MaskPlan;
import dev.sallyport.masking.MaskingFailure;
import dev.sallyport.masking.RawConnection;
import dev.sallyport.policy.AnswerRules;
import dev.sallyport.policy.Decision;
import dev.sallyport.policy.MaskFunction;
import dev.sallyport.policy.MaskSetting;
import dev.sallyport.policy.PolicyDecider;
import dev.sallyport.policy.ShopDatabase;
import dev.sallyport.policy.Situation;
import dev.sallyport.sql.flow.SearchPath;
import dev.sallyport.wire.Format;
import dev.sallyport.wire.Frame;
import dev.sallyport.wire.ProtocolViolation;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Two databases that differ in masked values alone give the same answers, whatever random query is asked, as long as it is let through:
 * J. A. Goguen and J. Meseguer, "Security Policies and Security Models", 1982.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NonInterferenceTest {
    private static final Logger LOG = LoggerFactory.getLogger(NonInterferenceTest.class);

    private static final int QUERIES = Integer.getInteger("sallyport.noninterference.queries", 2_000);
    private static final long FIRST_SEED = Long.getLong("sallyport.noninterference.seed", 1);

    /** Of 100 queries that the server takes; the rest choose rows by what is masked, or compute with it what can fail. */
    private static final int LEAST_SHARE = 15;

    private static final List<String> PATH = List.of("tricks", "public");
    private static final String FIRST = "postgres";
    private static final String SECOND = "second";

    /** The masked columns, and what their values are in the second database where they are e in the first. */
    private static final Map<String, String> MASKED = Map.of(
            "left_side.only_left", "CASE WHEN id % 2 = 0 THEN NULL ELSE 's1' END",
            "right_side.only_right", "reverse(e) || 'longer'",
            "right_side.amount", "7 - e",
            "third_side.day", "CASE WHEN id < 4 THEN e - 300 END",
            "tree.weight", "id * 2 % 5",
            "computed.secret", "upper(e)");

    @SuppressWarnings("NullAway.Init")
    private ShopDatabase shop;

    @SuppressWarnings("NullAway.Init")
    private PolicyDecider decider;

    @BeforeAll
    void start() throws IOException, SQLException {
        shop = ShopDatabase.start();
        shop.execute("ALTER SYSTEM SET autovacuum = off");
        shop.execute("ALTER SYSTEM SET jit = off");
        shop.execute("ALTER SYSTEM SET max_parallel_workers_per_gather = 0");
        shop.execute("SELECT pg_reload_conf()");
        shop.execute(OracleDatabase.resource("tricks.sql"));
        shop.execute("ALTER ROLE postgres SET search_path = " + String.join(", ", PATH));
        try (Connection connection = shop.connect("template1");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + SECOND + " TEMPLATE " + FIRST);
        }
        // The same is written to both, so that rows and versions of rows lie alike.
        for (String database : List.of(FIRST, SECOND)) {
            try (Connection connection = shop.connect(database);
                    Statement statement = connection.createStatement()) {
                for (var masked : MASKED.entrySet()) {
                    String table = masked.getKey().substring(0, masked.getKey().indexOf('.'));
                    String column = masked.getKey().substring(table.length() + 1);
                    String value =
                            database.equals(FIRST) ? column : masked.getValue().replaceAll("\\be\\b", column);
                    statement.execute("UPDATE " + table + " SET " + column + " = " + value);
                }
                statement.execute("REFRESH MATERIALIZED VIEW kept");
                statement.execute("REFRESH MATERIALIZED VIEW kept_of_view");
            }
        }
        List<String> columns = MASKED.keySet().stream()
                .map(column -> "tricks." + column)
                .sorted()
                .toList();
        decider = shop.decider(ShopDatabase.policy(
                List.of(new MaskSetting(
                        "secret",
                        "shop",
                        columns,
                        new MaskFunction.Redact(),
                        MaskSetting.Nulls.CONSTANT,
                        MaskSetting.Flows.DENY)),
                List.of()));
    }

    @AfterAll
    void stop() throws IOException {
        shop.close();
    }

    @Test
    void noRandomQueryTellsWhichOfTwoDatabasesAnswers() throws Exception {
        List<String> differences = new ArrayList<>();
        int valid = 0;
        int passed = 0;
        int masked = 0;
        try (RawConnection first = new RawConnection(shop.port(), FIRST);
                RawConnection second = new RawConnection(shop.port(), SECOND)) {
            for (long seed = FIRST_SEED; seed < FIRST_SEED + QUERIES; seed++) {
                String sql = new QueryGenerator(seed).query();
                Format format = seed % 2 == 0 ? Format.TEXT : Format.BINARY;
                Optional<AnswerRules> rules = decide(sql);
                if (rules.isEmpty()) {
                    valid += first.ask(sql, format).error() == null ? 1 : 0;
                    continue;
                }
                List<String> one = seen(first.ask(sql, format), rules.get());
                List<String> other = seen(second.ask(sql, format), rules.get());
                passed++;
                valid++;
                masked += rules.get().outputs().mask() ? 1 : 0;
                if (!one.equals(other)) {
                    differences.add("seed " + seed + ": " + sql + "\n" + one + "\n" + other);
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
                        .sorted((a, b) -> a.length() - b.length())
                        .limit(3))
                .isEmpty();
        assertThat(masked).isPositive();
        assertThat(passed * 100).as("ordinary queries pass").isGreaterThan(valid * LEAST_SHARE);
    }

    private Optional<AnswerRules> decide(String sql) {
        Situation situation = Situation.UNKNOWN.withSearchPath(new SearchPath.Known(PATH));
        Decision decision = ShopDatabase.decided(decider, ShopDatabase.everything(), situation, sql)
                .decision();
        return decision instanceof Decision.Allow allow ? Optional.of(allow.answer()) : Optional.empty();
    }

    /** What a client sees of an answer. */
    private static List<String> seen(RawConnection.Answer answer, AnswerRules rules)
            throws MaskingFailure, ProtocolViolation {
        List<String> seen = new ArrayList<>();
        if (answer.error() != null) {
            seen.add(rules.hidesTexts() ? "an error" : answer.error());
            return seen;
        }
        seen.add(answer.tag());
        seen.add(answer.description().toString());
        MaskPlan plan = MaskPlan.of(answer.description(), rules);
        for (Frame row : answer.rows()) {
            seen.add(HexFormat.of().formatHex(plan.mask(row).toByteArray()));
        }
        return seen;
    }

    @Test
    void withoutMasksTheDatabasesAreToldApart() throws Exception {
        String sql = "SELECT only_right FROM right_side WHERE amount > 2";
        try (RawConnection first = new RawConnection(shop.port(), FIRST);
                RawConnection second = new RawConnection(shop.port(), SECOND)) {
            assertThat(seen(first.ask(sql, Format.TEXT), AnswerRules.UNCHANGED))
                    .isNotEqualTo(seen(second.ask(sql, Format.TEXT), AnswerRules.UNCHANGED));
        }
    }
}
