package dev.sallyport.bench;

import dev.sallyport.audit.AuditReceipt;
import dev.sallyport.audit.AuditRecord.StatementAttempted;
import dev.sallyport.audit.Durability;
import dev.sallyport.audit.StatementText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What it costs to have one attempt in the audit journal: encoded, chained, in the file, for `SYNCED` on the disk. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class JournalBenchmark {
    /** As {@code audit.durability}. */
    @Param({"WRITTEN", "SYNCED"})
    @SuppressWarnings("NullAway.Init") // JMH sets it.
    public Durability durability;

    @SuppressWarnings("NullAway.Init") // open() sets it.
    private TemporaryJournal journal;

    private final byte[] sql = "SELECT abalance FROM pgbench_accounts WHERE aid = $1".getBytes(StandardCharsets.UTF_8);
    private long attempts;

    /** Opens it. */
    @Setup(Level.Trial)
    public void open() throws IOException {
        journal = new TemporaryJournal(durability);
    }

    /** Removes it. */
    @TearDown(Level.Trial)
    public void close() throws IOException {
        journal.close();
    }

    /** An attempt, from its statement's bytes to the receipt. */
    @Benchmark
    public AuditReceipt attempt() {
        return journal.append(new StatementAttempted(
                "session-1",
                ++attempts,
                "bind",
                StatementText.of(sql, 0, sql.length),
                "P_0",
                List.of("int4"),
                1,
                List.of("SELECT"),
                "allow",
                List.of(),
                null,
                null,
                List.of(),
                null,
                5,
                false));
    }
}
