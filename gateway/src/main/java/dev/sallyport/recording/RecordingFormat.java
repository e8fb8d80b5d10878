package dev.sallyport.recording;

import dev.sallyport.wire.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * The file's format, version 2: the magic line, then the header as an int32 length and a JSON object, then chunks of an
 * int64 time in nanoseconds, a direction byte, an int32 length and so many bytes. The chunk {@link #END} ends it: a file
 * without one is of a session that goes on, or was cut off. Integers are big-endian.
 *
 * <p>The chunk {@link #OMITTED} says what is left out of a direction at this point: the direction byte, the type of the messages, an
 * int64 count of those that end there, an int64 count of bytes and their SHA-256. It may begin in the middle of a message; it ends
 * with one, or with the recording. Version 1 has no such chunks.
 */
final class RecordingFormat {
    static final byte[] MAGIC = "sallyport recording 2\n".getBytes(StandardCharsets.US_ASCII);
    static final byte[] MAGIC_OF_1 = "sallyport recording 1\n".getBytes(StandardCharsets.US_ASCII);
    static final int MAX_HEADER_BYTES = 64 << 10;
    /** What is longer is written as several chunks, so that a reader never needs more memory than this. */
    static final int MAX_CHUNK_BYTES = 1 << 20;

    static final int CHUNK_HEADER_BYTES = Long.BYTES + 1 + Integer.BYTES;
    static final byte CLIENT = '>';
    static final byte SERVER = '<';
    static final byte OMITTED = '-';
    static final byte END = '.';
    static final int SHA256_BYTES = 32;
    static final int OMISSION_BYTES = 2 + 2 * Long.BYTES + SHA256_BYTES;

    private RecordingFormat() {}

    static byte[] header(RecordingHeader header) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("session", header.session());
        fields.put("start", header.start().toString());
        fields.put("issuer", header.issuer());
        fields.put("subject", header.subject());
        fields.put("database", header.database());
        byte[] json = JsonMapper.shared().writeValueAsBytes(fields);
        if (json.length > MAX_HEADER_BYTES) {
            throw new IllegalArgumentException("the header is longer than " + MAX_HEADER_BYTES + " bytes");
        }
        return ByteBuffer.allocate(MAGIC.length + Integer.BYTES + json.length)
                .put(MAGIC)
                .putInt(json.length)
                .put(json)
                .array();
    }

    static byte[] chunkHeader(long nanos, byte direction, int length) {
        return ByteBuffer.allocate(CHUNK_HEADER_BYTES)
                .putLong(nanos)
                .put(direction)
                .putInt(length)
                .array();
    }

    /** Corrects the length of a chunk whose header begins at a place. */
    static void putChunkLength(byte[] bytes, int at, int length) {
        ByteBuffer.wrap(bytes).putInt(at + Long.BYTES + 1, length);
    }

    /** How much of the file a call takes. */
    static long fileBytes(Bytes bytes) {
        long chunks = (bytes.length() + MAX_CHUNK_BYTES - 1L) / MAX_CHUNK_BYTES;
        return chunks * CHUNK_HEADER_BYTES + bytes.length();
    }
}
