package dev.sallyport.recording;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sallyport.wire.BackendMessage;
import dev.sallyport.wire.Bytes;
import dev.sallyport.wire.FrontendMessage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever a file holds, it is played or found to be damaged, and no byte of it commands the terminal. {@code bench/fuzz} looks for more than
 * the samples.
 */
class ReplayFuzzTest {
    private static final RecordingHeader HEADER =
            new RecordingHeader("s", Instant.EPOCH, "https://idp", "agent", "shop");

    /** The header is always good, so that what follows it is looked at. */
    @MethodSource("recordings")
    @FuzzTest(maxDuration = "1m")
    void aRecordingIsPlayedOrDamaged(byte[] chunks) throws Exception {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(RecordingFormat.header(HEADER));
        all.writeBytes(chunks);
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(shown, false, StandardCharsets.UTF_8);
        ReplayOptions options = new ReplayOptions(1, false, Duration.ZERO, 5);
        int exit = new ReplayTerminal(Path.of("unused"), options, never -> {
                    throw new AssertionError("it must not wait");
                })
                .run(new ByteArrayInputStream(all.toByteArray()), out, out);
        out.flush();
        assertThat(exit).isBetween(0, 1);
        for (byte each : shown.toByteArray()) {
            assertThat(each < 0 || each >= ' ' || each == '\n').isTrue();
        }
    }

    static Stream<byte[]> recordings() throws IOException {
        Path directory = Files.createTempDirectory("replay");
        Recordings recordings = new Recordings(directory, new RecordingLimits(1 << 20, 1 << 20, 40));
        Recorder recorder = recordings.open(HEADER, reason -> {
            throw new AssertionError(reason);
        });
        List.of(
                        new FrontendMessage.Parse("s", Bytes.ofUtf8("SELECT \u001b[2J $1"), List.of(25)),
                        new FrontendMessage.Bind("", "s", List.of(), List.of(Bytes.of(new byte[50])), List.of()),
                        new FrontendMessage.Execute("", 0),
                        new FrontendMessage.Query(Bytes.ofUtf8("COPY t FROM STDIN")),
                        new FrontendMessage.CopyData(Bytes.of(new byte[60])),
                        new FrontendMessage.CopyDone())
                .forEach(message -> recorder.client(message.encode(), 1));
        for (int i = 0; i < 5; i++) {
            recorder.server(new BackendMessage.DataRow(List.of(Bytes.ofUtf8("\u009b12345678"))).encode(), 2);
        }
        recorder.server(new BackendMessage.CommandComplete("SELECT 5").encode(), 2);
        CompletableFuture<RecordingEnd> end = new CompletableFuture<>();
        recorder.finish(end::complete);
        end.orTimeout(20, TimeUnit.SECONDS).join();
        Path file = directory.resolve("s.rec");
        byte[] bytes = Files.readAllBytes(file);
        Files.delete(file);
        Files.delete(directory);
        int header = RecordingFormat.header(HEADER).length;
        return Stream.of(java.util.Arrays.copyOfRange(bytes, header, bytes.length));
    }
}
