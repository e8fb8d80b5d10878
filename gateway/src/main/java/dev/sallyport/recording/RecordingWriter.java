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
    private final Omission omittedOfClient = new Omission(RecordingFormat.CLIENT);
    private final Omission omittedOfServer = new Omission(RecordingFormat.SERVER);
    private long size;

    RecordingWriter(RecordingFile file) {
        this.file = file;
    }

    static MessageDigest digest() {
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

    /** Leaves bytes out, in which messages of this type end. */
    void omit(byte direction, Bytes bytes, byte type, int messages) {
        omission(direction).add(bytes.array(), bytes.offset(), bytes.length(), type, messages);
    }

    private Omission omission(byte direction) {
        return direction == RecordingFormat.CLIENT ? omittedOfClient : omittedOfServer;
    }

    /** Says what was left out of a direction, if anything was. */
    void sayWhatIsOmitted(byte direction, long nanos) throws IOException {
        Omission omission = omission(direction);
        if (!omission.isEmpty()) {
            byte[] body = omission.take();
            write(Bytes.of(RecordingFormat.chunkHeader(nanos, RecordingFormat.OMITTED, body.length)));
            write(Bytes.of(body));
        }
    }

    /** Says that nothing is missing behind this. */
    void end(long nanos) throws IOException {
        sayWhatIsOmitted(RecordingFormat.CLIENT, nanos);
        sayWhatIsOmitted(RecordingFormat.SERVER, nanos);
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
