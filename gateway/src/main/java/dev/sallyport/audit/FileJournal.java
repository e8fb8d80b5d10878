package dev.sallyport.audit;

import dev.sallyport.audit.AppendResult.NotRecorded;
import dev.sallyport.audit.Appender.Encoded;
import dev.sallyport.audit.AuditRecord.JournalRepaired;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A journal of JSON lines in a directory of segments, each line with the hash of the one before.
 *
 * <p>After any failure of the disk nothing is recorded any more, until the journal is opened anew: what a failed write
 * left behind is not known, and going on could bury it. Nothing that was written is ever written over.
 */
public final class FileJournal implements Journal {
    static final String CLOSED = "the audit journal is closed";
    static final String FULL = "too many audit records wait for the disk";

    /** Records of a batch that together are at least so long are written before the next are encoded. */
    static final int WRITE_BYTES = 1 << 20;

    private final JournalDirectory directory;
    private final RecordEncoder encoder;
    private final InstantSource clock;
    private final Appender appender;
    private final AtomicBoolean closed = new AtomicBoolean();

    private FileJournal(JournalDirectory directory, RecordEncoder encoder, InstantSource clock, Appender appender) {
        this.directory = directory;
        this.encoder = encoder;
        this.clock = clock;
        this.appender = appender;
    }

    /**
     * Opens the journal in a directory, which is created if it must be, and holds it until it is closed.
     *
     * @throws JournalUnusableException if another gateway holds the directory, if others may write to it, or if its
     *     records cannot be continued
     * @throws IOException if the disk fails
     */
    public static FileJournal open(Path directory, Durability durability, JournalLimits limits, InstantSource clock)
            throws IOException {
        return open(directory, durability, limits, clock, new FileStorage());
    }

    static FileJournal open(
            Path directory, Durability durability, JournalLimits limits, InstantSource clock, Storage storage)
            throws IOException {
        JournalDirectory held = JournalDirectory.lock(directory);
        FileJournal journal = null;
        try {
            Recovery recovery = new Recovery(storage, directory);
            JournalTail tail = recovery.open(limits.segmentBytes());
            Appender appender = Appender.start(tail, durability, limits);
            FileJournal opened = new FileJournal(held, new RecordEncoder(limits.recordBytes()), clock, appender);
            JournalRepaired repaired = recovery.repaired();
            if (repaired != null) {
                opened.appendFirst(repaired);
            }
            journal = opened;
        } finally {
            if (journal == null) {
                held.close();
            }
        }
        return journal;
    }

    private void appendFirst(JournalRepaired repaired) throws IOException {
        CompletableFuture<AppendResult> result = new CompletableFuture<>();
        append(repaired, result::complete);
        if (result.join() instanceof NotRecorded refused) {
            appender.close();
            throw new IOException(refused.reason());
        }
    }

    @Override
    public void append(AuditRecord record, Consumer<AppendResult> done) {
        append(List.of(new Append(record, done)));
    }

    /**
     * However much a batch would come to, no more of it is in memory than what one write takes: a long text is bound again by a message of
     * a few bytes, and stands in each of their records.
     */
    @Override
    public void append(List<Append> batch) {
        List<Encoded> encoded = new ArrayList<>(batch.size());
        long bytes = 0;
        for (Append each : batch) {
            byte[] body = encoded(each);
            if (body == null) {
                continue;
            }
            encoded.add(new Encoded(body, each.written(), each.done()));
            bytes += body.length;
            if (bytes >= WRITE_BYTES) {
                appender.append(clock.instant(), encoded);
                encoded = new ArrayList<>();
                bytes = 0;
            }
        }
        if (!encoded.isEmpty()) {
            appender.append(clock.instant(), encoded);
        }
    }

    /** A record that can't be encoded is refused by itself, and those beside it are not. */
    private byte @Nullable [] encoded(Append append) {
        try {
            return encoder.encode(append.record());
        } catch (RecordTooLongException tooLong) {
            Appender.answer(append.done(), new NotRecorded(String.valueOf(tooLong.getMessage())));
        } catch (RuntimeException | Error fault) {
            Appender.answer(
                    append.done(),
                    new NotRecorded(
                            "the record can't be encoded: " + fault.getClass().getName()));
        }
        return null;
    }

    /** Why the journal records nothing any more; empty while it works. */
    public Optional<String> failure() {
        return Optional.ofNullable(appender.failure());
    }

    @Override
    public void close() throws IOException {
        if (closed.compareAndSet(false, true)) {
            try (directory) {
                appender.close();
            }
        }
    }
}
