package dev.sallyport.recording;

import dev.sallyport.wire.Bytes;
import java.io.Closeable;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Writes the format, gathers small chunks and sums up all bytes. Not thread-safe. */
final class RecordingWriter implements Closeable {
    private final RecordingFile file;
    private final MessageDigest sha256 = digest();
    private final byte[] buffer = new byte[16 << 10];
    private int buffered;
    private long size;
    private long lastNanos;

    RecordingWriter(RecordingFile file) {
        this.file = file;
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("this Java platform has no SHA-256", impossible);
        }
    }

    void chunk(long nanos, byte direction, Bytes bytes) throws IOException {
        lastNanos = nanos;
        for (int from = 0; from < bytes.length(); from += RecordingFormat.MAX_CHUNK_BYTES) {
            int length = Math.min(RecordingFormat.MAX_CHUNK_BYTES, bytes.length() - from);
            write(RecordingFormat.chunkHeader(nanos, direction, length));
            write(bytes.array(), bytes.offset() + from, length);
        }
    }

    void end() throws IOException {
        write(RecordingFormat.chunkHeader(lastNanos, RecordingFormat.END, 0));
    }

    void write(byte[] bytes) throws IOException {
        write(bytes, 0, bytes.length);
    }

    private void write(byte[] bytes, int offset, int length) throws IOException {
        if (length > buffer.length - buffered) {
            flush();
        }
        if (length > buffer.length) {
            file.write(bytes, offset, length);
            sha256.update(bytes, offset, length);
            size += length;
        } else {
            System.arraycopy(bytes, offset, buffer, buffered, length);
            buffered += length;
        }
    }

    void flush() throws IOException {
        if (buffered > 0) {
            file.write(buffer, 0, buffered);
            sha256.update(buffer, 0, buffered);
            size += buffered;
            buffered = 0;
        }
    }

    void force() throws IOException {
        flush();
        file.force();
    }

    String sha256() {
        return HexFormat.of().formatHex(sha256.digest());
    }

    long size() {
        return size;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
