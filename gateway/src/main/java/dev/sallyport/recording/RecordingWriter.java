package dev.sallyport.recording;

import dev.sallyport.wire.Bytes;
import java.io.Closeable;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Writes a file and sums up all of its bytes. Not thread-safe. */
final class RecordingWriter implements Closeable {
    private final RecordingFile file;
    private final MessageDigest sha256 = digest();
    private long size;

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

    /** Writes what is formatted already. */
    void write(Bytes bytes) throws IOException {
        file.write(bytes.array(), bytes.offset(), bytes.length());
        sha256.update(bytes.array(), bytes.offset(), bytes.length());
        size += bytes.length();
    }

    /** Says that nothing is missing behind this. */
    void end(long nanos) throws IOException {
        write(Bytes.of(RecordingFormat.chunkHeader(nanos, RecordingFormat.END, 0)));
    }

    void force() throws IOException {
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
