package dev.sallyport.audit;

import static dev.sallyport.audit.JournalFixture.CLOCK;
import static dev.sallyport.audit.JournalFixture.attempt;
import static dev.sallyport.audit.JournalFixture.limits;
import static dev.sallyport.audit.JournalFixture.opened;
import static dev.sallyport.audit.JournalFixture.recorded;
import static dev.sallyport.audit.JournalFixture.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.audit.AppendResult.Recorded;
import dev.sallyport.audit.FaultyStorage.Fault;
import dev.sallyport.audit.Verification.Verified;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class FailingDiskTest {
    private static final int CALLERS = 4;
    private static final int EACH = 40;

    @TempDir
    private Path temporary;

    static Stream<Arguments> faults() {
        return Stream.of(Durability.values())
                .flatMap(durability -> Stream.of(Fault.values())
                        .flatMap(fault ->
                                IntStream.range(0, 8).mapToObj(seed -> Arguments.of(durability, fault, seed))));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void noReceiptIsGivenForWhatIsNotDurableAndNoneAfterAFailure(Durability durability, Fault fault, int seed)
            throws Exception {
        boolean synced = durability == Durability.SYNCED;
        Random random = new Random(seed);
        // a new journal creates one segment and one head before it can record anything
        FaultyStorage storage = new FaultyStorage(fault, 1 + random.nextInt(6));
        Path directory = temporary.resolve("audit");
        JournalLimits limits = new JournalLimits(4096, 3_000, 1_000, 1 << 20, Duration.ofMillis(1));
        FileJournal journal = FileJournal.open(directory, durability, limits, CLOCK, storage);
        Queue<Long> receipts = new ConcurrentLinkedQueue<>();
        Queue<String> violations = new ConcurrentLinkedQueue<>();
        CountDownLatch answered = new CountDownLatch(CALLERS * EACH);
        List<Thread> callers = IntStream.range(0, CALLERS)
                .mapToObj(caller -> Thread.ofPlatform().start(() -> {
                    for (int i = 1; i <= EACH; i++) {
                        journal.append(attempt("s" + caller, i, "SELECT " + i), result -> {
                            if (result instanceof Recorded recorded) {
                                long sequence = recorded.receipt().sequence();
                                receipts.add(sequence);
                                if (!isDurable(storage, directory, sequence, synced)) {
                                    violations.add("receipt " + sequence + " is not durable");
                                }
                            }
                            answered.countDown();
                        });
                    }
                }))
                .toList();
        for (Thread caller : callers) {
            caller.join();
        }
        assertThat(answered.await(60, TimeUnit.SECONDS)).isTrue();
        appendUntilTheDiskFails(journal, receipts);
        assertThat(storage.hasFailed()).isTrue();
        assertThat(violations).isEmpty();
        assertThat(refused(journal, opened("late", "agent"))).startsWith("the audit journal failed: ");
        assertThat(journal.failure()).isPresent();
        assertThatThrownBy(journal::close).isInstanceOf(IOException.class);
        assertThat(refused(journal, opened("later", "agent"))).startsWith("the audit journal failed: ");

        Path survivors = temporary.resolve("survivors");
        storage.copySurvivors(directory, survivors, synced);
        FileJournal.open(survivors, durability, limits, CLOCK).close();
        long last = receipts.stream().mapToLong(Long::longValue).max().orElse(0);
        assertThat(JournalVerifier.verify(survivors))
                .isInstanceOfSatisfying(
                        Verified.class,
                        verified -> assertThat(verified.lastSequence()).isGreaterThanOrEqualTo(last));
    }

    /** Some operations come by the clock or with size: go on until the planned one has come. */
    private static void appendUntilTheDiskFails(FileJournal journal, Queue<Long> receipts) {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (journal.failure().isEmpty() && System.nanoTime() - deadline < 0) {
            if (JournalFixture.append(journal, opened("more", "agent")) instanceof Recorded recorded) {
                receipts.add(recorded.receipt().sequence());
            }
        }
    }

    private static boolean isDurable(FaultyStorage storage, Path directory, long sequence, boolean synced) {
        try {
            for (JournalDirectory.Segment segment : JournalDirectory.segments(directory)) {
                byte[] durable = new byte[(int) storage.durable(segment.file(), synced)];
                try (var in = Files.newInputStream(segment.file(), StandardOpenOption.READ)) {
                    int read = in.readNBytes(durable, 0, durable.length);
                    String text = new String(durable, 0, read, java.nio.charset.StandardCharsets.UTF_8);
                    if (text.lines().anyMatch(line -> line.startsWith("{\"sequence\":" + sequence + ","))
                            && text.endsWith("\n")) {
                        return true;
                    }
                }
            }
            return false;
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDiskThatFailsAtOpeningIsReportedAndTheDirectoryIsLetGo(Durability durability) throws Exception {
        Path directory = temporary.resolve("audit");
        FaultyStorage storage = new FaultyStorage(Fault.CREATE, 0);
        assertThatThrownBy(() -> FileJournal.open(directory, durability, limits(1000), CLOCK, storage))
                .isInstanceOf(IOException.class)
                .hasMessage("no space left on device");
        try (FileJournal journal = FileJournal.open(directory, durability, limits(1000), CLOCK)) {
            assertThat(recorded(journal, opened("s", "agent"))).isEqualTo(1);
        }
    }
}
