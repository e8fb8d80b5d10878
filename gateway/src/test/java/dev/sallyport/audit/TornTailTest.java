package dev.sallyport.audit;

import static dev.sallyport.audit.JournalFixture.CLOCK;
import static dev.sallyport.audit.JournalFixture.attempt;
import static dev.sallyport.audit.JournalFixture.limits;
import static dev.sallyport.audit.JournalFixture.opened;
import static dev.sallyport.audit.JournalFixture.recorded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.audit.Verification.Verified;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TornTailTest {
    private static final String SEGMENT = "00000000000000000001.jsonl";

    @TempDir
    private Path temporary;

    private byte[] headAfterTwo = {};
    private byte[] headAfterThree = {};
    private byte[] segment = {};
    private int lastLine;

    @BeforeEach
    void writeThreeRecords() throws IOException {
        Path directory = temporary.resolve("whole");
        try (FileJournal journal = open(directory)) {
            recorded(journal, opened("s", "agent"));
            recorded(journal, attempt("s", 1, "SELECT 1"));
        }
        headAfterTwo = Files.readAllBytes(directory.resolve("head"));
        lastLine = Math.toIntExact(Files.size(directory.resolve(SEGMENT)));
        try (FileJournal journal = open(directory)) {
            recorded(journal, attempt("s", 2, "SELECT 'é'"));
        }
        headAfterThree = Files.readAllBytes(directory.resolve("head"));
        segment = Files.readAllBytes(directory.resolve(SEGMENT));
    }

    private static FileJournal open(Path directory) throws IOException {
        return FileJournal.open(directory, Durability.WRITTEN, limits(1 << 20), CLOCK, new UnforcedStorage());
    }

    private Path cutAt(int offset, byte[] head) throws IOException {
        Path directory = Files.createDirectory(temporary.resolve("cut at " + offset));
        Files.write(directory.resolve(SEGMENT), Arrays.copyOf(segment, offset));
        Files.write(directory.resolve("head"), head);
        return directory;
    }

    @Test
    void aJournalTornAtAnyByteOfItsLastRecordIsRepairedAndGoesOn() throws Exception {
        for (int offset = lastLine + 1; offset < segment.length; offset++) {
            Path directory = cutAt(offset, headAfterTwo);
            byte[] torn = Arrays.copyOfRange(segment, lastLine, offset);
            try (FileJournal journal = open(directory)) {
                assertThat(recorded(journal, attempt("s", 3, "SELECT 3"))).isEqualTo(4);
            }
            String kept = SEGMENT + "." + lastLine + ".torn";
            assertThat(directory.resolve(kept)).hasBinaryContent(torn);
            List<String> lines = Files.readAllLines(directory.resolve(SEGMENT));
            assertThat(lines.get(2))
                    .endsWith("\"type\":\"JournalRepaired\",\"segment\":\"" + SEGMENT + "\",\"offset\":" + lastLine
                            + ",\"bytes\":" + torn.length + ",\"keptAs\":\"" + kept + "\",\"sha256\":\""
                            + HexFormat.of().formatHex(Sha256.digest().digest(torn)) + "\"}");
            assertThat(JournalVerifier.verify(directory))
                    .isInstanceOfSatisfying(
                            Verified.class,
                            verified -> assertThat(verified.records()).isEqualTo(4));
        }
    }

    @Test
    void aJournalThatEndsWithAWholeRecordIsNotRepaired() throws Exception {
        for (int offset : new int[] {lastLine, segment.length}) {
            Path directory = cutAt(offset, headAfterTwo);
            open(directory).close();
            assertThat(directory.resolve(SEGMENT)).hasBinaryContent(Arrays.copyOf(segment, offset));
        }
    }

    @Test
    void aTailCutBelowTheHeadIsNotATornWriteAndIsRefused() throws Exception {
        for (int offset = 0; offset < segment.length; offset++) {
            Path directory = cutAt(offset, headAfterThree);
            assertThatThrownBy(() -> open(directory))
                    .isInstanceOf(JournalUnusableException.class)
                    .hasMessageContaining("cannot be continued");
            assertThat(JournalVerifier.verify(directory)).isInstanceOf(Verification.Broken.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTornJournalIsRepairedOnARealDisk(Durability durability) throws Exception {
        Path directory = cutAt(segment.length - 1, headAfterTwo);
        FileJournal.open(directory, durability, limits(1), CLOCK).close();
        FileJournal.open(directory, durability, limits(1), CLOCK).close();
        assertThat(JournalVerifier.verify(directory))
                .isInstanceOfSatisfying(
                        Verified.class,
                        verified -> assertThat(verified.records()).isEqualTo(3));
    }

    @Test
    void aSecondTornTailAtTheSamePlaceDoesNotReplaceTheFirst() throws Exception {
        Path directory = cutAt(lastLine + 3, headAfterTwo);
        Files.write(directory.resolve(SEGMENT + "." + lastLine + ".torn"), new byte[] {1});
        open(directory).close();
        assertThat(directory.resolve(SEGMENT + "." + lastLine + ".torn")).hasBinaryContent(new byte[] {1});
        assertThat(directory.resolve(SEGMENT + "." + lastLine + ".2.torn"))
                .hasBinaryContent("{\"s".getBytes(StandardCharsets.US_ASCII));
    }
}
