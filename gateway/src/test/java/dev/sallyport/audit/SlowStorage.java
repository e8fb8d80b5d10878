package dev.sallyport.audit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A disk whose first force takes until it is told to finish. */
final class SlowStorage implements Storage {
    private final FileStorage files = new FileStorage();
    final CountDownLatch forcing = new CountDownLatch(1);
    final CountDownLatch mayFinish = new CountDownLatch(1);

    @Override
    public SegmentFile create(Path file) throws IOException {
        SegmentFile real = files.create(file);
        return new SegmentFile() {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                real.write(bytes, offset, length);
            }

            @Override
            public void force() throws IOException {
                forcing.countDown();
                try {
                    mayFinish.await();
                } catch (InterruptedException unexpected) {
                    throw new IOException(unexpected);
                }
                real.force();
            }

            @Override
            public void close() throws IOException {
                real.close();
            }
        };
    }

    @Override
    public SegmentFile open(Path file) throws IOException {
        return files.open(file);
    }

    @Override
    public void replace(Path file, byte[] content) throws IOException {
        files.replace(file, content);
    }

    @Override
    public void truncate(Path file, long size) throws IOException {
        files.truncate(file, size);
    }
}
