package dev.sallyport.audit;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Real files, but nobody waits for the disk: for tests that open hundreds of journals. */
final class UnforcedStorage implements Storage {
    @Override
    public SegmentFile create(Path file) throws IOException {
        Files.createFile(file);
        return open(file);
    }

    @Override
    public SegmentFile open(Path file) throws IOException {
        FileOutputStream stream = new FileOutputStream(file.toFile(), true);
        return new SegmentFile() {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                stream.write(bytes, offset, length);
            }

            @Override
            public void force() {}

            @Override
            public void close() throws IOException {
                stream.close();
            }
        };
    }

    @Override
    public void replace(Path file, byte[] content) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".new");
        Files.write(temporary, content);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void truncate(Path file, long size) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(size);
        }
    }
}
