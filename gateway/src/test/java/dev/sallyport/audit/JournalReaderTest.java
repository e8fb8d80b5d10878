package dev.sallyport.audit;

import static dev.sallyport.audit.JournalFixture.attempt;
import static dev.sallyport.audit.JournalFixture.closed;
import static dev.sallyport.audit.JournalFixture.limits;
import static dev.sallyport.audit.JournalFixture.opened;
import static dev.sallyport.audit.JournalFixture.recorded;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalReaderTest {
    /** The journal keeps microseconds. */
    private static final Instant NOW = JournalFixture.NOW.truncatedTo(ChronoUnit.MICROS);

    @TempDir
    private Path temporary;

    private Path directory = Path.of("");

    @BeforeEach
    void writeTwoSessionsAtOneRecordEachSecond() throws IOException {
        directory = temporary.resolve("audit");
        AtomicLong seconds = new AtomicLong();
        try (FileJournal journal = FileJournal.open(
                directory, Durability.WRITTEN, limits(700), () -> NOW.plusSeconds(seconds.incrementAndGet()))) {
            recorded(journal, opened("s1", "agent"));
            recorded(journal, opened("s2", "job"));
            recorded(journal, attempt("s1", 1, "SELECT * FROM Customers"));
            recorded(journal, attempt("s2", 1, "DROP TABLE customers", "deny"));
            recorded(journal, closed("s1"));
            recorded(journal, attempt("s2", 2, "SELECT '\u001b[2J\u202e'"));
        }
    }

    private List<Long> sequences(JournalFilter filter) throws IOException {
        List<Long> sequences = new ArrayList<>();
        long count = new JournalReader(directory).read(filter, entry -> sequences.add(entry.sequence()));
        assertThat(count).isEqualTo(sequences.size());
        return sequences;
    }

    @Test
    void allRecordsComeInTheirOrder() throws Exception {
        assertThat(sequences(JournalFilter.ALL)).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
    }

    @Test
    void eachConditionSelects() throws Exception {
        assertThat(sequences(new JournalFilter("s1", null, null, null, null, null)))
                .containsExactly(1L, 3L, 5L);
        assertThat(sequences(new JournalFilter(null, "job", null, null, null, null)))
                .containsExactly(2L, 4L, 6L);
        assertThat(sequences(new JournalFilter(null, "agent", null, null, null, null)))
                .containsExactly(1L, 3L, 5L);
        assertThat(sequences(new JournalFilter(null, null, NOW.plusSeconds(5), null, null, null)))
                .containsExactly(5L, 6L);
        assertThat(sequences(new JournalFilter(null, null, null, NOW.plusSeconds(4), null, null)))
                .containsExactly(1L, 2L, 3L);
        assertThat(sequences(new JournalFilter(null, null, null, null, "deny", null)))
                .containsExactly(4L);
        assertThat(sequences(new JournalFilter(null, null, null, null, null, "CUSTOMERS")))
                .containsExactly(3L, 4L);
        assertThat(sequences(new JournalFilter(null, "job", null, null, null, "customers")))
                .containsExactly(4L);
    }

    private String searched(Path where, JournalFilter filter, int exit) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        assertThat(new AuditSearch(where, filter).run(out, out)).isEqualTo(exit);
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void whatIsPrintedCannotCommandTheTerminal() {
        assertThat(searched(directory, new JournalFilter("s2", null, null, null, "allow", null), 0))
                .startsWith("{\"sequence\":6,")
                .contains("SELECT '\\u001B[2J\\u202e'")
                .endsWith("}\n");
    }

    @Test
    void aLineThatIsNoRecordEndsTheSearchWithItsPlace() throws Exception {
        Path first = JournalDirectory.segments(directory).getFirst().file();
        Files.writeString(first, "{}\n");
        assertThat(searched(directory, JournalFilter.ALL, 1))
                .contains("segment 00000000000000000001.jsonl, line 1 is not a record");
        assertThat(searched(temporary, JournalFilter.ALL, 1)).contains("there is no audit journal in it");
    }

    @Test
    void theVerifyCommandSaysWhetherTheJournalIsWhole() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        assertThat(new AuditVerify(directory).run(out, out)).isZero();
        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .startsWith("The audit journal is whole: 6 records, the last is 6.\nhead ");
        bytes.reset();
        Path first = JournalDirectory.segments(directory).getFirst().file();
        Files.writeString(first, Files.readString(first).replace("agent", "agenT"));
        assertThat(new AuditVerify(directory).run(out, out)).isEqualTo(1);
        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .startsWith("The audit journal is BROKEN at record 2 (00000000000000000001.jsonl, line 2): record 1");
        assertThat(new AuditVerify(temporary.resolve("absent")).run(out, out)).isEqualTo(1);
    }
}
