package dev.sallyport.wire;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Values with a 32-bit length before them, -1 for NULL: parameters, columns, results. */
final class Values {
    static final int NULL = -1;

    private Values() {}

    static @Nullable Bytes read(BodyReader reader) throws ProtocolViolation {
        int length = reader.int32();
        return length == NULL ? null : reader.bytes(length);
    }

    static List<@Nullable Bytes> readAll(BodyReader reader) throws ProtocolViolation {
        int count = reader.count(Integer.BYTES);
        List<@Nullable Bytes> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            values.add(read(reader));
        }
        return values;
    }

    static void write(BodyWriter writer, @Nullable Bytes value) {
        if (value == null) {
            writer.int32(NULL);
        } else {
            writer.int32(value.length()).bytes(value);
        }
    }

    static void write(BodyWriter writer, List<@Nullable Bytes> values) {
        writer.count(values.size());
        for (@Nullable Bytes value : values) {
            write(writer, value);
        }
    }
}
