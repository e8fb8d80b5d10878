package dev.sallyport.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.oracle.StaticOracle.Asked;
import dev.sallyport.sql.flow.Dependencies;
import dev.sallyport.sql.flow.Flow;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The analysis against a real server: what statements name, and what in their answers changes when a column does.
 *
 * <p>{@code -Dsallyport.oracle.queries=N} changes columns under that many random queries instead of a few hundred, {@code -Dsallyport.oracle.seed=N}
 * begins with another. {@code -Dsallyport.oracle.thorough=true} changes columns in every way, not in the two that show the most.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FlowOracleTest {
    private static final Logger LOG = LoggerFactory.getLogger(FlowOracleTest.class);
    private static final int RANDOM_QUERIES = Integer.getInteger("sallyport.oracle.queries", 250);

    /** What they name is cheap to compare, what changes in their answers is not. */
    private static final int NAMED_QUERIES = 1_000;

    private static final Set<Perturbation> PERTURBATIONS = Boolean.getBoolean("sallyport.oracle.thorough")
            ? EnumSet.allOf(Perturbation.class)
            : EnumSet.of(Perturbation.CHANGE, Perturbation.ROTATE);
    private static final long FIRST_SEED = Long.getLong("sallyport.oracle.seed", 1);
    private static final List<String> RANDOM_PATH = List.of("tricks", "public");

    @SuppressWarnings("NullAway.Init")
    private OracleDatabase database;

    @SuppressWarnings("NullAway.Init")
    private Connection connection;

    @BeforeAll
    void start() throws IOException, SQLException {
        database = OracleDatabase.start();
        connection = database.connect();
        ChangeOracle.dropForeignKeys(connection);
    }

    @AfterAll
    void stop() throws IOException, SQLException {
        connection.close();
        database.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "queries_joins",
                "queries_values",
                "queries_names",
                "queries_writes",
                "queries_warehouse",
                "queries_films",
                "queries_retail"
            })
    void nothingThatAStatementNamesOrShowsIsMissed(String corpus) throws IOException, SQLException {
        StaticOracle oracle = new StaticOracle(database, connection);
        ChangeOracle changes = new ChangeOracle(connection, PERTURBATIONS);
        for (Corpus.Case statement : Corpus.read(corpus)) {
            Optional<Asked> asked = oracle.ask(statement);
            if (asked.isPresent() && statement.unsteady().isEmpty()) {
                add(changes, asked.get());
            }
        }
        ChangeOracle.Report report = changes.run();
        log(corpus, oracle, report);

        SoftAssertions.assertSoftly(softly -> {
            softly.assertThat(oracle.rejected())
                    .as("the server takes every statement")
                    .isEmpty();
            softly.assertThat(changes.rejected()).as("and executes it").isEmpty();
            softly.assertThat(oracle.missed())
                    .as("nothing that is named is missed")
                    .isEmpty();
            softly.assertThat(oracle.unknown())
                    .as("and nothing is left unknown")
                    .isEmpty();
            softly.assertThat(oracle.needless())
                    .as("nor said to be unknown where it is known")
                    .isEmpty();
            softly.assertThat(report.missed())
                    .as("what changes is known to depend")
                    .isEmpty();
        });
    }

    @Test
    void nothingThatARandomQueryNamesOrShowsIsMissed() throws SQLException {
        StaticOracle oracle = new StaticOracle(database, connection);
        ChangeOracle changes = new ChangeOracle(connection, PERTURBATIONS);
        int queries = Math.max(RANDOM_QUERIES, NAMED_QUERIES);
        for (long seed = FIRST_SEED; seed < FIRST_SEED + queries; seed++) {
            Optional<Asked> asked = oracle.ask(random(seed));
            if (asked.isPresent() && seed < FIRST_SEED + RANDOM_QUERIES) {
                add(changes, asked.get());
            }
        }
        ChangeOracle.Report report = changes.run();
        log("random", oracle, report);

        assertThat(oracle.rejected()).as("nearly all are valid").hasSizeLessThan(queries / 20 + 1);
        assertThat(shortest(oracle.missed()))
                .as("nothing that is named is missed")
                .isEmpty();
        assertThat(shortest(oracle.unknown())).as("and nothing is left unknown").isEmpty();
        assertThat(shortest(report.missed().stream().map(Object::toString).toList()))
                .as("what changes is known to depend")
                .isEmpty();
    }

    @Test
    void theSameSeedMakesTheSameQuery() {
        assertThat(new QueryGenerator(7).query()).isEqualTo(new QueryGenerator(7).query());
        assertThat(new QueryGenerator(8).query()).isNotEqualTo(new QueryGenerator(7).query());
    }

    private static Corpus.Case random(long seed) {
        return new Corpus.Case(
                "seed " + seed, new QueryGenerator(seed).query(), RANDOM_PATH, Optional.empty(), Optional.empty());
    }

    private void add(ChangeOracle changes, Asked asked) throws SQLException {
        changes.add(
                asked.statement(),
                asked.flow(),
                database.names(asked.statement().searchPath()),
                asked.recorded());
    }

    /** The shortest tells most. */
    private static List<String> shortest(List<String> failures) {
        return failures.stream()
                .sorted(Comparator.comparingInt(String::length))
                .limit(5)
                .toList();
    }

    private static void log(String corpus, StaticOracle oracle, ChangeOracle.Report report) {
        LOG.atInfo()
                .addKeyValue("corpus", corpus)
                .addKeyValue("compared", oracle.compared())
                .addKeyValue("unknown", oracle.unknown().size())
                .addKeyValue("unknownAndSaidSo", oracle.excepted())
                .addKeyValue("missed", oracle.missed().size())
                .addKeyValue("extra", oracle.extra().size())
                .addKeyValue("dependenciesUnknown", oracle.dependenciesUnknown())
                .addKeyValue("answersCompared", report.compared())
                .addKeyValue("answersChanged", report.changed())
                .addKeyValue("changesImpossible", report.impossible())
                .addKeyValue("failedAfterAChange", report.failed())
                .addKeyValue("flowsMissed", report.missed().size())
                .log("asked the server");
        oracle.extra()
                .forEach(each -> LOG.atDebug().addKeyValue("corpus", corpus).log(each));
    }

    private Asked ask(StaticOracle oracle, String sql) throws SQLException {
        return oracle.ask(new Corpus.Case("one", sql, RANDOM_PATH, Optional.empty(), Optional.empty()))
                .orElseThrow();
    }

    @Test
    void whatTheServerRecordsIsRead() throws SQLException {
        StaticOracle oracle = new StaticOracle(database, connection);

        assertThat(ask(oracle, "SELECT l.id FROM left_side l JOIN right_side r USING (shared) WHERE r.amount > 1")
                        .recorded()
                        .columns()
                        .stream()
                        .map(database::name))
                .containsExactlyInAnyOrder(
                        "tricks.left_side.id",
                        "tricks.left_side.shared",
                        "tricks.right_side.shared",
                        "tricks.right_side.amount");
        assertThat(ask(oracle, "SELECT l FROM left_side l").recorded().columns())
                .hasSize(4);
        assertThat(ask(oracle, "SELECT relname, relname FROM pg_class").recorded().columns().stream()
                        .map(database::name))
                .containsExactly("pg_catalog.pg_class.relname");
        assertThat(ask(oracle, "UPDATE ledger SET memo = account").recorded().columns().stream()
                        .map(database::name))
                .containsExactlyInAnyOrder("tricks.ledger.account", "tricks.ledger.memo");
        assertThat(ask(oracle, "SELECT shared |+| only_left, plain_sum(id, 1) FROM left_side")
                        .recorded()
                        .functions())
                .containsExactlyInAnyOrder("tricks.joined_text", "tricks.plain_sum");
    }

    @Test
    void aColumnThatTheAnalysisLeavesOutIsFound() throws SQLException {
        Asked asked = ask(
                new StaticOracle(database, connection),
                "SELECT only_left FROM left_side WHERE amount > 2 AND shared = 's1'");
        Flow whole = asked.flow();
        Flow less = new Flow(
                whole.outputs(),
                whole.rows(),
                whole.failures(),
                whole.canFail(),
                whole.writes(),
                whole.creates(),
                whole.uses().stream()
                        .filter(use -> !database.name(use.column()).endsWith("amount"))
                        .toList(),
                List.of(),
                whole.functions(),
                whole.unresolved(),
                whole.unknown(),
                whole.complete(),
                whole.groups());

        assertThat(Comparison.of(less, asked.recorded())).isInstanceOfSatisfying(Comparison.Both.class, both -> {
            assertThat(both.holds()).isFalse();
            assertThat(both.missed().stream().map(database::name)).containsExactly("tricks.left_side.amount");
            assertThat(both.missedRelations()).hasSize(1);
        });
        assertThat(Comparison.of(Flow.unknown("nobody knows"), asked.recorded()))
                .isEqualTo(new Comparison.Unknown(List.of("nobody knows")));
    }

    @Test
    void aFlowThatTheAnalysisLeavesOutIsFound() throws SQLException {
        List<String> found = new ArrayList<>();
        for (Dependencies rows : List.of(Dependencies.NONE, Dependencies.unknown("anything"))) {
            Asked asked = ask(
                    new StaticOracle(database, connection),
                    "SELECT only_left FROM left_side WHERE amount > 2 ORDER BY id");
            Flow less = new Flow(
                    List.of(new Flow.Output("only_left", Dependencies.NONE, null, Flow.Length.SHORT)),
                    rows,
                    Dependencies.NONE,
                    false,
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    true,
                    null);
            ChangeOracle changes = new ChangeOracle(connection, PERTURBATIONS);
            changes.add(asked.statement(), less, database.names(RANDOM_PATH), asked.recorded());
            changes.run().missed().forEach(miss -> found.add(rows.isUnknown() + " " + miss.what()));
        }

        assertThat(found)
                .contains(
                        "false CHANGE of tricks.left_side.only_left changes column 1",
                        "false CHANGE of tricks.left_side.amount changes how many rows there are",
                        "false ROTATE of tricks.left_side.amount changes column 1")
                .noneMatch(what -> what.contains("shared"))
                .noneMatch(what -> what.startsWith("true"));
    }

    @Test
    void aWriteThatTheAnalysisLeavesOutIsFound() throws SQLException {
        Asked asked = ask(new StaticOracle(database, connection), "UPDATE ledger SET memo = account WHERE amount > 2");
        Flow whole = asked.flow();
        Flow less = new Flow(
                whole.outputs(),
                Dependencies.NONE,
                whole.failures(),
                whole.canFail(),
                whole.writes().stream()
                        .map(write -> new Flow.Write(write.column(), Dependencies.NONE))
                        .toList(),
                whole.creates(),
                whole.uses(),
                whole.relations(),
                whole.functions(),
                whole.unresolved(),
                whole.unknown(),
                whole.complete(),
                whole.groups());
        ChangeOracle changes = new ChangeOracle(connection, PERTURBATIONS);
        changes.add(asked.statement(), less, database.names(RANDOM_PATH), asked.recorded());

        assertThat(changes.run().missed().stream().map(ChangeOracle.Miss::what))
                .contains(
                        "CHANGE of tricks.ledger.account changes what is written to tricks.ledger.memo",
                        "CHANGE of tricks.ledger.amount changes what is written to tricks.ledger.memo");
    }
}
