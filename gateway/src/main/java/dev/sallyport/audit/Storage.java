package dev.sallyport.audit;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/** What the journal asks of a file system; tests put a failing one in its place. */
interface Storage {
    /** Creates an empty file that only its owner may read or write, and makes its name durable. */
    SegmentFile create(Path file) throws IOException;

    /** Opens an existing file to write at its end. */
    SegmentFile open(Path file) throws IOException;

    /** Gives a file new content as a whole: whoever reads it sees the old or the new, also after a power cut. */
    void replace(Path file, byte[] content) throws IOException;

    /** Cuts a file to a size, durably. */
    void truncate(Path file, long size) throws IOException;

    /** A file that only grows. */
    interface SegmentFile extends Closeable {
        /** Writes all of the bytes at the end. If it fails, any part of them may have been written. */
        void write(byte[] bytes, int offset, int length) throws IOException;

        /** Returns once what was written is on the disk. May be called while another thread writes. */
        void force() throws IOException;

        @Override
        void close() throws IOException;
    }
}
