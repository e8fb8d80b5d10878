package dev.sallyport.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.policy.Decision;
import dev.sallyport.policy.Flows;
import dev.sallyport.policy.MaskFunction;
import dev.sallyport.policy.MaskSetting;
import dev.sallyport.policy.PolicyDecider;
import dev.sallyport.policy.ShopDatabase;
import dev.sallyport.policy.Situation;
import dev.sallyport.sql.flow.SearchPath;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whatever aggregate of a masked column is shown unmasked, a real server makes it of as many rows as the mask asks for. */
class GroupSizeTest {
    private static final Logger LOG = LoggerFactory.getLogger(GroupSizeTest.class);

    private static final int QUERIES = Integer.getInteger("sallyport.groups.queries", 400);
    private static final long SEED = 1;
    private static final int SMALLEST = 5;

    private static final List<String> FROM = List.of(
            "hr.employees e",
            "hr.employees e",
            "hr.employees e",
            "hr.employees_1 e",
            "ONLY hr.employees_1 e",
            "hr.employees e, generate_series(1, 5) g",
            "hr.employees e JOIN hr.employees f ON f.name = e.name",
            "(SELECT * FROM hr.employees) e");
    private static final List<String> WHERE =
            List.of("", "", "WHERE e.id % 2 = 0", "WHERE e.id < 40", "WHERE e.name <> 'n3'", "WHERE e.salary > 100");
    private static final List<String> GROUP = List.of(
            "",
            "GROUP BY e.name",
            "GROUP BY e.name",
            "GROUP BY e.id",
            "GROUP BY e.name, e.id % 3",
            "GROUP BY ROLLUP (e.name)",
            "GROUP BY e.id, generate_series(1, 5)",
            "GROUP BY e.salary");
    private static final List<String> AGGREGATES = List.of(
            "avg(e.salary)",
            "sum(e.salary)",
            "count(e.salary)",
            "stddev(e.salary)",
            "round(avg(e.salary), 1)",
            "sum(e.salary) / count(e.salary)",
            "min(e.salary)",
            "sum(DISTINCT e.salary)",
            "sum(e.salary) FILTER (WHERE e.id < 30)",
            "sum(e.salary + e.id)");

    private final SplittableRandom random = new SplittableRandom(SEED);

    private String pick(List<String> of) {
        return of.get(random.nextInt(of.size()));
    }

    private String condition() {
        int bound = 2 + random.nextInt(8);
        return switch (random.nextInt(10)) {
            case 0, 1, 2 -> "count(e.salary) >= " + bound;
            case 3 -> "count(e.salary) > " + bound;
            case 4 -> bound + " <= count(e.salary)";
            case 5 -> "count(*) >= " + bound;
            case 6 -> "sum(e.salary) > 1000";
            case 7 -> "(" + condition() + " AND " + condition() + ")";
            case 8 -> "(" + condition() + " OR " + condition() + ")";
            default -> "NOT " + condition();
        };
    }

    @Test
    void noAggregateThatIsShownIsMadeOfFewerRowsThanTheMaskAsksFor() throws Exception {
        MaskSetting mask = new MaskSetting(
                "pay",
                "shop",
                List.of("hr.employees.salary"),
                new MaskFunction.Redact(),
                MaskSetting.Nulls.CONSTANT,
                new Flows(Map.of(), SMALLEST));
        List<String> small = new ArrayList<>();
        int shown = 0;
        int groups = 0;
        try (ShopDatabase shop = ShopDatabase.start();
                Connection connection = shop.connect()) {
            // Groups by name of 3, 5, 7 and so on; a third of the values are NULL.
            shop.execute("INSERT INTO hr.employees SELECT i, 'n' || floor(sqrt(i)),"
                    + " CASE WHEN i % 3 > 0 THEN 100 + i * 7 % 90 END FROM generate_series(1, 120) AS i");
            PolicyDecider decider = shop.decider(ShopDatabase.policy(List.of(mask), List.of()));
            for (int i = 0; i < QUERIES; i++) {
                String rest = " FROM " + pick(FROM) + " " + pick(WHERE) + " " + pick(GROUP)
                        + (random.nextInt(10) < 9 ? " HAVING " + condition() : "");
                if (isShown(decider, "SELECT " + pick(AGGREGATES) + rest)) {
                    shown++;
                    for (long size : sizes(connection, rest)) {
                        groups++;
                        if (size < SMALLEST) {
                            small.add(size + rest);
                        }
                    }
                }
            }
        }
        LOG.atInfo()
                .addKeyValue("queries", QUERIES)
                .addKeyValue("shown", shown)
                .addKeyValue("groups", groups)
                .log("looked at groups");

        assertThat(small).as("seed %d", SEED).isEmpty();
        assertThat(shown).isPositive();
        assertThat(groups).isGreaterThan(shown);
    }

    private static boolean isShown(PolicyDecider decider, String sql) {
        Situation situation = Situation.UNKNOWN.withSearchPath(new SearchPath.Known(List.of("public")));
        return ShopDatabase.decided(decider, ShopDatabase.everything(), situation, sql)
                                .decision()
                        instanceof Decision.Allow allow
                && !allow.answer().outputs().mask();
    }

    /** How many rows of the table with a value each group is made of, however often a join repeats them. */
    private static List<Long> sizes(Connection connection, String rest) throws SQLException {
        List<Long> sizes = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT count(DISTINCT e.id) FILTER (WHERE e.salary IS NOT NULL)" + rest)) {
            while (rows.next()) {
                sizes.add(rows.getLong(1));
            }
        }
        return sizes;
    }
}
