package dev.sallyport.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.recording.RecordingEnd.Complete;
import dev.sallyport.recording.RecordingEnd.Incomplete;
import dev.sallyport.recording.RecordingReader.Item;
import dev.sallyport.wire.BackendMessage;
import dev.sallyport.wire.BackendType;
import dev.sallyport.wire.Bytes;
import dev.sallyport.wire.FrontendMessage;
import dev.sallyport.wire.FrontendType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecorderTest {
    private static final RecordingHeader HEADER = new RecordingHeader(
            "s1", Instant.parse("2026-03-01T10:15:30Z"), "https://idp.example.com", "agent\u001b", "shop");
    /** What is that far apart does not share a chunk. */
    private static final long MILLISECOND = Chunks.SAME_TIME_NANOS;

    private static final RecordingLimits ROOMY = new RecordingLimits(1 << 30, 64 << 20, 1 << 20);

    @TempDir
    private Path directory;

    private final List<String> failures = Collections.synchronizedList(new ArrayList<>());

    private static RecordingEnd finish(Recorder recorder) {
        CompletableFuture<RecordingEnd> end = new CompletableFuture<>();
        recorder.finish(end::complete);
        return end.orTimeout(20, TimeUnit.SECONDS).join();
    }

    private List<Item> items(Recordings recordings) throws IOException {
        try (RecordingReader reader =
                new RecordingReader(Files.newInputStream(recordings.find("s1").orElseThrow()))) {
            assertThat(reader.header()).isEqualTo(HEADER);
            List<Item> items = new ArrayList<>();
            do {
                items.add(reader.next());
            } while (items.getLast() instanceof Item.Chunk || items.getLast() instanceof Item.Omitted);
            return items;
        }
    }

    @Test
    void whatIsGivenIsReadBackInItsOrderAndTheSumIsTheFiles() throws Exception {
        Recordings recordings = new Recordings(directory, ROOMY);
        Recorder recorder = recordings.open(HEADER, failures::add);
        recorder.client(Bytes.ofUtf8("question"), 5);
        recorder.server(Bytes.EMPTY, 6);
        recorder.server(Bytes.of("an answer".getBytes(java.nio.charset.StandardCharsets.UTF_8), 3, 6), 7);
        RecordingEnd end = finish(recorder);
        byte[] file = Files.readAllBytes(directory.resolve("s1.rec"));
        String sha256 =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));
        assertThat(end).isEqualTo(new Complete(sha256, file.length));
        assertThat(items(recordings))
                .containsExactly(
                        new Item.Chunk(true, 5, Bytes.ofUtf8("question")),
                        new Item.Chunk(false, 7, Bytes.ofUtf8("answer")),
                        new Item.End());
        assertThat(failures).isEmpty();
        assertThat(recorder.failed()).isFalse();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("s1.rec"))))
                .isEqualTo("rw-------");
    }

    @Test
    void aLongMessageIsReadBackInParts() throws Exception {
        Recordings recordings = new Recordings(directory, ROOMY);
        byte[] bytes = new byte[2 * RecordingFormat.MAX_CHUNK_BYTES + 1];
        bytes[bytes.length - 1] = 7;
        Recorder recorder = recordings.open(HEADER, failures::add);
        recorder.server(Bytes.of(bytes), 1);
        assertThat(finish(recorder)).isInstanceOf(Complete.class);
        assertThat(items(recordings)).hasSize(4).element(2).isEqualTo(new Item.Chunk(false, 1, Bytes.of(new byte[] {7
        })));
    }

    @Test
    void aRecordingAtItsLimitIsCompleteAndOneByteMoreFailsIt() throws Exception {
        byte[] bytes = new byte[1000];
        long size = RecordingFormat.header(HEADER).length + 2L * RecordingFormat.CHUNK_HEADER_BYTES + bytes.length;
        RecordingLimits limits = new RecordingLimits(size, 1 << 20, 1 << 20);
        Recorder atLimit = new Recordings(directory.resolve("at"), limits).open(HEADER, failures::add);
        atLimit.client(Bytes.of(bytes), 1);
        assertThat(finish(atLimit))
                .isInstanceOfSatisfying(
                        Complete.class, end -> assertThat(end.bytes()).isEqualTo(size));
        assertThat(failures).isEmpty();

        Recorder past = new Recordings(directory.resolve("past"), limits).open(HEADER, failures::add);
        past.client(Bytes.of(new byte[1001]), 1);
        assertThat(past.failed()).isTrue();
        past.client(Bytes.of(new byte[1]), 2);
        String reason = "the recording has reached its limit of " + size + " bytes";
        assertThat(failures).containsExactly(reason);
        assertThat(finish(past)).isEqualTo(new Incomplete(reason));
    }

    @Test
    void aLongAnswerIsKeptUpToItsLimitAndTheRestIsCountedAndSummedUp() throws Exception {
        Recordings recordings = new Recordings(directory, new RecordingLimits(1 << 20, 1 << 20, 25));
        Recorder recorder = recordings.open(HEADER, failures::add);
        Bytes row = new BackendMessage.DataRow(List.of(Bytes.of(new byte[9]))).encode();
        Bytes done = new BackendMessage.CommandComplete("SELECT 3").encode();
        assertThat(row.length()).isEqualTo(20);
        recorder.server(row, 1 * MILLISECOND);
        recorder.server(row, 2 * MILLISECOND);
        recorder.client(Bytes.ofUtf8("X"), 3 * MILLISECOND);
        recorder.server(row, 4 * MILLISECOND);
        recorder.server(done, 5 * MILLISECOND);
        recorder.server(row, 6 * MILLISECOND);
        assertThat(finish(recorder)).isInstanceOf(Complete.class);

        byte[] left = new byte[35];
        System.arraycopy(row.toByteArray(), 5, left, 0, 15);
        System.arraycopy(row.toByteArray(), 0, left, 15, 20);
        assertThat(items(recordings))
                .containsExactly(
                        new Item.Chunk(false, 1 * MILLISECOND, row),
                        new Item.Chunk(false, 2 * MILLISECOND, row.slice(0, 5)),
                        new Item.Chunk(true, 3 * MILLISECOND, Bytes.ofUtf8("X")),
                        new Item.Omitted(false, 4 * MILLISECOND, BackendType.DATA_ROW, 2, 35, sha256(left)),
                        new Item.Chunk(false, 5 * MILLISECOND, done),
                        new Item.Chunk(false, 6 * MILLISECOND, row),
                        new Item.End());
    }

    @Test
    void whatIsLeftOutLastIsSaidBeforeTheEnd() throws Exception {
        Recordings recordings = new Recordings(directory, new RecordingLimits(1 << 20, 1 << 20, 20));
        Recorder recorder = recordings.open(HEADER, failures::add);
        Bytes bind =
                new FrontendMessage.Bind("p", "s", List.of(), List.of(Bytes.of(new byte[100])), List.of()).encode();
        recorder.client(bind.slice(0, 50), 1);
        assertThat(finish(recorder)).isInstanceOf(Complete.class);
        assertThat(items(recordings))
                .containsExactly(
                        new Item.Chunk(true, 1, bind.slice(0, 20)),
                        new Item.Omitted(
                                true,
                                1,
                                FrontendType.BIND,
                                0,
                                30,
                                sha256(bind.slice(20, 30).toByteArray())),
                        new Item.End());
    }

    @Test
    void aRecordingThatIsHalfFullKeepsALittleOfEachAnswerAndGoesOn() throws Exception {
        int kept = RecordingLimits.KEPT_BYTES;
        Recordings recordings = new Recordings(directory, new RecordingLimits(20L * kept, 1 << 20, 1 << 20));
        Recorder recorder = recordings.open(HEADER, failures::add);
        Bytes data = new BackendMessage.CopyData(Bytes.of(new byte[11 * kept])).encode();
        Bytes done = new BackendMessage.CopyDone().encode();
        for (int i = 0; i < 5; i++) {
            recorder.server(data, i);
            recorder.server(done, i);
        }
        assertThat(finish(recorder)).isInstanceOf(Complete.class);
        assertThat(failures).isEmpty();
        List<Item> items = items(recordings);
        assertThat(items).filteredOn(Item.Omitted.class::isInstance).hasSize(4);
        assertThat(items)
                .filteredOn(item ->
                        item instanceof Item.Chunk chunk && chunk.bytes().length() == kept)
                .hasSize(4);
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    @Test
    void aFullBufferFailsTheRecordingAndWhatWasAcceptedIsStillWritten() throws Exception {
        CountDownLatch mayWrite = new CountDownLatch(1);
        Recordings recordings = new Recordings(directory, new RecordingLimits(1 << 20, 2 * 164, 1 << 20), file -> {
            RecordingFile real = RecordingFile.create(file);
            return new Wrapped(real) {
                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    try {
                        mayWrite.await();
                    } catch (InterruptedException unexpected) {
                        throw new IOException(unexpected);
                    }
                    super.write(bytes, offset, length);
                }
            };
        });
        Recorder recorder = recordings.open(HEADER, failures::add);
        recorder.client(Bytes.of(new byte[100]), 1);
        recorder.server(Bytes.of(new byte[100]), 2);
        assertThat(recorder.failed()).isFalse();
        recorder.server(Bytes.of(new byte[1]), 3);
        assertThat(recorder.failed()).isTrue();
        mayWrite.countDown();
        String reason = "more than 328 bytes of the recording wait for the disk";
        assertThat(finish(recorder)).isEqualTo(new Incomplete(reason));
        assertThat(failures).containsExactly(reason);
        assertThat(items(recordings)).hasSize(3).last().isEqualTo(new Item.Unfinished());
    }

    @Test
    void aDiskThatFallsBehindAsksForPatienceAndSaysWhenToGoOn() throws Exception {
        CountDownLatch disk = new CountDownLatch(1);
        CountDownLatch room = new CountDownLatch(1);
        RecordingLimits limits = new RecordingLimits(1 << 20, 4 * (1000 + RecordingLimits.CHUNK_OVERHEAD), 1 << 20);
        Recordings recordings = new Recordings(directory, limits, path -> new Wrapped(RecordingFile.create(path)) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                try {
                    disk.await();
                } catch (InterruptedException interrupted) {
                    throw new IOException(interrupted);
                }
                super.write(bytes, offset, length);
            }
        });
        Recorder recorder = recordings.open(HEADER, failures::add);
        recorder.server(Bytes.of(new byte[1000]), 1);
        assertThat(recorder.hasRoom(room::countDown)).as("a quarter waits").isTrue();
        recorder.server(Bytes.of(new byte[1]), 2);
        assertThat(recorder.hasRoom(room::countDown))
                .as("more than a quarter waits")
                .isFalse();
        assertThat(room.getCount()).isEqualTo(1);

        disk.countDown();
        assertThat(room.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(recorder.hasRoom(room::countDown)).isTrue();
        assertThat(finish(recorder)).isInstanceOf(Complete.class);
        assertThat(failures).isEmpty();
    }

    @Test
    void oneMessageMayBeLargerThanWhatMayWait() throws Exception {
        Recordings recordings = new Recordings(directory, new RecordingLimits(1 << 20, 1000, 1 << 20));
        Recorder recorder = recordings.open(HEADER, failures::add);
        recorder.client(Bytes.of(new byte[100_000]), 1);
        assertThat(finish(recorder)).isInstanceOf(Complete.class);
        assertThat(failures).isEmpty();
    }

    @Test
    void littleIsWrittenTooWithoutMoreToCome() throws Exception {
        CompletableFuture<String> written = new CompletableFuture<>();
        Recordings recordings = new Recordings(directory, ROOMY, file -> new Wrapped(RecordingFile.create(file)) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                super.write(bytes, offset, length);
                String text = new String(bytes, offset, length, StandardCharsets.ISO_8859_1);
                if (text.contains("all there is")) {
                    written.complete(text);
                }
            }
        });
        Recorder recorder = recordings.open(HEADER, failures::add);
        recorder.client(Bytes.ofUtf8("all there is"), 1);
        assertThat(written.orTimeout(20, TimeUnit.SECONDS).join()).contains("all there is");
        assertThat(recorder.failed()).isFalse();
        finish(recorder);
    }

    @Test
    void aDiskThatFailsAtAnyWriteOrAtTheForceFailsTheRecordingOnce() throws Exception {
        for (int successes = 0; successes < 3; successes++) {
            int allowed = successes;
            failures.clear();
            CompletableFuture<String> told = new CompletableFuture<>();
            Recordings recordings = new Recordings(
                    directory.resolve("d" + successes), ROOMY, file -> new Wrapped(RecordingFile.create(file)) {
                        private int writes;

                        @Override
                        public void write(byte[] bytes, int offset, int length) throws IOException {
                            if (writes++ >= allowed) {
                                throw new IOException("no space left on device");
                            }
                            super.write(bytes, offset, length);
                        }

                        @Override
                        public void force() throws IOException {
                            throw new IOException("input/output error");
                        }
                    });
            Recorder recorder = recordings.open(HEADER, reason -> {
                failures.add(reason);
                told.complete(reason);
            });
            recorder.client(Bytes.ofUtf8("x"), 1);
            RecordingEnd end = finish(recorder);
            String reason = told.orTimeout(20, TimeUnit.SECONDS).join();
            assertThat(reason).startsWith("the recording cannot be written: ");
            assertThat(end).isEqualTo(new Incomplete(reason));
            assertThat(recorder.failed()).isTrue();
            recorder.server(Bytes.ofUtf8("y"), 2);
            assertThat(failures).hasSize(1);
        }
    }

    @Test
    void aRecordingIsNeverWrittenOverAndAnIdIsNeverAPath() throws Exception {
        Recordings recordings = new Recordings(directory, ROOMY);
        finish(recordings.open(HEADER, failures::add));
        assertThatThrownBy(() -> recordings.open(HEADER, failures::add)).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(recordings.find("s2")).isEmpty();
        for (String id : List.of("", "../s1", "s1/..", ".", "a".repeat(65), "é", "s1\0")) {
            assertThat(recordings.find(id)).isEmpty();
            RecordingHeader header = new RecordingHeader(id, HEADER.start(), "i", "s", "d");
            assertThatThrownBy(() -> recordings.open(header, failures::add))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(Recordings.isSessionId("a".repeat(64))).isTrue();
    }

    @Test
    void aFileCutAtAnyByteIsReadUpToThereOrIsNoRecording() throws Exception {
        Recordings recordings = new Recordings(directory, ROOMY);
        Recorder recorder = recordings.open(HEADER, failures::add);
        recorder.client(Bytes.ofUtf8("question"), 5);
        assertThat(finish(recorder)).isInstanceOf(Complete.class);
        byte[] whole = Files.readAllBytes(directory.resolve("s1.rec"));
        int header = RecordingFormat.header(HEADER).length;
        for (int size = 0; size < whole.length; size++) {
            var cut = new java.io.ByteArrayInputStream(whole, 0, size);
            if (size < header) {
                assertThatThrownBy(() -> new RecordingReader(cut)).isInstanceOf(IOException.class);
                continue;
            }
            try (RecordingReader reader = new RecordingReader(cut)) {
                Item item = reader.next();
                if (item instanceof Item.Chunk chunk) {
                    assertThat(chunk.bytes()).isEqualTo(Bytes.ofUtf8("question"));
                    item = reader.next();
                }
                assertThat(item).isEqualTo(new Item.Unfinished());
            }
        }
    }

    /** A file that a test changes in one way. */
    private static class Wrapped implements RecordingFile {
        private final RecordingFile real;

        Wrapped(RecordingFile real) {
            this.real = real;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
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
    }
}
