package dev.sallyport.scan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.scan.Kind.ColumnType;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ExaminerTest {
    private final Examiner examiner = new Examiner(Kinds.in("US"));

    private static Sample sample(String column, ColumnType type, List<String> values) {
        return new Sample(new ColumnName("public", "people", column, List.of()), type, values);
    }

    private static List<String> mails(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "person" + i + "@example.com")
                .toList();
    }

    @Test
    void valuesAndNameTogetherAreSure() {
        assertThat(examiner.examine(sample("contactEmail", ColumnType.TEXT, mails(10))))
                .contains(new Finding(
                        "public.people.\"contactEmail\"",
                        "email",
                        Confidence.HIGH,
                        "10 of 10 values are e-mail addresses, and so the name says"));
    }

    @Test
    void valuesAreToldWithoutAName() {
        assertThat(examiner.examine(sample("c17", ColumnType.TEXT, mails(Examiner.FEWEST))))
                .get()
                .extracting(Finding::kind, Finding::confidence)
                .containsExactly("email", Confidence.HIGH);
        assertThat(examiner.examine(sample("c17", ColumnType.TEXT, mails(Examiner.FEWEST - 1))))
                .isEmpty();
    }

    @Test
    void mostOfTheValuesAreEnoughAndFewerAreNot() {
        List<String> most = Stream.concat(mails(8).stream(), Collections.nCopies(2, "none").stream())
                .toList();
        List<String> fewer = Stream.concat(mails(7).stream(), Collections.nCopies(3, "none").stream())
                .toList();

        assertThat(examiner.examine(sample("c17", ColumnType.TEXT, most))).isPresent();
        assertThat(examiner.examine(sample("c17", ColumnType.TEXT, fewer))).isEmpty();
    }

    @Test
    void aNameIsToldWithoutValues() {
        assertThat(examiner.examine(sample("DateOfBirth", ColumnType.DATE, List.of())))
                .get()
                .extracting(Finding::kind, Finding::confidence, Finding::evidence)
                .containsExactly("birth-date", Confidence.MEDIUM, "the name says dates of birth");
    }

    @Test
    void theWrongTypeIsNotWhatTheNameSays() {
        assertThat(examiner.examine(sample("email", ColumnType.DATE, List.of())))
                .isEmpty();
        assertThat(examiner.examine(sample("salary_band_id", ColumnType.DATE, List.of())))
                .isEmpty();
    }

    @Test
    void aWordInsideAnotherIsNotAName() {
        assertThat(examiner.examine(sample("company", ColumnType.TEXT, List.of())))
                .isEmpty();
        assertThat(examiner.examine(sample("spinner", ColumnType.TEXT, List.of())))
                .isEmpty();
        assertThat(examiner.examine(sample("pan", ColumnType.TEXT, List.of()))).isPresent();
    }

    @Test
    void noEvidenceHoldsAValue() {
        Sample sample = sample("email", ColumnType.TEXT, mails(10));

        assertThat(examiner.examine(sample)).get().asString().doesNotContain("person");
        assertThat(sample).asString().doesNotContain("person");
    }

    @Test
    void namesAreWrittenAsMasksReadThem() {
        assertThat(new ColumnName("public", "tickets", "payload", List.of("a", "it's")).written())
                .isEqualTo("public.tickets.payload->'a'->>'it''s'");
        assertThat(new ColumnName("My Schema", "t\"x", "c", List.of()).written())
                .isEqualTo("\"My Schema\".\"t\"\"x\".c");
    }
}
