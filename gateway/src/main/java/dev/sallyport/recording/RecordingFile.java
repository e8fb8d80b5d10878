package dev.sallyport.recording;

import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Where a recorder writes; tests put a failing one in its place. */
interface RecordingFile extends Closeable {
    /** Writes all of the bytes at the end. */
    void write(byte[] bytes, int offset, int length) throws IOException;

    /** Returns once what was written is on the disk. */
    void force() throws IOException;

    /** How a file is made. */
    interface Factory {
        /** Makes a new file. */
        RecordingFile create(Path file) throws IOException;
    }

    /** Makes a new file that only its owner may read or write. */
    static RecordingFile create(Path file) throws IOException {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        FileOutputStream stream = new FileOutputStream(file.toFile());
        return new RecordingFile() {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                stream.write(bytes, offset, length);
            }

            @Override
            public void force() throws IOException {
                stream.getFD().sync();
            }

            @Override
            public void close() throws IOException {
                stream.close();
            }
        };
    }
}
