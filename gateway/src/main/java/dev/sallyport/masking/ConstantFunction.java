package dev.sallyport.masking;

import dev.sallyport.wire.Format;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * {@code constant}: the configured value where the column's type can hold it; otherwise what {@code redact} shows. Which it is does not
 * depend on any value of the column.
 */
final class ConstantFunction {
    private static final String JSONB_VERSION = "\1";

    private ConstantFunction() {}

    static ConstantMask of(String value, MaskedColumn column) {
        byte[] written = written(value, column);
        return written == null ? TypeConstants.of(column) : ConstantMask.of(written);
    }

    private static byte @Nullable [] written(String value, MaskedColumn column) {
        TextShape text = ValueTypes.text(column.typeOid(), column.typeModifier());
        if (text != null) {
            return text(value, text, column.typeOid());
        }
        if (column.isDocument()) {
            return document(value, column);
        }
        if (column.typeOid() == ValueTypes.NUMERIC) {
            return number(value, column);
        }
        Formats<?> formats = ValueTypes.formats(column.typeOid());
        return formats == null ? null : converted(value, formats, column.format());
    }

    private static byte @Nullable [] text(String value, TextShape shape, int type) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        int characters = value.codePointCount(0, value.length());
        if (characters > shape.most()
                || value.indexOf('\0') >= 0
                || (type == ValueTypes.NAME && bytes.length > ValueTypes.LONGEST_NAME)) {
            return null;
        }
        boolean padded = shape.padded() && shape.most() <= TypeConstants.LONGEST_PADDED;
        return padded ? (value + " ".repeat(shape.most() - characters)).getBytes(StandardCharsets.UTF_8) : bytes;
    }

    private static byte @Nullable [] document(String value, MaskedColumn column) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        JsonReader reader = new JsonReader(bytes, bytes.length);
        int end = reader.skipValue(reader.space(0));
        // Some escapes are JSON, and yet nothing that jsonb holds.
        boolean escapes = column.typeOid() == MaskedColumn.JSONB && value.contains("\\u");
        if (end == JsonReader.MALFORMED || reader.space(end) != bytes.length || escapes) {
            return null;
        }
        boolean versioned = column.typeOid() == MaskedColumn.JSONB && column.format() == Format.BINARY;
        return versioned ? (JSONB_VERSION + value).getBytes(StandardCharsets.UTF_8) : bytes;
    }

    private static byte @Nullable [] number(String value, MaskedColumn column) {
        BigDecimal number = DecimalText.CODEC.read(value.getBytes(StandardCharsets.UTF_8), 0, utf8Length(value));
        BigDecimal fitted =
                number == null ? null : Decimals.of(column.typeModifier()).fit(number);
        return fitted == null ? null : encoded(fitted, ValueTypes.NUMERICS.in(column.format()));
    }

    private static <T> byte @Nullable [] converted(String value, Formats<T> formats, Format format) {
        T read = formats.text().read(value.getBytes(StandardCharsets.UTF_8), 0, utf8Length(value));
        return read == null ? null : encoded(read, formats.in(format));
    }

    private static int utf8Length(String value) {
        return value.getBytes(StandardCharsets.UTF_8).length;
    }

    private static <T> byte[] encoded(T value, Codec<T> codec) {
        RowOutput out = new RowOutput(Long.BYTES);
        try {
            codec.write(value, out);
        } catch (MaskingFailure tooLong) {
            throw new IllegalStateException("a configured value is shorter than a message", tooLong);
        }
        return out.bytes().toByteArray();
    }
}
