package dev.sallyport.audit;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** A POSIX file system. */
final class FileStorage implements Storage {
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    @Override
    public SegmentFile create(Path file) throws IOException {
        Files.createFile(file, OWNER_ONLY);
        forceDirectoryOf(file);
        return open(file);
    }

    @Override
    public SegmentFile open(Path file) throws IOException {
        return new AppendingFile(file);
    }

    @Override
    public void replace(Path file, byte[] content) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(temporary);
        Files.createFile(temporary, OWNER_ONLY);
        try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            ByteBuffer remaining = ByteBuffer.wrap(content);
            while (remaining.hasRemaining()) {
                channel.write(remaining);
            }
            channel.force(true);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        forceDirectoryOf(file);
    }

    @Override
    public void truncate(Path file, long size) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(size);
            channel.force(true);
        }
    }

    private static void forceDirectoryOf(Path file) throws IOException {
        try (FileChannel directory = FileChannel.open(file.resolveSibling("."), StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    /**
     * Writes through a stream, because a channel closes itself when a thread that writes is interrupted, which would
     * let any interrupted caller end the journal. Forces through a channel of its own, for {@code fdatasync}: only the
     * journal's own threads do that, and nobody interrupts those.
     */
    private static final class AppendingFile implements SegmentFile {
        private final FileOutputStream stream;
        private final FileChannel channel;

        AppendingFile(Path file) throws IOException {
            channel = FileChannel.open(file, StandardOpenOption.WRITE);
            try {
                stream = new FileOutputStream(file.toFile(), true);
            } catch (IOException failure) {
                channel.close();
                throw failure;
            }
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            stream.write(bytes, offset, length);
        }

        @Override
        public void force() throws IOException {
            channel.force(false);
        }

        @Override
        public void close() throws IOException {
            try (channel) {
                stream.close();
            }
        }
    }
}
