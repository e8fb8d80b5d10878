package dev.sallyport.app.config;

import static dev.sallyport.app.config.ConfigurationFiles.LEAST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.policy.Flows;
import dev.sallyport.policy.RuleSetting.Verdict;
import dev.sallyport.policy.Use;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FlowsReaderTest {
    private static final String APPROVAL = "approval: { approvers: 'true' }\n";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @SuppressWarnings("NullAway.Init")
    private ConfigurationFiles files;

    @BeforeEach
    void prepare() throws IOException {
        files = new ConfigurationFiles(directory);
    }

    private static String masks(String flows) {
        return LEAST + "masks: [ { name: m, database: shop, columns: [public.a.b], with: redact, flows: " + flows
                + " } ]\n";
    }

    private Flows flows(String flows) throws IOException {
        return files.loaded(masks(flows) + APPROVAL).policy().masks().getFirst().flows();
    }

    @Test
    void everyUseHasAKeyOfItsOwn() throws IOException {
        Flows flows =
                flows("{ output: allow, predicate: approve, equality: allow, aggregate: approve, write: approve }");

        assertThat(flows.verdicts())
                .isEqualTo(Map.of(
                        Use.OUTPUT, Verdict.ALLOW,
                        Use.PREDICATE, Verdict.APPROVE,
                        Use.EQUALITY, Verdict.ALLOW,
                        Use.AGGREGATE, Verdict.APPROVE,
                        Use.WRITE, Verdict.APPROVE,
                        Use.ANY, Verdict.APPROVE));
        assertThat(flows.minimumGroupSize()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"deny, DENY", "approve, APPROVE", "allow, ALLOW"})
    void oneWordIsForEveryUse(String word, Verdict verdict) throws IOException {
        assertThat(flows(word)).isEqualTo(Flows.all(verdict));
    }

    @Test
    void whatIsNotNamedIsDenied() throws IOException {
        Flows flows = flows("{ equality: allow }");

        assertThat(flows.of(Use.EQUALITY)).isEqualTo(Verdict.ALLOW);
        assertThat(flows.verdicts()).containsEntry(Use.OUTPUT, Verdict.DENY).containsEntry(Use.WRITE, Verdict.DENY);
        assertThat(flows.of(Use.ANY)).isEqualTo(Verdict.DENY);
    }

    @Test
    void theDefaultIsForWhatIsNotNamed() throws IOException {
        Flows flows = flows("{ default: approve, output: deny }");

        assertThat(flows.of(Use.WRITE)).isEqualTo(Verdict.APPROVE);
        assertThat(flows.of(Use.PREDICATE)).isEqualTo(Verdict.APPROVE);
        assertThat(flows.of(Use.OUTPUT)).isEqualTo(Verdict.DENY);
    }

    @Test
    void equalityIsAPredicateAndAnAggregateAnOutputUnlessNamed() throws IOException {
        Flows flows = flows("{ default: deny, predicate: approve, output: allow }");

        assertThat(flows.of(Use.EQUALITY)).isEqualTo(Verdict.APPROVE);
        assertThat(flows.of(Use.AGGREGATE)).isEqualTo(Verdict.ALLOW);
    }

    @ParameterizedTest
    @ValueSource(ints = {Flows.SMALLEST_GROUP, Flows.LARGEST_GROUP})
    void aGroupCanHaveAMinimumSize(int size) throws IOException {
        Flows flows = flows("{ aggregate: { minimumGroupSize: " + size + " } }");

        assertThat(flows.minimumGroupSize()).isEqualTo(size);
        assertThat(flows.of(Use.AGGREGATE)).isEqualTo(Verdict.DENY);
    }

    @ParameterizedTest
    @ValueSource(ints = {Flows.SMALLEST_GROUP - 1, Flows.LARGEST_GROUP + 1})
    void aMinimumSizeOutOfBoundsIsReported(int size) throws IOException {
        assertThat(files.problems(masks("{ aggregate: { minimumGroupSize: " + size + " } }")))
                .singleElement()
                .asString()
                .endsWith("masks[0].flows.aggregate.minimumGroupSize: must be a whole number from 2 to 1000000");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ equallity: allow } | flows.equallity: is not a key that is known here; known are default, output,"
                        + " predicate, equality, aggregate, write",
                "{ any: allow } | flows.any: is not a key that is known here; known are default, output, predicate,"
                        + " equality, aggregate, write",
                "{ output: maybe } | flows.output: must be one of deny, approve, allow",
                "{ equality: { minimumGroupSize: 3 } } | flows.equality: must be one of deny, approve, allow",
                "{ aggregate: 10 } | flows.aggregate: must be one of deny, approve, allow, or a mapping with the keys"
                        + " minimumGroupSize",
                "{ aggregate: { over: 10, minimumGroupSize: 3 } } | flows.aggregate.over: is not a key that is known"
                        + " here; known are minimumGroupSize",
                "{ } | flows: must have at least one of the keys default, output, predicate, equality, aggregate,"
                        + " write",
                "[ deny ] | flows: must be one of deny, approve, allow, or a mapping with the keys default, output,"
                        + " predicate, equality, aggregate, write"
            })
    void whatIsNotKnownIsReported(String flows, String problem) throws IOException {
        assertThat(files.problems(masks(flows))).singleElement().asString().endsWith("masks[0]." + problem);
    }

    @Test
    void aUseThatIsApprovedWantsAnApprover() throws IOException {
        assertThat(files.problems(masks("{ equality: approve }")))
                .singleElement()
                .asString()
                .contains("approval: is missing");
    }
}
