package dev.sallyport.audit;

import static dev.sallyport.audit.JournalFixture.CLOCK;
import static dev.sallyport.audit.JournalFixture.attempt;
import static dev.sallyport.audit.JournalFixture.limits;
import static dev.sallyport.audit.JournalFixture.opened;
import static dev.sallyport.audit.JournalFixture.recorded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.audit.JournalDirectory.Segment;
import dev.sallyport.audit.Verification.Broken;
import dev.sallyport.audit.Verification.Verified;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JournalVerifierTest {
    private static final long SEED = 20260301;

    @TempDir
    private Path temporary;

    private Path directory = Path.of("");
    private List<Segment> segments = List.of();

    @BeforeEach
    void writeThreeSegments() throws IOException {
        directory = temporary.resolve("audit");
        try (FileJournal journal = open(limits(1_300))) {
            recorded(journal, opened("s", "agent"));
            for (int i = 1; i < 9; i++) {
                recorded(journal, attempt("s", i, "SELECT " + i));
            }
        }
        segments = JournalDirectory.segments(directory);
        assertThat(segments).hasSize(3);
    }

    private FileJournal open(JournalLimits limits) throws IOException {
        return FileJournal.open(directory, Durability.WRITTEN, limits, CLOCK, new UnforcedStorage());
    }

    private Broken broken() throws IOException {
        return (Broken) JournalVerifier.verify(directory);
    }

    @Test
    void anUntouchedJournalIsVerified() throws Exception {
        Head head = Head.read(directory);
        assertThat(head).isNotNull();
        assertThat(JournalVerifier.verify(directory))
                .isEqualTo(new Verified(9, 1, 9, head == null ? "" : head.hash(), 0));
    }

    @Test
    void anEmptyJournalIsVerified() throws Exception {
        directory = temporary.resolve("empty");
        open(limits(1)).close();
        assertThat(JournalVerifier.verify(directory)).isEqualTo(new Verified(0, 0, 0, "0".repeat(64), 0));
    }

    @Test
    void aDirectoryWithoutAJournalIsNotVerified() throws Exception {
        directory = Files.createDirectory(temporary.resolve("nothing"));
        assertThat(broken().file()).isEqualTo("head");
    }

    @Test
    void anyByteOfAnyFileThatIsChangedIsFound() throws Exception {
        Random random = new Random(SEED);
        List<Path> files = new ArrayList<>(segments.stream().map(Segment::file).toList());
        files.add(directory.resolve("head"));
        int changes = 0;
        for (Path file : files) {
            byte[] whole = Files.readAllBytes(file);
            for (int i = 0; i < whole.length; i++) {
                byte[] changed = whole.clone();
                changed[i] ^= (byte) (1 + random.nextInt(255));
                Files.write(file, changed);
                assertThat(JournalVerifier.verify(directory))
                        .as("byte %d of %s, seed %d", i, file.getFileName(), SEED)
                        .isInstanceOf(Broken.class);
                changes++;
            }
            Files.write(file, whole);
        }
        assertThat(changes).isGreaterThan(3_000);
        assertThat(JournalVerifier.verify(directory)).isInstanceOf(Verified.class);
    }

    @Test
    void anyLineThatIsRemovedRepeatedOrMovedIsFound() throws Exception {
        for (Segment segment : segments) {
            List<String> lines = Files.readAllLines(segment.file());
            for (int i = 0; i < lines.size(); i++) {
                List<String> removed = new ArrayList<>(lines);
                removed.remove(i);
                assertBroken(segment, removed);
                List<String> repeated = new ArrayList<>(lines);
                repeated.add(i, lines.get(i));
                assertBroken(segment, repeated);
                if (i > 0) {
                    List<String> moved = new ArrayList<>(lines);
                    Collections.swap(moved, i, i - 1);
                    assertBroken(segment, moved);
                }
            }
            Files.write(segment.file(), lines);
        }
        assertThat(JournalVerifier.verify(directory)).isInstanceOf(Verified.class);
    }

    private void assertBroken(Segment segment, List<String> lines) throws IOException {
        Files.write(segment.file(), lines);
        assertThat(JournalVerifier.verify(directory)).isInstanceOf(Broken.class);
    }

    @Test
    void anySegmentThatIsRemovedIsFound() throws Exception {
        for (Segment segment : segments) {
            byte[] whole = Files.readAllBytes(segment.file());
            Files.delete(segment.file());
            assertThat(broken().sequence()).isEqualTo(segment.first());
            Files.write(segment.file(), whole);
        }
    }

    @Test
    void aTailCutAnywhereIsFoundUpToTheHead() throws Exception {
        Path last = segments.getLast().file();
        byte[] whole = Files.readAllBytes(last);
        for (int size = 0; size < whole.length; size++) {
            Files.write(last, Arrays.copyOf(whole, size));
            assertThat(broken().why()).contains("its tail was cut");
        }
    }

    @Test
    void aTailCutBehindTheHeadCannotBeSeenWithoutAnAnchorElsewhere() throws Exception {
        byte[] head = Files.readAllBytes(directory.resolve("head"));
        Path last = segments.getLast().file();
        byte[] before = Files.readAllBytes(last);
        try (FileJournal journal = open(limits(1 << 20))) {
            recorded(journal, attempt("s", 10, "DROP TABLE evidence"));
        }
        Files.write(last, before);
        Files.write(directory.resolve("head"), head);
        assertThat(JournalVerifier.verify(directory)).isInstanceOf(Verified.class);
    }

    @Test
    void theBrokenPlaceIsNamed() throws Exception {
        Path second = segments.get(1).file();
        List<String> lines = new ArrayList<>(Files.readAllLines(second));
        lines.set(1, lines.get(1).replace("allow", "allot"));
        Files.write(second, lines);
        long changed = segments.get(1).first() + 1;
        assertThat(broken())
                .isEqualTo(new Broken(
                        segments.get(1).name(),
                        3,
                        changed + 1,
                        "record " + changed + " was changed, or what this line says about it: its hash is not the one "
                                + "given here"));
    }

    @Test
    void aGatewayDoesNotGoOnWithABrokenEnd() throws Exception {
        Path last = segments.getLast().file();
        Files.writeString(last, Files.readString(last).replace("allow", "allot"));
        assertThatThrownBy(() -> open(limits(1_000)))
                .isInstanceOf(JournalUnusableException.class)
                .hasMessageContaining(
                        "segment 00000000000000000009.jsonl, record 9: it is not the record that the head");
    }

    @Test
    void aGatewayDoesNotGoOnWithoutTheHeadOrTheSegments() throws Exception {
        Path head = directory.resolve("head");
        byte[] content = Files.readAllBytes(head);
        Files.delete(head);
        assertThatThrownBy(() -> open(limits(1_000))).hasMessageContaining("the file head is gone");
        Files.write(head, content);
        for (Segment segment : segments) {
            Files.delete(segment.file());
        }
        assertThatThrownBy(() -> open(limits(1_000))).hasMessageContaining("there is no segment");
    }

    @Test
    void aGatewayGoesOnInTheEmptySegmentThatAKilledOneHadJustBegun() throws Exception {
        Files.createFile(JournalDirectory.segmentFile(directory, 10));
        try (FileJournal journal = open(limits(1_000))) {
            assertThat(recorded(journal, opened("t", "agent"))).isEqualTo(10);
        }
        assertThat(JournalVerifier.verify(directory)).isInstanceOf(Verified.class);
    }

    @ParameterizedTest
    @EnumSource
    void aJournalThatGrowsAndRotatesMeanwhileIsVerified(Durability durability) throws Exception {
        directory = temporary.resolve("growing");
        JournalLimits limits = new JournalLimits(4096, 2_000, 1_000, 1 << 20, Duration.ofMillis(1));
        AtomicBoolean stop = new AtomicBoolean();
        try (FileJournal journal = FileJournal.open(directory, durability, limits, CLOCK)) {
            recorded(journal, opened("s", "agent"));
            Thread writer = Thread.ofPlatform().start(() -> {
                for (int i = 1; !stop.get(); i++) {
                    recorded(journal, attempt("s", i, "SELECT 1"));
                }
            });
            long last = 0;
            long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
            // Until it has both been looked at often and grown under it: when the writer gets its turn is not ours to
            // say.
            for (int i = 0; i < 50 || (last < 100 && System.nanoTime() - deadline < 0); i++) {
                Verification verification = JournalVerifier.verify(directory);
                assertThat(verification).isInstanceOf(Verified.class);
                last = ((Verified) verification).lastSequence();
            }
            stop.set(true);
            writer.join();
            assertThat(last).isGreaterThanOrEqualTo(100);
        }
    }

    @Test
    void theHeadFollowsWhileTheJournalIsOpen() throws Exception {
        for (Durability durability : Durability.values()) {
            directory = temporary.resolve("followed " + durability);
            JournalLimits limits = new JournalLimits(4096, 2_000, 1_000, 1 << 20, Duration.ofMillis(5));
            try (FileJournal journal = FileJournal.open(directory, durability, limits, CLOCK)) {
                recorded(journal, opened("s", "agent"));
                long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
                Head head = Head.read(directory);
                while ((head == null || head.sequence() < 1) && System.nanoTime() - deadline < 0) {
                    Thread.onSpinWait();
                    head = Head.read(directory);
                }
                assertThat(head).isNotNull().extracting(Head::sequence).isEqualTo(1L);
            }
        }
    }
}
