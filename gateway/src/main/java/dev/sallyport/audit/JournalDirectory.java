package dev.sallyport.audit;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The journal's directory, held by one writer: which files are in it and what they are called. */
final class JournalDirectory implements Closeable {
    private static final String LOCK = "lock";
    private static final Pattern SEGMENT = Pattern.compile("([0-9]{20})\\.jsonl");

    private final FileChannel lockChannel;
    private final FileLock lock;

    private JournalDirectory(FileChannel lockChannel, FileLock lock) {
        this.lockChannel = lockChannel;
        this.lock = lock;
    }

    /** A file of the journal, and the sequence of the first record in it. */
    record Segment(Path file, long first) {
        String name() {
            return String.valueOf(file.getFileName());
        }
    }

    /** Creates the directory if it must, and takes hold of it. */
    static JournalDirectory lock(Path directory) throws IOException {
        Files.createDirectories(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(directory);
        if (permissions.contains(PosixFilePermission.GROUP_WRITE)
                || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
            throw new JournalUnusableException(
                    "others may write to the audit directory " + directory + "; take that away with chmod go-w");
        }
        Path file = directory.resolve(LOCK);
        FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        FileLock lock = null;
        try {
            lock = tryLock(channel);
        } finally {
            if (lock == null) {
                channel.close();
            }
        }
        if (lock == null) {
            throw new JournalUnusableException("the audit directory " + directory + " is held by another gateway");
        }
        return new JournalDirectory(channel, lock);
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldByThisProcess) {
            return null;
        }
    }

    static Path segmentFile(Path directory, long first) {
        return directory.resolve(String.format(Locale.ROOT, "%020d.jsonl", first));
    }

    /** The segments, in order. */
    static List<Segment> segments(Path directory) throws IOException {
        List<Segment> segments = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Matcher matcher = SEGMENT.matcher(String.valueOf(file.getFileName()));
                if (matcher.matches()) {
                    segments.add(new Segment(file, sequence(matcher.group(1))));
                }
            }
        }
        segments.sort(Comparator.comparingLong(Segment::first));
        return segments;
    }

    private static long sequence(String digits) throws JournalUnusableException {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException tooLarge) {
            throw new JournalUnusableException(digits + ".jsonl is not a segment's name");
        }
    }

    @Override
    public void close() throws IOException {
        try (lockChannel) {
            lock.release();
        }
    }
}
