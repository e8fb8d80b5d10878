package dev.sallyport.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Real files, on a disk that fails at one operation and from then on, and that knows what has surely reached it. */
final class FaultyStorage implements Storage {
    /** The operations that can fail; a short write writes half before it does. */
    enum Fault {
        CREATE,
        WRITE,
        SHORT_WRITE,
        FORCE,
        REPLACE
    }

    private final Storage files = new UnforcedStorage();
    private final Fault fault;
    private final AtomicInteger until;
    private final Map<Path, Long> written = new ConcurrentHashMap<>();
    private final Map<Path, Long> forced = new ConcurrentHashMap<>();

    /** Fails at the operation of this kind after so many that succeed. */
    FaultyStorage(Fault fault, int successes) {
        this.fault = fault;
        this.until = new AtomicInteger(successes);
    }

    private boolean failsAt(Fault operation) {
        return operation == fault && until.getAndDecrement() <= 0;
    }

    boolean hasFailed() {
        return until.get() < 0;
    }

    /** What a gateway finds after a kill (all that was written whole) or after a power cut (what was forced). */
    void copySurvivors(Path from, Path to, boolean powerCut) throws IOException {
        Files.createDirectory(to);
        try (Stream<Path> all = Files.list(from)) {
            List<Path> found = all.toList();
            for (Path file : found) {
                Path copy = to.resolve(file.getFileName());
                Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
                if (powerCut && written.containsKey(file)) {
                    files.truncate(copy, forced.getOrDefault(file, 0L));
                }
            }
        }
    }

    /** Whether a receipt may be given for what ends here. */
    long durable(Path file, boolean synced) {
        return (synced ? forced : written).getOrDefault(file, 0L);
    }

    @Override
    public SegmentFile create(Path file) throws IOException {
        if (failsAt(Fault.CREATE)) {
            throw new IOException("no space left on device");
        }
        return new FaultyFile(file, files.create(file), 0);
    }

    @Override
    public SegmentFile open(Path file) throws IOException {
        return new FaultyFile(file, files.open(file), Files.size(file));
    }

    @Override
    public void replace(Path file, byte[] content) throws IOException {
        if (failsAt(Fault.REPLACE)) {
            throw new IOException("read-only file system");
        }
        files.replace(file, content);
    }

    @Override
    public void truncate(Path file, long size) throws IOException {
        files.truncate(file, size);
    }

    private final class FaultyFile implements SegmentFile {
        private final Path file;
        private final SegmentFile real;

        FaultyFile(Path file, SegmentFile real, long size) {
            this.file = file;
            this.real = real;
            written.put(file, size);
            forced.put(file, size);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (failsAt(Fault.WRITE)) {
                throw new IOException("no space left on device");
            }
            if (failsAt(Fault.SHORT_WRITE)) {
                real.write(bytes, offset, length / 2);
                throw new IOException("no space left on device");
            }
            real.write(bytes, offset, length);
            written.merge(file, (long) length, Long::sum);
        }

        @Override
        public void force() throws IOException {
            long size = written.getOrDefault(file, 0L);
            if (failsAt(Fault.FORCE)) {
                throw new IOException("input/output error");
            }
            real.force();
            forced.merge(file, size, Math::max);
        }

        @Override
        public void close() throws IOException {
            real.close();
        }
    }
}
