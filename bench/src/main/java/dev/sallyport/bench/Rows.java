package dev.sallyport.bench;

import dev.sallyport.wire.BackendMessage.DataRow;
import dev.sallyport.wire.BackendMessage.RowDescription;
import dev.sallyport.wire.Bytes;
import dev.sallyport.wire.Field;
import dev.sallyport.wire.Format;
import java.io.ByteArrayOutputStream;
import java.util.List;

/** A result as PostgreSQL sends it: a number, a name, an address that is sensitive, a balance. */
final class Rows {
    static final int TABLE = 16_384;
    static final short SENSITIVE_ATTRIBUTE = 3;

    private static final int INT4 = 23;
    private static final int TEXT = 25;

    private Rows() {}

    static RowDescription description() {
        return new RowDescription(List.of(
                field("id", 1, INT4, 4),
                field("name", 2, TEXT, -1),
                field("email", SENSITIVE_ATTRIBUTE, TEXT, -1),
                field("balance", 4, INT4, 4)));
    }

    private static Field field(String name, int attribute, int type, int size) {
        return new Field(name, TABLE, (short) attribute, type, (short) size, -1, Format.TEXT);
    }

    static Bytes row(int number) {
        return new DataRow(List.of(
                        Bytes.ofUtf8(Integer.toString(number)),
                        Bytes.ofUtf8("Customer " + number),
                        Bytes.ofUtf8("customer." + number + "@example.com"),
                        Bytes.ofUtf8(Integer.toString(number * 17))))
                .encode();
    }

    static byte[] many(int count) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int number = 0; number < count; number++) {
            bytes.writeBytes(row(number).toByteArray());
        }
        return bytes.toByteArray();
    }
}
