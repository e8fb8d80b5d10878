package dev.sallyport.audit;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Reads a segment line by line and never holds more than one line and one block. At the end of the file it can be asked
 * again, once the file has grown. Not thread-safe.
 */
final class LineReader implements Closeable {
    private static final int BLOCK_BYTES = 64 << 10;

    private final InputStream in;
    private final int maxLineBytes;
    private byte[] buffer = new byte[BLOCK_BYTES];
    private int start;
    private int end;
    private long offset;
    private int lineStart;
    private int lineLength;

    LineReader(Path file, int maxLineBytes) throws IOException {
        this.in = Files.newInputStream(file);
        this.maxLineBytes = maxLineBytes;
    }

    /** What {@link #next} came upon. */
    enum Found {
        /** A line: {@link #buffer}, {@link #lineStart} and {@link #lineLength} say where it is until the next call. */
        LINE,
        /** The end of the file; {@link #unfinished} says how much stands behind the last line feed. */
        END,
        /** More bytes than a line may have, and no line feed. */
        TOO_LONG
    }

    Found next() throws IOException {
        int searched = start;
        while (true) {
            for (int i = searched; i < end; i++) {
                if (buffer[i] == '\n') {
                    lineStart = start;
                    lineLength = i - start;
                    start = i + 1;
                    offset += lineLength + 1L;
                    return Found.LINE;
                }
            }
            if (end - start > maxLineBytes) {
                return Found.TOO_LONG;
            }
            searched = end - start;
            makeRoom();
            int read = in.read(buffer, end, buffer.length - end);
            if (read < 0) {
                return Found.END;
            }
            end += read;
        }
    }

    byte[] buffer() {
        return buffer;
    }

    int lineStart() {
        return lineStart;
    }

    int lineLength() {
        return lineLength;
    }

    /** Where the next line begins in the file. */
    long offset() {
        return offset;
    }

    /** The bytes behind the last line feed that was found. */
    byte[] unfinished() {
        return Arrays.copyOfRange(buffer, start, end);
    }

    private void makeRoom() {
        if (start > 0) {
            System.arraycopy(buffer, start, buffer, 0, end - start);
            end -= start;
            start = 0;
        }
        if (end == buffer.length) {
            buffer = Arrays.copyOf(buffer, (int) Math.min(2L * buffer.length, (long) maxLineBytes + BLOCK_BYTES));
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
