package dev.sallyport.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.oracle.TwinDatabases.Outcome;
import dev.sallyport.wire.Format;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Attacks on masked values, by family, in {@code attacks.sql}: each is refused, or answered alike by two databases that differ in masked
 * values alone.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AttacksTest {
    private static final Logger LOG = LoggerFactory.getLogger(AttacksTest.class);

    private static final List<String> MASKED = List.of(
            "public.c.ssn",
            "public.c.num",
            "public.c.big",
            "public.c.f8",
            "public.c.day",
            "public.c.ts",
            "public.c.flag",
            "public.c.tags",
            "public.c.home",
            "public.c.dom",
            "public.c.iv",
            "public.c.en",
            "public.tk.payload->>'ssn'",
            "public.tj.payload->>'ssn'",
            "public.tn.payload->'a'->>'ssn'",
            "public.co.secret",
            "public.par.secret",
            "public.part.secret",
            "public.gen.secret",
            "public.band.secret",
            "public.hash.secret");

    @SuppressWarnings("NullAway.Init")
    private TwinDatabases twins;

    @BeforeAll
    void start() throws Exception {
        String rows = OracleDatabase.resource("attacked_rows.sql");
        twins = TwinDatabases.start(
                List.of("public"),
                OracleDatabase.resource("attacked.sql"),
                second -> "SET attacked.variant = '" + (second ? 2 : 1) + "'; " + rows,
                MASKED);
    }

    @AfterAll
    void stop() throws IOException {
        twins.close();
    }

    @TestFactory
    Stream<DynamicTest> noAttackTellsWhichOfTwoDatabasesAnswers() throws IOException {
        return families().entrySet().stream()
                .map(family ->
                        DynamicTest.dynamicTest(family.getKey(), () -> attack(family.getKey(), family.getValue())));
    }

    private void attack(String family, List<String> attacks) throws Exception {
        List<String> told = new ArrayList<>();
        int passed = 0;
        int masked = 0;
        for (String sql : attacks) {
            for (Format format : Format.values()) {
                if (twins.ask(sql, format) instanceof Outcome.Passed answers) {
                    passed++;
                    masked += answers.masks() ? 1 : 0;
                    if (answers.differs()) {
                        told.add(sql + "\n" + answers.first() + "\n" + answers.second());
                    }
                }
            }
        }
        LOG.atInfo()
                .addKeyValue("family", family)
                .addKeyValue("attacks", attacks.size())
                .addKeyValue("passed", passed / Format.values().length)
                .addKeyValue("masked", masked / Format.values().length)
                .addKeyValue("told", told.size())
                .log("attacked");

        assertThat(told).isEmpty();
    }

    /** The numbers of a session are a sequence: the next tells how many were taken. */
    @Test
    void noQueryThatPassesTakesMoreRandomNumbersByMaskedValues() throws Exception {
        List<String> passed = new ArrayList<>();
        for (String sql : List.of(
                "SELECT id, CASE WHEN big > 1000 THEN random() END FROM c",
                "SELECT id, ssn = 'SECRET1' OR random() > 2 FROM c",
                "SELECT count(*) FILTER (WHERE c.big > 1000 AND random() < 2) FROM c",
                "SELECT id, (SELECT max(random()) FROM o WHERE c.big > 1000) FROM c")) {
            twins.askUnmasked("SELECT setseed(0.5)");
            twins.askUnmasked(sql);
            assertThat(twins.askUnmasked("SELECT random()").differs()).as(sql).isTrue();
            if (twins.ask(sql, Format.TEXT) instanceof Outcome.Passed) {
                passed.add(sql);
            }
        }
        assertThat(passed).isEmpty();
        assertThat(twins.ask("SELECT id, big, random() >= 0 FROM c ORDER BY id", Format.TEXT))
                .isInstanceOf(Outcome.Passed.class);
    }

    @Test
    void ordinaryQueriesAmongThemPass() throws Exception {
        int passed = 0;
        int all = 0;
        for (List<String> family : families().values()) {
            for (String sql : family) {
                all++;
                passed += twins.ask(sql, Format.TEXT) instanceof Outcome.Passed ? 1 : 0;
            }
        }
        assertThat(passed).isBetween(all / 4, all * 3 / 4);
    }

    private static Map<String, List<String>> families() throws IOException {
        Map<String, List<String>> families = new LinkedHashMap<>();
        List<String> family = new ArrayList<>();
        for (String line : OracleDatabase.resource("attacks.sql").lines().toList()) {
            if (line.startsWith("-- ")) {
                family = new ArrayList<>();
                families.put(line.substring(3), family);
            } else if (!line.isBlank()) {
                family.add(line);
            }
        }
        return families;
    }
}
