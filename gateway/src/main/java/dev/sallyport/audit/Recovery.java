package dev.sallyport.audit;

import dev.sallyport.audit.AuditRecord.JournalRepaired;
import dev.sallyport.audit.JournalDirectory.Segment;
import dev.sallyport.audit.Storage.SegmentFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the end of a journal that was closed, killed or cut off from power, so that it can go on there.
 *
 * <p>An unfinished last line is what a process that was killed while it wrote may leave; nobody got a receipt for it,
 * and it is moved aside. Anything else that is wrong in the last two segments, or with the head, is refused: going on
 * would bury it.
 */
final class Recovery {
    private final Storage storage;
    private final Path directory;
    private @Nullable JournalRepaired repaired;

    Recovery(Storage storage, Path directory) {
        this.storage = storage;
        this.directory = directory;
    }

    /** Opens the end; a new journal is begun if there is none. */
    JournalTail open(long segmentBytes) throws IOException {
        List<Segment> segments = JournalDirectory.segments(directory);
        Head head = Head.read(directory);
        if (segments.isEmpty()) {
            if (head != null && head.sequence() > 0) {
                throw refused("the head says it has " + head.sequence() + " records, but there is no segment");
            }
            storage.replace(directory.resolve(Head.FILE), Head.EMPTY.bytes());
            SegmentFile first = storage.create(JournalDirectory.segmentFile(directory, 1));
            return new JournalTail(storage, directory, segmentBytes, first, 0, Head.EMPTY);
        }
        if (head == null) {
            throw refused("it has segments, but the file head is gone");
        }
        Segment last = segments.getLast();
        Head end = follow(segments.subList(Math.max(0, segments.size() - 2), segments.size()), head);
        if (end.sequence() < head.sequence()) {
            throw refused("the head says it had " + head.sequence() + " records, but it ends with " + end.sequence()
                    + ": the tail was cut");
        }
        return new JournalTail(
                storage, directory, segmentBytes, storage.open(last.file()), Files.size(last.file()), end);
    }

    /** What was moved aside by {@link #open}, to be recorded first; null if nothing. */
    @Nullable
    JournalRepaired repaired() {
        return repaired;
    }

    private Head follow(List<Segment> segments, Head head) throws IOException {
        long first = segments.getFirst().first();
        Chain chain = new Chain(first - 1, first == 1 ? Head.EMPTY.hash() : null);
        for (Segment segment : segments) {
            if (segment.first() != chain.sequence() + 1) {
                throw refused("segment " + segment.name() + " was expected to begin with record "
                        + (chain.sequence() + 1) + ": a segment is missing");
            }
            boolean last = segment.equals(segments.getLast());
            try (LineReader lines = new LineReader(segment.file(), Chain.MAX_LINE_BYTES)) {
                follow(lines, segment, chain, head);
                byte[] unfinished = lines.unfinished();
                if (unfinished.length > 0 && !last) {
                    throw refused("segment " + segment.name() + " ends in the middle of a line");
                }
                if (unfinished.length > 0) {
                    moveAside(segment, lines.offset(), unfinished);
                }
            }
        }
        String hash = chain.hash();
        if (hash == null) {
            throw refused("its segments hold no record");
        }
        return new Head(chain.sequence(), hash);
    }

    private void follow(LineReader lines, Segment segment, Chain chain, Head head) throws IOException {
        while (true) {
            switch (lines.next()) {
                case LINE -> {
                    String wrong = chain.follow(lines.buffer(), lines.lineStart(), lines.lineLength());
                    if (wrong != null) {
                        throw refused(
                                "segment " + segment.name() + ", record " + (chain.sequence() + 1) + ": " + wrong);
                    }
                    if (chain.sequence() == head.sequence() && !head.hash().equals(chain.hash())) {
                        throw refused("segment " + segment.name() + ", record " + chain.sequence()
                                + ": it is not the record that the head says");
                    }
                }
                case TOO_LONG -> throw refused("segment " + segment.name() + " has a line that is too long");
                case END -> {
                    return;
                }
            }
        }
    }

    private void moveAside(Segment segment, long offset, byte[] unfinished) throws IOException {
        Path kept = segment.file().resolveSibling(segment.name() + "." + offset + ".torn");
        for (int i = 2; Files.exists(kept); i++) {
            kept = segment.file().resolveSibling(segment.name() + "." + offset + "." + i + ".torn");
        }
        storage.replace(kept, unfinished);
        storage.truncate(segment.file(), offset);
        repaired = new JournalRepaired(
                segment.name(),
                offset,
                unfinished.length,
                String.valueOf(kept.getFileName()),
                HexFormat.of().formatHex(Sha256.digest().digest(unfinished)));
    }

    private JournalUnusableException refused(String why) {
        return new JournalUnusableException("the audit journal in " + directory + " cannot be continued: " + why
                + ". Run audit verify, and keep the directory: begin a new one elsewhere");
    }
}
