package dev.sallyport.masking;

import dev.sallyport.catalog.ValueType;
import dev.sallyport.policy.MaskFunction;
import dev.sallyport.policy.MaskSetting.Nulls;
import dev.sallyport.wire.BackendMessage.DataRow;
import dev.sallyport.wire.BackendMessages;
import dev.sallyport.wire.Bytes;
import dev.sallyport.wire.Field;
import dev.sallyport.wire.Format;
import dev.sallyport.wire.Frame;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Values in a table t that are masked as they come and stored in a table r, both with a column c1 of one type. Not thread-safe. */
final class StoredValues {
    private final RawConnection connection;
    private final Map<Integer, ValueType> types;
    private final List<String> failures = new ArrayList<>();

    StoredValues(RawConnection connection, Map<Integer, ValueType> types) {
        this.connection = connection;
        this.types = types;
    }

    /** Makes the tables. */
    void create(String type, List<String> values) throws Exception {
        connection.query("create table t (i serial, c1 " + type + ")");
        for (String value : values) {
            connection.query("insert into t (c1) values ('" + value.replace("'", "''") + "')");
        }
        connection.query("create table r (c1 " + type + ")");
    }

    void drop() throws Exception {
        connection.query("drop table t, r");
    }

    /** What went wrong. */
    List<String> failures() {
        return failures;
    }

    /** Masks what is in one table, stores it in the other, and gives what the server makes of it in text. */
    List<String> mask(MaskFunction function, Nulls nulls, Format format) throws Exception {
        var answer = connection.query("select c1 from t order by i", format);
        Field field = answer.description().fields().getFirst();
        MaskedColumn column = new MaskedColumn(field.typeOid(), field.typeModifier(), format);
        List<String> stored = new ArrayList<>();
        for (Frame row : answer.rows()) {
            Bytes value = ((DataRow) BackendMessages.decode(row)).values().getFirst();
            byte[] masked = Masked.bytes(types, function, nulls, List.of(), column, value.toByteArray());
            if (masked == null) {
                failures.add(format + " " + function + ": NULL");
                continue;
            }
            var back = connection.ask(
                    "insert into r values ($1) returning c1::text", field.typeOid(), Bytes.of(masked), format);
            if (back.error() != null) {
                failures.add(format + " " + function + ": " + Arrays.toString(masked) + " " + back.error());
            } else {
                stored.add(
                        RawConnection.values(back.rows().getFirst()).getFirst().utf8());
            }
        }
        return stored;
    }

    /** The same in text and in binary, which must agree. */
    List<String> maskInBoth(MaskFunction function, Nulls nulls) throws Exception {
        List<String> inText = mask(function, nulls, Format.TEXT);
        List<String> inBinary = mask(function, nulls, Format.BINARY);
        if (!inText.equals(inBinary)) {
            failures.add(function + ": " + inText + " in text, " + inBinary + " in binary format");
        }
        return inText;
    }
}
