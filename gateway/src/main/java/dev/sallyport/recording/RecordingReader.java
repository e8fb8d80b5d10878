package dev.sallyport.recording;

import dev.sallyport.wire.Bytes;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.HexFormat;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads a recording chunk by chunk, also one that still grows or was cut off. Not thread-safe. */
public final class RecordingReader implements Closeable {
    private final DataInputStream in;
    private final RecordingHeader header;

    /** What {@link #next} came upon. */
    public sealed interface Item {
        /**
         * Bytes of messages, sent by the client or to it.
         *
         * @param fromClient whether the client sent them
         * @param nanos since the session's start
         */
        record Chunk(boolean fromClient, long nanos, Bytes bytes) implements Item {}

        /**
         * What is left out of one direction at this point; it ends with a message, or with the recording.
         *
         * @param fromClient whether the client sent it
         * @param type of the messages
         * @param messages how many messages end in it
         * @param bytes how many bytes it has
         * @param sha256 of these bytes, in lower-case hexadecimal
         */
        record Omitted(boolean fromClient, long nanos, byte type, long messages, long bytes, String sha256)
                implements Item {}

        /** The recording was finished here. */
        record End() implements Item {}

        /** The file ends without an end: the session goes on, or the recording was cut off. */
        record Unfinished() implements Item {}
    }

    /**
     * Reads the header.
     *
     * @throws IOException if this is no recording
     */
    public RecordingReader(InputStream source) throws IOException {
        in = new DataInputStream(source);
        byte[] magic = in.readNBytes(RecordingFormat.MAGIC.length);
        if (!Arrays.equals(magic, RecordingFormat.MAGIC) && !Arrays.equals(magic, RecordingFormat.MAGIC_OF_1)) {
            throw new IOException("this is no recording of version 1 or 2");
        }
        try {
            int length = in.readInt();
            if (length < 0 || length > RecordingFormat.MAX_HEADER_BYTES) {
                throw new IOException("the recording's header is too long");
            }
            byte[] json = new byte[length];
            in.readFully(json);
            JsonNode fields = JsonMapper.shared().readTree(json);
            header = new RecordingHeader(
                    text(fields, "session"),
                    Instant.parse(text(fields, "start")),
                    text(fields, "issuer"),
                    text(fields, "subject"),
                    text(fields, "database"));
        } catch (EOFException cut) {
            throw new IOException("the recording ends within its header", cut);
        } catch (JacksonException | DateTimeParseException malformed) {
            throw new IOException("the recording's header cannot be read", malformed);
        }
    }

    private static String text(JsonNode fields, String name) throws IOException {
        JsonNode value = fields.path(name);
        if (!value.isString()) {
            throw new IOException("the recording's header has no " + name);
        }
        return value.stringValue();
    }

    /** What the recording says of its session. */
    public RecordingHeader header() {
        return header;
    }

    /**
     * The next chunk, or how it ends.
     *
     * @throws IOException if the file cannot be read or is no recording from here on
     */
    public Item next() throws IOException {
        try {
            long nanos = in.readLong();
            byte direction = in.readByte();
            int length = in.readInt();
            if (direction == RecordingFormat.END && length == 0) {
                return new Item.End();
            }
            if (direction == RecordingFormat.OMITTED && length == RecordingFormat.OMISSION_BYTES) {
                return omitted(nanos);
            }
            if ((direction != RecordingFormat.CLIENT && direction != RecordingFormat.SERVER)
                    || length < 0
                    || length > RecordingFormat.MAX_CHUNK_BYTES) {
                throw new IOException("the recording is damaged: a chunk is not one");
            }
            byte[] bytes = new byte[length];
            in.readFully(bytes);
            return new Item.Chunk(direction == RecordingFormat.CLIENT, nanos, Bytes.of(bytes));
        } catch (EOFException end) {
            return new Item.Unfinished();
        }
    }

    private Item omitted(long nanos) throws IOException {
        byte direction = in.readByte();
        byte type = in.readByte();
        long messages = in.readLong();
        long bytes = in.readLong();
        byte[] sha256 = new byte[RecordingFormat.SHA256_BYTES];
        in.readFully(sha256);
        if ((direction != RecordingFormat.CLIENT && direction != RecordingFormat.SERVER) || messages < 0 || bytes < 1) {
            throw new IOException("the recording is damaged: an omission is not one");
        }
        return new Item.Omitted(
                direction == RecordingFormat.CLIENT,
                nanos,
                type,
                messages,
                bytes,
                HexFormat.of().formatHex(sha256));
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
