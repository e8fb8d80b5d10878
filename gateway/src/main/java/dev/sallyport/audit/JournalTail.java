package dev.sallyport.audit;

import dev.sallyport.audit.Storage.SegmentFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;

/**
 * The end of the journal, where lines are added. For one thread at a time, but for {@link #position} and
 * {@link #checkpoint}. After an exception it must not be used but to close it.
 */
final class JournalTail implements Closeable {
    private final Storage storage;
    private final Path directory;
    private final long segmentBytes;
    private final LineBatch batch;
    private long size;
    private volatile Position position;

    /** What was written, and where: one consistent view for a checkpoint by another thread. */
    @SuppressWarnings("ArrayRecordComponent") // never compared, and written by nobody once it is here
    record Position(SegmentFile segment, long sequence, byte[] hash) {
        Head head() {
            return new Head(sequence, HexFormat.of().formatHex(hash));
        }
    }

    JournalTail(Storage storage, Path directory, long segmentBytes, SegmentFile segment, long size, Head last) {
        this.storage = storage;
        this.directory = directory;
        this.segmentBytes = segmentBytes;
        this.size = size;
        batch = new LineBatch(last.sequence(), last.hashBytes());
        position = new Position(segment, last.sequence(), last.hashBytes());
    }

    /** Adds a record to the lines to be written and returns its sequence. */
    long add(Instant time, byte[] body) {
        return batch.add(time, body);
    }

    /** Writes the added lines with one write. */
    void write() throws IOException {
        SegmentFile segment = position.segment();
        segment.write(batch.bytes(), 0, batch.length());
        size += batch.length();
        batch.clear();
        position = new Position(segment, batch.lastSequence(), batch.lastHash());
    }

    void force() throws IOException {
        position.segment().force();
    }

    boolean segmentIsFull() {
        return size >= segmentBytes;
    }

    /** Makes the segment durable and goes on in a new one. */
    void rotate() throws IOException {
        Position last = position;
        last.segment().force();
        SegmentFile next = storage.create(JournalDirectory.segmentFile(directory, last.sequence() + 1));
        size = 0;
        position = new Position(next, last.sequence(), last.hash());
        last.segment().close();
    }

    Position position() {
        return position;
    }

    /** Makes durable what was written, then the head that says so. Not while {@link #rotate} runs. */
    void checkpoint() throws IOException {
        Position covered = position;
        covered.segment().force();
        storage.replace(directory.resolve(Head.FILE), covered.head().bytes());
    }

    @Override
    public void close() throws IOException {
        position.segment().close();
    }
}
