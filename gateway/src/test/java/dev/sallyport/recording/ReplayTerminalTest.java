package dev.sallyport.recording;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.wire.BackendMessage;
import dev.sallyport.wire.BackendMessage.BindComplete;
import dev.sallyport.wire.BackendMessage.CommandComplete;
import dev.sallyport.wire.BackendMessage.DataRow;
import dev.sallyport.wire.BackendMessage.ErrorResponse;
import dev.sallyport.wire.BackendMessage.NoticeResponse;
import dev.sallyport.wire.BackendMessage.ParameterStatus;
import dev.sallyport.wire.BackendMessage.ParseComplete;
import dev.sallyport.wire.BackendMessage.ReadyForQuery;
import dev.sallyport.wire.BackendMessage.RowDescription;
import dev.sallyport.wire.Bytes;
import dev.sallyport.wire.Field;
import dev.sallyport.wire.Format;
import dev.sallyport.wire.FrameLimits;
import dev.sallyport.wire.FrontendMessage;
import dev.sallyport.wire.FrontendMessage.Bind;
import dev.sallyport.wire.FrontendMessage.Describe;
import dev.sallyport.wire.FrontendMessage.Execute;
import dev.sallyport.wire.FrontendMessage.Parse;
import dev.sallyport.wire.FrontendMessage.Query;
import dev.sallyport.wire.FrontendMessage.Sync;
import dev.sallyport.wire.FrontendMessage.Target;
import dev.sallyport.wire.FrontendMessage.Terminate;
import dev.sallyport.wire.TransactionStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayTerminalTest {
    private static final long SECOND = 1_000_000_000;
    private static final String OPENING = "Session s1 of agent (https://idp) on shop, 2026-03-01T10:15:30Z\n";

    @TempDir
    private Path directory;

    private @Nullable Recorder recorder;
    private final List<Duration> pauses = new ArrayList<>();

    @BeforeEach
    void open() throws IOException {
        RecordingHeader header =
                new RecordingHeader("s1", Instant.parse("2026-03-01T10:15:30Z"), "https://idp", "agent", "shop");
        recorder = new Recordings(directory, RecordingLimits.DEFAULT).open(header, reason -> {
            throw new AssertionError(reason);
        });
    }

    private void client(long nanos, Bytes... frames) {
        Arrays.stream(frames).forEach(frame -> {
            awaitRoom();
            recorder().client(frame, nanos);
        });
    }

    private void server(long nanos, Bytes... frames) {
        Arrays.stream(frames).forEach(frame -> {
            awaitRoom();
            recorder().server(frame, nanos);
        });
    }

    /** As a session does before it reads more. */
    private void awaitRoom() {
        CountDownLatch room = new CountDownLatch(1);
        try {
            if (!recorder().hasRoom(room::countDown)) {
                assertThat(room.await(20, TimeUnit.SECONDS)).isTrue();
            }
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    private Recorder recorder() {
        Recorder open = recorder;
        if (open == null) {
            throw new AssertionError("no recorder");
        }
        return open;
    }

    private String played(ReplayOptions options) throws Exception {
        CompletableFuture<RecordingEnd> end = new CompletableFuture<>();
        recorder().finish(end::complete);
        end.orTimeout(20, TimeUnit.SECONDS).join();
        return playedAsItIs(options, 0);
    }

    private String playedAsItIs(ReplayOptions options, int exit) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        assertThat(new ReplayTerminal(directory.resolve("s1.rec"), options, pauses::add).run(out, out))
                .isEqualTo(exit);
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static Field field(String name, int type, Format format) {
        return new Field(name, 0, (short) 0, type, (short) -1, -1, format);
    }

    private static Bytes row(@Nullable String... values) {
        return new DataRow(Arrays.stream(values)
                        .map(value -> value == null ? null : Bytes.ofUtf8(value))
                        .toList())
                .encode();
    }

    private static Bytes ready() {
        return new ReadyForQuery(TransactionStatus.IDLE).encode();
    }

    @Test
    void whatWasLeftOutIsSaidAndCounted() throws Exception {
        RecordingHeader header =
                new RecordingHeader("s2", Instant.parse("2026-03-01T10:15:30Z"), "https://idp", "agent", "shop");
        RecordingLimits limits = new RecordingLimits(1 << 20, 1 << 20, 30);
        Recorder small = new Recordings(directory, limits).open(header, reason -> {
            throw new AssertionError(reason);
        });
        small.client(new Parse("s", Bytes.ofUtf8("SELECT $1"), List.of()).encode(), 0);
        small.client(new Bind("", "s", List.of(), List.of(Bytes.of(new byte[1000])), List.of()).encode(), 0);
        small.client(new Execute("", 0).encode(), 0);
        small.client(new Query(Bytes.ofUtf8("SELECT 2")).encode(), 0);
        for (int i = 0; i < 10; i++) {
            small.server(row("12345678901"), 0);
        }
        small.server(new CommandComplete("SELECT 10").encode(), 0);
        CompletableFuture<RecordingEnd> end = new CompletableFuture<>();
        small.finish(end::complete);
        end.orTimeout(20, TimeUnit.SECONDS).join();

        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        assertThat(new ReplayTerminal(directory.resolve("s2.rec"), ReplayOptions.DEFAULT, pauses::add).run(out, out))
                .isZero();
        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .contains("> bind \"s\": 1 parameters that take 1017 bytes")
                .contains("> left out of the recording: 988 bytes of parameters, SHA-256 ")
                .contains("< a row of 21 bytes")
                .contains("< left out of the recording: 190 bytes of rows, 9 of which end there, SHA-256 ")
                .contains("(10 rows, 1 shown)");
    }

    @Test
    void copyDataThatAreTooLongToBeHeldAreCountedAndWhatFollowsIsShown() throws Exception {
        Bytes longValue = Bytes.of(new byte[FrameLimits.LONGEST_VALUES]);
        client(SECOND, new FrontendMessage.CopyData(longValue).encode(), new FrontendMessage.CopyDone().encode());
        server(2 * SECOND, new BackendMessage.CopyData(longValue).encode(), new BackendMessage.CopyDone().encode());
        client(3 * SECOND, new Query(Bytes.ofUtf8("SELECT a")).encode());
        assertThat(played(ReplayOptions.DEFAULT)).isEqualTo(OPENING + """
            00:01.000 : COPY 8388608 bytes sent
            00:02.000 : COPY 8388608 bytes received
            00:03.000 > SELECT a
            00:03.000 The recording ends here.
            """);
    }

    @Test
    void textsAreShownByTheEncodingThatTheServerReported() throws Exception {
        Bytes text = Bytes.of("SELECT 'ü' AS ä".getBytes(StandardCharsets.ISO_8859_1));
        server(0, new ParameterStatus("client_encoding", "LATIN1").encode());
        client(0, new Query(text).encode());
        Field named = new Field(Bytes.of(new byte[] {(byte) 0xe4}), 0, (short) 0, 25, (short) -1, -1, Format.TEXT);
        server(
                0,
                new RowDescription(List.of(named)).encode(),
                new DataRow(List.of(Bytes.of(new byte[] {(byte) 0xfc}))).encode(),
                new CommandComplete("SELECT 1").encode(),
                ready());
        client(0, new Terminate().encode());

        assertThat(played(ReplayOptions.DEFAULT)).isEqualTo(OPENING + """
            00:00.000 < client_encoding is LATIN1
            00:00.000 > SELECT 'ü' AS ä
             ä
            ---
             ü
            (1 row)
            00:00.000 < SELECT 1
            00:00.000 > disconnect
            00:00.000 The recording ends here.
            """);
    }

    @Test
    void aQueryIsShownWithItsRowsAsATable() throws Exception {
        client(SECOND, new Query(Bytes.ofUtf8("SELECT id,\n\tname FROM t")).encode());
        server(
                SECOND + 1_000_000,
                new RowDescription(List.of(field("id", 23, Format.TEXT), field("name", 25, Format.TEXT))).encode(),
                row("1", "Ada"),
                row("22", null),
                new CommandComplete("SELECT 2").encode(),
                ready());
        client(2 * SECOND, new Terminate().encode());
        assertThat(played(ReplayOptions.DEFAULT)).isEqualTo(OPENING + """
            00:01.000 > SELECT id,
                      .     name FROM t
             id | name
            ----+------
             1  | Ada
             22 | NULL
            (2 rows)
            00:01.001 < SELECT 2
            00:02.000 > disconnect
            00:02.000 The recording ends here.
            """);
    }

    @Test
    void aPreparedStatementsRowsAreShownAlsoWhenItIsRunAgainInBinary() throws Exception {
        client(
                0,
                new Parse("p", Bytes.ofUtf8("SELECT n FROM t WHERE id = $1"), List.of(23)).encode(),
                new Describe(Target.STATEMENT, "p").encode(),
                new Sync().encode());
        server(
                0,
                new ParseComplete().encode(),
                new RowDescription(List.of(field("n", 20, Format.TEXT))).encode(),
                ready());
        client(
                0,
                new Bind(
                                "",
                                "p",
                                List.of(Format.BINARY),
                                List.of(Bytes.of(new byte[] {0, 0, 0, 5})),
                                List.of(Format.BINARY))
                        .encode(),
                new Execute("", 0).encode(),
                new Sync().encode());
        server(
                0,
                new BindComplete().encode(),
                new DataRow(List.of(Bytes.of(new byte[] {0, 0, 0, 0, 0, 0, 1, 0}))).encode(),
                new CommandComplete("SELECT 1").encode(),
                ready());
        assertThat(played(ReplayOptions.DEFAULT)).isEqualTo(OPENING + """
            00:00.000 > parse "p": SELECT n FROM t WHERE id = $1
            00:00.000 > bind "p": $1 = '5'
                      > of: SELECT n FROM t WHERE id = $1
             n
            -----
             256
            (1 row)
            00:00.000 < SELECT 1
            00:00.000 The recording ends here.
            """);
    }

    @Test
    void errorsAndNoticesAreShownWithTheirDetails() throws Exception {
        client(0, new Query(Bytes.ofUtf8("DROP TABLE t")).encode());
        server(
                0,
                NoticeResponse.builder("NOTICE", "00000", "waits for approval")
                        .build()
                        .encode(),
                ErrorResponse.builder("ERROR", "42501", "denied").build().encode(),
                ready());
        assertThat(played(ReplayOptions.DEFAULT))
                .contains("00:00.000 < NOTICE 00000: waits for approval\n00:00.000 < ERROR 42501: denied\n");
    }

    @Test
    void nothingOfTheSessionReachesTheTerminalAsACommand() throws Exception {
        String hostile = "\u001b]0;owned\u0007\u009b2J\u202e\r";
        client(0, new Query(Bytes.ofUtf8("SELECT '" + hostile + "'")).encode());
        client(0, new Parse(hostile, Bytes.ofUtf8(hostile), List.of()).encode());
        client(0, new Bind("", hostile, List.of(), List.of(Bytes.ofUtf8(hostile)), List.of()).encode());
        server(
                0,
                NoticeResponse.builder("NOTICE", "00000", hostile).build().encode(),
                new RowDescription(List.of(field(hostile, 25, Format.TEXT))).encode(),
                row(hostile),
                new CommandComplete(hostile).encode(),
                ready());
        assertThat(played(ReplayOptions.DEFAULT)).doesNotContainPattern("[\\p{Cc}&&[^\n]]|\\p{Cf}");
    }

    @Test
    void noMoreRowsAreShownThanAskedFor() throws Exception {
        client(0, new Query(Bytes.ofUtf8("SELECT 1")).encode());
        server(0, new RowDescription(List.of(field("a", 23, Format.TEXT))).encode());
        for (int i = 0; i < 5; i++) {
            server(0, row("r" + i));
        }
        server(0, new CommandComplete("SELECT 5").encode(), ready());
        String played = played(new ReplayOptions(1, true, Duration.ZERO, 2));
        assertThat(played).contains(" r1\n(5 rows, 2 shown)\n").doesNotContain("r2");
    }

    @Test
    void pausesAreKeptCutAndScaled() throws Exception {
        client(SECOND, new Query(Bytes.ofUtf8("SELECT 1")).encode());
        server(11 * SECOND, ready());
        client(11 * SECOND, new Terminate().encode());
        played(ReplayOptions.DEFAULT);
        assertThat(pauses).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
        pauses.clear();
        playedAsItIs(new ReplayOptions(4, true, Duration.ofSeconds(4), 1), 0);
        assertThat(pauses).containsExactly(Duration.ofMillis(250), Duration.ofSeconds(1));
        pauses.clear();
        playedAsItIs(new ReplayOptions(1, false, Duration.ofSeconds(4), 1), 0);
        assertThat(pauses).isEmpty();
    }

    @Test
    void messagesThatWereRecordedInPartsAreShownWhole() throws Exception {
        Bytes query = new Query(Bytes.ofUtf8("SELECT 1")).encode();
        for (int i = 0; i < query.length(); i++) {
            client(0, query.slice(i, 1));
        }
        assertThat(played(ReplayOptions.DEFAULT)).contains("> SELECT 1\n");
    }

    @Test
    void aRecordingWithoutAnEndIsPlayedAndSaysSo() throws Exception {
        client(0, new Query(Bytes.ofUtf8("SELECT 1")).encode());
        played(ReplayOptions.DEFAULT);
        Path file = directory.resolve("s1.rec");
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 1));
        assertThat(playedAsItIs(ReplayOptions.DEFAULT, 0))
                .endsWith("> SELECT 1\n00:00.000 The recording has no end yet: the session goes on, or it was cut off "
                        + "here.\n");
    }

    @Test
    void whatIsNoRecordingIsNotPlayed() throws Exception {
        client(0, Bytes.of(new byte[] {'?', 0, 0, 0, 4}));
        played(1);
        Files.writeString(directory.resolve("s1.rec"), "something else");
        assertThat(playedAsItIs(ReplayOptions.DEFAULT, 1)).contains("this is no recording of version 1");
        Files.delete(directory.resolve("s1.rec"));
        playedAsItIs(ReplayOptions.DEFAULT, 1);
    }

    private void played(int exit) throws Exception {
        CompletableFuture<RecordingEnd> end = new CompletableFuture<>();
        recorder().finish(end::complete);
        end.orTimeout(20, TimeUnit.SECONDS).join();
        assertThat(playedAsItIs(ReplayOptions.DEFAULT, exit)).contains("what is no message");
    }
}
