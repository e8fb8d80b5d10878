package dev.sallyport.sql.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.sql.Corpus;
import dev.sallyport.sql.flow.Dependencies.Manner;
import dev.sallyport.sql.flow.Flow.Role;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class FlowAnalyzerTest {
    private static final Flows FLOWS = new Flows();
    private static final ColumnId SSN = new ColumnId(100, (short) 4);
    private static final ColumnId EMAIL = new ColumnId(100, (short) 3);

    @AfterAll
    static void close() {
        FLOWS.close();
    }

    private static @Nullable Manner manner(String sql, int output, ColumnId column) {
        return FLOWS.of(sql).outputs().get(output).dependsOn().columns().get(column);
    }

    @Test
    void aValueThatIsWrittenInTheSameStatementIsInWhatReturningShows() {
        assertThat(manner("UPDATE customers SET city = ssn RETURNING city", 0, SSN))
                .isEqualTo(Manner.VALUE);
        assertThat(manner("INSERT INTO log (message) SELECT ssn FROM customers RETURNING message", 0, SSN))
                .isEqualTo(Manner.VALUE);
    }

    @Test
    void aConditionDecidesRowsAndIsInNoOutput() {
        Flow flow = FLOWS.of("SELECT name FROM customers WHERE ssn = '1'");
        assertThat(flow.rows().columns()).containsOnly(Map.entry(SSN, Manner.CONDITION));
        assertThat(flow.outputs().getFirst().dependsOn().columns()).doesNotContainKey(SSN);
        assertThat(flow.uses()).contains(new Flow.Use(SSN, Role.PREDICATE));
    }

    @Test
    void anOutputIsPlainOnlyWithNothingAroundIt() {
        assertThat(FLOWS.of("SELECT s.x FROM (SELECT email AS x FROM customers) s")
                        .outputs()
                        .getFirst()
                        .plain())
                .isEqualTo(EMAIL);
        assertThat(FLOWS.of("SELECT email || '' FROM customers")
                        .outputs()
                        .getFirst()
                        .plain())
                .isNull();
        assertThat(FLOWS.of("SELECT email FROM customers UNION ALL SELECT ssn FROM customers")
                        .outputs()
                        .getFirst()
                        .plain())
                .isNull();
    }

    @Test
    void aVariableOfABodyIsAValueOnlyWhereNoColumnHasItsName() {
        Flow flow = FLOWS.all("SELECT who, email, who.field FROM customers", Set.of("who", "email"))
                .getFirst();
        assertThat(flow.unresolved()).isEmpty();
        assertThat(flow.outputs().get(0).dependsOn().columns()).isEmpty();
        assertThat(flow.outputs().get(1).plain()).isEqualTo(EMAIL);
    }

    @Test
    void whatIsReadByNobodyKnowsIsUnknownAndNotNothing() {
        Flow flow = FLOWS.of("SELECT opaque(name) FROM customers");
        assertThat(flow.outputs().getFirst().dependsOn().isUnknown()).isTrue();
        assertThat(flow.unknown()).isNotEmpty();
    }

    @Test
    void aRecursiveQueryIsFollowedUntilNothingIsAdded() {
        String columns = IntStream.range(0, 90).mapToObj(i -> "c" + i).collect(Collectors.joining(", "));
        String shifted = IntStream.range(1, 91).mapToObj(i -> "c" + i % 90).collect(Collectors.joining(", "));
        String first = "ssn" + ", 0".repeat(89);
        Flow flow = FLOWS.of("WITH RECURSIVE t (" + columns + ") AS (SELECT " + first
                + " FROM customers UNION ALL SELECT " + shifted + " FROM t) SELECT c1 FROM t");
        assertThat(flow.unknown()).isEmpty();
        assertThat(flow.outputs().getFirst().dependsOn().columns()).containsEntry(SSN, Manner.VALUE);
    }

    @Test
    void aRecursiveQueryOfMoreRoundsThanTheLimitIsUnknown() {
        int wide = WithClauses.ROUNDS + 10;
        String columns = IntStream.range(0, wide).mapToObj(i -> "c" + i).collect(Collectors.joining(", "));
        String shifted =
                IntStream.range(1, wide + 1).mapToObj(i -> "c" + i % wide).collect(Collectors.joining(", "));
        Flow flow = FLOWS.of("WITH RECURSIVE t (" + columns + ") AS (SELECT ssn" + ", 0".repeat(wide - 1)
                + " FROM customers UNION ALL SELECT " + shifted + " FROM t) SELECT c1 FROM t");
        assertThat(flow.outputs().getFirst().dependsOn().isUnknown()).isTrue();
    }

    @Test
    void longChainsOfBranchesAndJoinsAreFollowed() {
        String branches = "SELECT ssn FROM customers" + " UNION SELECT salary FROM staff".repeat(150);
        assertThat(FLOWS.of(branches).unknown()).isEmpty();
        String joins = "SELECT a0.ssn FROM customers a0"
                + IntStream.range(1, 150)
                        .mapToObj(i -> " JOIN customers a" + i + " ON a" + i + ".id = a0.id")
                        .collect(Collectors.joining());
        assertThat(FLOWS.of(joins).unknown()).isEmpty();
    }

    @Test
    void aWideQueryNamedManyTimesSharesWhatItDependsOn() {
        String wide = IntStream.range(0, 300).mapToObj(i -> "ssn AS s" + i).collect(Collectors.joining(", "));
        String refs = IntStream.range(0, 60).mapToObj(i -> "w w" + i).collect(Collectors.joining(", "));
        Flow flow = FLOWS.of("WITH w AS (SELECT " + wide + " FROM customers) SELECT * FROM " + refs);
        assertThat(flow.outputs()).hasSize(18_000);
        assertThat(flow.unknown()).isEmpty();
    }

    @Test
    void stepsAreBounded() {
        try (Flows few = new Flows(new FlowAnalyzer.Limits(8, 100))) {
            assertThat(few.of("SELECT email FROM customers").unknown()).isEmpty();
            assertThat(few.of("SELECT email, email, email, email FROM customers")
                            .unknown())
                    .contains("following it takes more than 8 steps");
        }
    }

    @Test
    void listsAreBounded() {
        try (Flows few = new Flows(new FlowAnalyzer.Limits(1000, 2))) {
            assertThat(few.of("SELECT email, ssn FROM customers").unknown()).isEmpty();
            Flow flow = few.of("SELECT email, ssn, name FROM customers");
            assertThat(flow.outputs()).isEmpty();
            assertThat(flow.unknown()).contains("it has more than 2 outputs", "it has more than 2 uses of columns");
        }
    }

    @Test
    void dependenciesBeyondTheLimitAreUnknown() {
        List<Dependencies> many = IntStream.rangeClosed(1, Dependencies.COLUMNS)
                .mapToObj(i -> Dependencies.of(new ColumnId(i, (short) 1)))
                .toList();
        Dependencies full = Dependencies.all(many);
        assertThat(full.isUnknown()).isFalse();
        Dependencies over = full.and(Dependencies.of(new ColumnId(1, (short) 2)));
        assertThat(over.isUnknown()).isTrue();
        assertThat(over.columns()).hasSize(Dependencies.COLUMNS);
    }

    @Test
    void dependenciesKeepTheStrongerWayAndEveryAttribute() {
        ColumnId system = new ColumnId(-1, (short) -6);
        Dependencies both = Dependencies.of(SSN)
                .asCondition()
                .and(Dependencies.of(SSN))
                .and(Dependencies.of(system).asCondition());
        assertThat(both.columns()).containsOnly(Map.entry(SSN, Manner.VALUE), Map.entry(system, Manner.CONDITION));
    }

    @Test
    void noNodeOfAnyStatementOfTheCorpusOfFactsIsLeftOut() {
        for (Path file : Corpus.files(Corpus.DIRECTORY)) {
            for (Corpus.Case one : Corpus.read(file)) {
                for (Flow flow : FLOWS.parsed(one.sql())) {
                    assertThat(flow.unknown())
                            .as(one.sql())
                            .noneMatch(
                                    reason -> reason.matches("(a|the) .* is not followed|the field .* is not known"));
                }
            }
        }
    }
}
