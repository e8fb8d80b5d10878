package dev.sallyport.audit;

import static dev.sallyport.audit.JournalFixture.CLOCK;
import static dev.sallyport.audit.JournalFixture.append;
import static dev.sallyport.audit.JournalFixture.attempt;
import static dev.sallyport.audit.JournalFixture.limits;
import static dev.sallyport.audit.JournalFixture.opened;
import static dev.sallyport.audit.JournalFixture.recorded;
import static dev.sallyport.audit.JournalFixture.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.audit.AppendResult.NotRecorded;
import dev.sallyport.audit.AppendResult.Recorded;
import dev.sallyport.audit.Verification.Verified;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FileJournalTest {
    private static final long ONE_SEGMENT = 1 << 20;

    @TempDir
    private Path temporary;

    private FileJournal open(Durability durability, JournalLimits limits) throws IOException {
        return FileJournal.open(temporary.resolve("audit"), durability, limits, CLOCK);
    }

    private List<String> lines(String segment) throws IOException {
        return Files.readAllLines(temporary.resolve("audit").resolve(segment));
    }

    @Test
    void aSyncedRecordIsSaidToBeWrittenBeforeItIsSaidToBeDurable() throws Exception {
        List<AuditReceipt> said = Collections.synchronizedList(new ArrayList<>());
        SlowStorage slow = new SlowStorage();
        try (FileJournal journal =
                FileJournal.open(temporary.resolve("audit"), Durability.SYNCED, limits(ONE_SEGMENT), CLOCK, slow)) {
            journal.append(List.of(new Journal.Append(opened("s1", "agent"), said::add, result -> {
                if (result instanceof AppendResult.Recorded(var receipt)) {
                    said.add(receipt);
                }
            })));
            assertThat(said).extracting(AuditReceipt::durable).containsExactly(false);
            slow.mayFinish.countDown();
        }
        assertThat(said).extracting(AuditReceipt::durable).containsExactly(false, true);
        assertThat(said).extracting(AuditReceipt::sequence).containsExactly(1L, 1L);
    }

    @ParameterizedTest
    @EnumSource
    void aBatchOfLongRecordsIsWrittenPieceByPiece(Durability durability) throws Exception {
        JournalLimits limits = new JournalLimits(1 << 20, 1 << 30, 1_000, 1 << 30, JournalFixture.LONG);
        WatchedStorage storage = new WatchedStorage();
        Set<Integer> recorded = ConcurrentHashMap.newKeySet();
        String text = "x".repeat(500_000);
        try (FileJournal journal = FileJournal.open(temporary.resolve("audit"), durability, limits, CLOCK, storage)) {
            journal.append(IntStream.range(0, 40)
                    .mapToObj(number -> new Journal.Append(attempt("s", number, text), result -> {
                        if (result instanceof Recorded) {
                            recorded.add(number);
                        }
                    }))
                    .toList());
        }
        assertThat(recorded).hasSize(40);
        assertThat(storage.longestWrite).isBetween(1L, (long) FileJournal.WRITE_BYTES + limits.recordBytes());
        assertThat(JournalVerifier.verify(temporary.resolve("audit"))).isInstanceOf(Verified.class);
    }

    @Test
    void aWrittenRecordIsAsDurableAsItWillBeAtOnce() throws Exception {
        List<String> said = new ArrayList<>();
        try (FileJournal journal = open(Durability.WRITTEN, limits(ONE_SEGMENT))) {
            journal.append(List.of(new Journal.Append(
                    opened("s1", "agent"), receipt -> said.add("written"), result -> said.add("done"))));
        }
        assertThat(said).containsExactly("done");
    }

    @ParameterizedTest
    @EnumSource
    void aLineCarriesItsSequenceTimeAndThePreviousLinesHash(Durability durability) throws Exception {
        try (FileJournal journal = open(durability, limits(ONE_SEGMENT))) {
            assertThat(recorded(journal, opened("s1", "agent"))).isEqualTo(1);
            assertThat(recorded(journal, attempt("s1", 1, "SELECT 'é\n'"))).isEqualTo(2);
        }
        List<String> lines = lines("00000000000000000001.jsonl");
        byte[] first = lines.getFirst().getBytes(StandardCharsets.UTF_8);
        String hash =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(first));
        assertThat(lines.getFirst())
                .startsWith("{\"sequence\":1,\"time\":\"2026-03-01T10:15:30.123456Z\",\"previous\":\"" + "0".repeat(64)
                        + "\",\"type\":\"SessionOpened\",\"session\":\"s1\",\"identity\":{\"issuer\":");
        assertThat(lines.get(1))
                .isEqualTo("{\"sequence\":2,\"time\":\"2026-03-01T10:15:30.123456Z\",\"previous\":\"" + hash
                        + "\",\"type\":\"StatementAttempted\",\"session\":\"s1\",\"attempt\":1,\"phase\":\"query\","
                        + "\"statement\":\"SELECT 'é\\n'\",\"parameterTypes\":[\"int4\"],\"parameterCount\":1,"
                        + "\"kinds\":[\"SELECT\"],\"decision\":\"allow\",\"reasons\":[\"no rule applies\"],"
                        + "\"rule\":\"a rule\",\"ageSeconds\":0}");
        assertThat(lines).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource
    void theChainGoesOnAcrossSegmentsAndRestarts(Durability durability) throws Exception {
        for (int run = 0; run < 3; run++) {
            try (FileJournal journal = open(durability, limits(1_000))) {
                for (int i = 1; i <= 10; i++) {
                    assertThat(recorded(journal, attempt("s", i, "SELECT " + i)))
                            .isEqualTo(run * 10L + i);
                }
            }
        }
        Path directory = temporary.resolve("audit");
        assertThat(JournalDirectory.segments(directory)).hasSizeGreaterThan(5);
        assertThat(JournalVerifier.verify(directory)).isInstanceOfSatisfying(Verified.class, verified -> {
            assertThat(verified.records()).isEqualTo(30);
            assertThat(verified.firstSequence()).isEqualTo(1);
            assertThat(verified.lastSequence()).isEqualTo(30);
            assertThat(verified.unfinishedBytes()).isZero();
        });
    }

    @ParameterizedTest
    @EnumSource
    void manyCallersGetOneReceiptEachAndKeepTheirOwnOrder(Durability durability) throws Exception {
        Set<Long> sequences = ConcurrentHashMap.newKeySet();
        int callers = 8;
        int each = 200;
        try (FileJournal journal = open(durability, limits(20_000))) {
            List<Thread> threads = IntStream.range(0, callers)
                    .mapToObj(
                            caller -> Thread.ofPlatform().start(() -> appendInOrder(journal, caller, each, sequences)))
                    .toList();
            for (Thread thread : threads) {
                thread.join();
            }
        }
        assertThat(sequences)
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(1, (long) callers * each).boxed().toList());
        assertThat(JournalVerifier.verify(temporary.resolve("audit"))).isInstanceOf(Verified.class);
    }

    private static void appendInOrder(FileJournal journal, int caller, int each, Set<Long> sequences) {
        List<Long> own = new ArrayList<>();
        CountDownLatch answered = new CountDownLatch(each);
        for (int i = 1; i <= each; i++) {
            journal.append(attempt("s" + caller, i, "SELECT 1"), result -> {
                if (result instanceof Recorded recorded) {
                    own.add(recorded.receipt().sequence());
                }
                answered.countDown();
            });
        }
        try {
            assertThat(answered.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException unexpected) {
            throw new AssertionError(unexpected);
        }
        if (own.equals(own.stream().sorted().toList())) {
            sequences.addAll(own);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRecordAtTheLimitIsRecordedAndOneByteMoreIsNot(Durability durability) throws Exception {
        int limit = 4096;
        JournalLimits limits = new JournalLimits(limit, ONE_SEGMENT, 10, 1 << 20, JournalFixture.LONG);
        int overhead = new RecordEncoder(limit).encode(attempt("s", 1, "")).length;
        try (FileJournal journal = open(durability, limits)) {
            assertThat(recorded(journal, attempt("s", 1, "x".repeat(limit - overhead))))
                    .isEqualTo(1);
            assertThat(refused(journal, attempt("s", 1, "x".repeat(limit - overhead + 1))))
                    .isEqualTo("the record is longer than 4096 bytes");
            assertThat(recorded(journal, attempt("s", 2, "SELECT 1"))).isEqualTo(2);
        }
        assertThat(lines("00000000000000000001.jsonl")).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource
    void aStatementOfOneMebibyteIsRecordedWholeEvenIfEachByteIsEscaped(Durability durability) throws Exception {
        String statement = "\u0001".repeat(1 << 20);
        try (FileJournal journal = open(durability, JournalLimits.DEFAULT)) {
            recorded(journal, attempt("s", 1, statement));
        }
        assertThat(lines("00000000000000000001.jsonl").getFirst()).contains("\\u0001".repeat(1 << 20));
        assertThat(JournalVerifier.verify(temporary.resolve("audit"))).isInstanceOf(Verified.class);
    }

    @ParameterizedTest
    @EnumSource
    void aSecondGatewayIsTurnedAwayUntilTheFirstLetsGo(Durability durability) throws Exception {
        try (FileJournal first = open(durability, limits(ONE_SEGMENT))) {
            recorded(first, opened("s", "agent"));
            assertThatThrownBy(() -> open(durability, limits(ONE_SEGMENT)))
                    .isInstanceOf(JournalUnusableException.class)
                    .hasMessageEndingWith("audit is held by another gateway");
        }
        open(durability, limits(ONE_SEGMENT)).close();
    }

    @ParameterizedTest
    @EnumSource
    void onlyTheOwnerMayReadTheFilesAndTheDirectory(Durability durability) throws Exception {
        try (FileJournal journal = open(durability, limits(1))) {
            recorded(journal, opened("s", "agent"));
            recorded(journal, opened("t", "agent"));
        }
        Path directory = temporary.resolve("audit");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
                .isEqualTo("rwx------");
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.toList())
                    .hasSizeGreaterThanOrEqualTo(4)
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }
    }

    @Test
    void aDirectoryThatOthersMayWriteToIsRefused() throws Exception {
        Path directory = Files.createDirectory(temporary.resolve("audit"));
        Set<PosixFilePermission> permissions = PosixFilePermissions.fromString("rwx-w----");
        Files.setPosixFilePermissions(directory, permissions);
        assertThatThrownBy(() -> open(Durability.SYNCED, limits(ONE_SEGMENT)))
                .isInstanceOf(JournalUnusableException.class)
                .hasMessageContaining("chmod go-w");
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsRecordedAfterTheEnd(Durability durability) throws Exception {
        FileJournal journal = open(durability, limits(ONE_SEGMENT));
        recorded(journal, opened("s", "agent"));
        journal.close();
        journal.close();
        assertThat(append(journal, opened("t", "agent"))).isEqualTo(new NotRecorded("the audit journal is closed"));
        assertThat(lines("00000000000000000001.jsonl")).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void anInterruptedCallerDoesNotEndTheJournal(Durability durability) throws Exception {
        try (FileJournal journal = open(durability, limits(500))) {
            CountDownLatch recorded = new CountDownLatch(5);
            Thread caller = Thread.ofPlatform().start(() -> {
                Thread.currentThread().interrupt();
                for (int i = 0; i < 5; i++) {
                    journal.append(attempt("s", i, "SELECT 1"), result -> {
                        if (result instanceof Recorded) {
                            recorded.countDown();
                        }
                    });
                }
            });
            caller.join();
            assertThat(recorded.await(60, TimeUnit.SECONDS)).isTrue();
            recorded(journal, attempt("s", 6, "SELECT 1"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCallbackThatThrowsDoesNotEndTheJournal(Durability durability) throws Exception {
        try (FileJournal journal = open(durability, limits(ONE_SEGMENT))) {
            journal.append(opened("s", "agent"), result -> {
                throw new IllegalStateException("a fault of the caller: " + result);
            });
            assertThat(recorded(journal, opened("t", "agent"))).isEqualTo(2);
        }
    }

    /** Real files that remember how much was written at once. */
    private static final class WatchedStorage implements Storage {
        private final UnforcedStorage files = new UnforcedStorage();
        private volatile long longestWrite;

        @Override
        public SegmentFile create(Path file) throws IOException {
            return watched(files.create(file));
        }

        @Override
        public SegmentFile open(Path file) throws IOException {
            return watched(files.open(file));
        }

        private SegmentFile watched(SegmentFile real) {
            return new SegmentFile() {
                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    longestWrite = Math.max(longestWrite, length);
                    real.write(bytes, offset, length);
                }

                @Override
                public void force() throws IOException {
                    real.force();
                }

                @Override
                public void close() throws IOException {
                    real.close();
                }
            };
        }

        @Override
        public void replace(Path file, byte[] content) throws IOException {
            files.replace(file, content);
        }

        @Override
        public void truncate(Path file, long size) throws IOException {
            files.truncate(file, size);
        }
    }
}
