package dev.sallyport.audit;

import dev.sallyport.audit.JournalDirectory.Segment;
import dev.sallyport.audit.Verification.Broken;
import dev.sallyport.audit.Verification.Verified;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Proves a journal's chain from its first record to its last; holds one line at a time, and may run while a gateway
 * writes. For one thread.
 *
 * <p>Finds any changed byte, and any line or segment that was removed, repeated or moved, up to the last checkpoint. Of
 * the records after it, at most {@link JournalLimits#checkpointInterval} old when the gateway ended, it cannot tell a
 * cut or changed last one. That the whole was written anew, head and all, only a copy of the head hash kept elsewhere
 * can show.
 */
public final class JournalVerifier {
    private final Path directory;
    private final Chain chain = new Chain(0, Head.EMPTY.hash());
    private long records;
    private long line;
    private long unfinished;

    private JournalVerifier(Path directory) {
        this.directory = directory;
    }

    /** Reads all of the journal in a directory. */
    public static Verification verify(Path directory) throws IOException {
        return new JournalVerifier(directory).run();
    }

    private Verification run() throws IOException {
        Head head;
        try {
            // read before the segments: a journal that grows meanwhile only gets longer than this
            head = Head.read(directory);
        } catch (JournalUnusableException malformed) {
            return new Broken(Head.FILE, 0, 0, String.valueOf(malformed.getMessage()));
        }
        if (head == null) {
            return new Broken(Head.FILE, 0, 0, "the file head is not there: this is no journal, or its end is unknown");
        }
        Broken broken = segments(head);
        if (broken != null) {
            return broken;
        }
        if (chain.sequence() < head.sequence()) {
            String why = "the head says there were " + head.sequence() + " records, but the journal ends with "
                    + chain.sequence() + ": its tail was cut";
            return new Broken(Head.FILE, 0, chain.sequence() + 1, why);
        }
        return new Verified(records, records == 0 ? 0 : 1, chain.sequence(), String.valueOf(chain.hash()), unfinished);
    }

    private @Nullable Broken segments(Head head) throws IOException {
        Segment current = after(0);
        while (current != null) {
            if (current.first() != chain.sequence() + 1) {
                return new Broken(
                        current.name(),
                        0,
                        chain.sequence() + 1,
                        "the segment that begins with record " + (chain.sequence() + 1) + " is missing");
            }
            line = 0;
            Segment next;
            try (LineReader lines = new LineReader(current.file(), Chain.MAX_LINE_BYTES)) {
                while (true) {
                    // a segment is complete once it has a successor: looked for before its end is read
                    next = after(current.first());
                    Broken broken = lines(lines, current, head);
                    if (broken != null) {
                        return broken;
                    }
                    if (next != null || after(current.first()) == null) {
                        break;
                    }
                }
                unfinished = lines.unfinished().length;
            }
            if (next != null && unfinished > 0) {
                return new Broken(current.name(), line + 1, chain.sequence() + 1, "the segment ends within a line");
            }
            current = next;
        }
        return null;
    }

    private @Nullable Broken lines(LineReader lines, Segment segment, Head head) throws IOException {
        while (true) {
            switch (lines.next()) {
                case LINE -> {
                    line++;
                    String wrong = chain.follow(lines.buffer(), lines.lineStart(), lines.lineLength());
                    if (wrong != null) {
                        return new Broken(segment.name(), line, chain.sequence() + 1, wrong);
                    }
                    if (chain.sequence() == head.sequence() && !head.hash().equals(chain.hash())) {
                        return new Broken(
                                segment.name(), line, chain.sequence(), "the record is not the one that the head says");
                    }
                    records++;
                }
                case TOO_LONG -> {
                    return new Broken(segment.name(), line + 1, chain.sequence() + 1, "the line is too long");
                }
                case END -> {
                    return null;
                }
            }
        }
    }

    private @Nullable Segment after(long first) throws IOException {
        List<Segment> segments = JournalDirectory.segments(directory);
        return segments.stream()
                .filter(segment -> segment.first() > first)
                .findFirst()
                .orElse(null);
    }
}
