package dev.sallyport.audit;

import static dev.sallyport.audit.JournalFixture.CLOCK;
import static dev.sallyport.audit.JournalFixture.attempt;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.audit.AppendResult.NotRecorded;
import dev.sallyport.audit.AppendResult.Recorded;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueueLimitTest {
    private static final NotRecorded FULL = new NotRecorded("too many audit records wait for the disk");

    @TempDir
    private Path temporary;

    private final List<AppendResult> results = Collections.synchronizedList(new ArrayList<>());

    @Test
    void asManyAppendsAsTheLimitMayWaitAndOneMoreIsNotRecorded() throws Exception {
        JournalLimits limits = new JournalLimits(1024, 1 << 20, 3, 1 << 20, JournalFixture.LONG);
        waitBehindASlowDisk(temporary.resolve("at the limit"), limits, "", "", "");
        assertThat(results).hasSize(4).hasOnlyElementsOfType(Recorded.class);
        results.clear();
        waitBehindASlowDisk(temporary.resolve("one past it"), limits, "", "", "", "");
        assertThat(results).hasSize(5).containsOnlyOnce(FULL);
    }

    @Test
    void asManyBytesAsTheLimitMayWaitAndOneMoreIsNotRecorded() throws Exception {
        String base = "y".repeat(200);
        int size = new RecordEncoder(4096).encode(attempt("s", 1, base)).length;
        JournalLimits limits = new JournalLimits(1024, 1 << 20, 100, 3L * size, JournalFixture.LONG);
        waitBehindASlowDisk(temporary.resolve("at the limit"), limits, base, base, base);
        assertThat(results).hasSize(4).hasOnlyElementsOfType(Recorded.class);
        results.clear();
        waitBehindASlowDisk(temporary.resolve("one past it"), limits, base, base, base + "x");
        assertThat(results).hasSize(4).containsOnlyOnce(FULL);
    }

    /** Appends one record and, while the disk is held up with it, more with these statements. */
    private void waitBehindASlowDisk(Path directory, JournalLimits limits, String... statements) throws Exception {
        SlowStorage slow = new SlowStorage();
        try (FileJournal journal = FileJournal.open(directory, Durability.SYNCED, limits, CLOCK, slow)) {
            journal.append(attempt("s", 1, ""), results::add);
            slow.forcing.await();
            for (String statement : statements) {
                journal.append(attempt("s", 1, statement), results::add);
            }
            slow.mayFinish.countDown();
        }
    }
}
