package dev.sallyport.masking;

import dev.sallyport.wire.Format;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The types whose values are read and written: how they stand in messages, and which part of a function is theirs. Of all others a
 * constant is shown.
 */
final class ValueTypes {
    static final int BOOL = 16;
    static final int BYTEA = 17;
    static final int NAME = 19;
    static final int INT8 = 20;
    static final int INT2 = 21;
    static final int INT4 = 23;
    static final int TEXT = 25;
    static final int FLOAT4 = 700;
    static final int FLOAT8 = 701;
    static final int BPCHAR = 1042;
    static final int VARCHAR = 1043;
    static final int DATE = 1082;
    static final int TIME = 1083;
    static final int TIMESTAMP = 1114;
    static final int TIMESTAMPTZ = 1184;
    static final int NUMERIC = 1700;
    static final int UUID_TYPE = 2950;
    static final int INT4RANGE = 3904;
    static final int NUMRANGE = 3906;
    static final int TSRANGE = 3908;
    static final int TSTZRANGE = 3910;
    static final int DATERANGE = 3912;
    static final int INT8RANGE = 3926;
    static final int INT4MULTIRANGE = 4451;
    static final int NUMMULTIRANGE = 4532;
    static final int TSMULTIRANGE = 4533;
    static final int TSTZMULTIRANGE = 4534;
    static final int DATEMULTIRANGE = 4535;
    static final int INT8MULTIRANGE = 4536;

    /** The longest value of type name, in bytes. */
    static final int LONGEST_NAME = 63;

    /** VARHDRSZ: what a text type's modifier adds to its length in characters. */
    private static final int TEXT_MODIFIER_OFFSET = 4;

    static final Formats<Boolean> BOOLS = new Formats<>(BoolCodec.TEXT, BoolCodec.BINARY);
    static final Formats<Long> INT2S = whole(Short.BYTES, Short.MIN_VALUE, Short.MAX_VALUE);
    static final Formats<Long> INT4S = whole(Integer.BYTES, Integer.MIN_VALUE, Integer.MAX_VALUE);
    static final Formats<Long> INT8S = whole(Long.BYTES, Long.MIN_VALUE, Long.MAX_VALUE);
    static final Formats<BigDecimal> NUMERICS = new Formats<>(DecimalText.CODEC, DecimalBinary.CODEC);
    static final Formats<Double> FLOAT4S = new Formats<>(RealText.SINGLE, RealBinary.SINGLE);
    static final Formats<Double> FLOAT8S = new Formats<>(RealText.DOUBLE, RealBinary.DOUBLE);
    static final Formats<Long> DATES =
            new Formats<>(DateText.CODEC, new WholeBinary(Integer.BYTES, DateTimes.FIRST_DAY, DateTimes.LAST_DAY));
    static final Formats<Long> TIMES = new Formats<>(TimeText.CODEC, new WholeBinary(Long.BYTES, 0, DateTimes.DAY));
    static final Formats<Long> TIMESTAMPS = timestamps(null);
    static final Formats<UUID> UUIDS = new Formats<>(UuidText.CODEC, UuidBinary.CODEC);
    static final Formats<byte[]> BYTEAS = new Formats<>(BytesText.CODEC, BytesBinary.CODEC);

    private ValueTypes() {}

    private static Formats<Long> whole(int size, long least, long most) {
        return new Formats<>(new WholeText(least, most), new WholeBinary(size, least, most));
    }

    /** Those of timestamptz, written in a zone's time; of timestamp, if there is none. */
    static Formats<Long> timestamps(@Nullable ZoneId zone) {
        return new Formats<>(
                new TimestampText(zone), new WholeBinary(Long.BYTES, DateTimes.FIRST_MOMENT, DateTimes.LAST_MOMENT));
    }

    /** The formats of a type that is neither a text nor an array; null for one that is not read. */
    static @Nullable Formats<?> formats(int type) {
        return switch (type) {
            case BOOL -> BOOLS;
            case INT2 -> INT2S;
            case INT4 -> INT4S;
            case INT8 -> INT8S;
            case NUMERIC -> NUMERICS;
            case FLOAT4 -> FLOAT4S;
            case FLOAT8 -> FLOAT8S;
            case DATE -> DATES;
            case TIME -> TIMES;
            case TIMESTAMP -> TIMESTAMPS;
            case TIMESTAMPTZ -> timestamps(ZoneOffset.UTC);
            case UUID_TYPE -> UUIDS;
            case BYTEA -> BYTEAS;
            case INT4RANGE -> Formats.ranges(INT4S);
            case INT8RANGE -> Formats.ranges(INT8S);
            case NUMRANGE -> Formats.ranges(NUMERICS);
            case TSRANGE -> Formats.ranges(TIMESTAMPS);
            case TSTZRANGE -> Formats.ranges(timestamps(ZoneOffset.UTC));
            case DATERANGE -> Formats.ranges(DATES);
            case INT4MULTIRANGE -> Formats.multiranges(INT4S);
            case INT8MULTIRANGE -> Formats.multiranges(INT8S);
            case NUMMULTIRANGE -> Formats.multiranges(NUMERICS);
            case TSMULTIRANGE -> Formats.multiranges(TIMESTAMPS);
            case TSTZMULTIRANGE -> Formats.multiranges(timestamps(ZoneOffset.UTC));
            case DATEMULTIRANGE -> Formats.multiranges(DATES);
            default -> null;
        };
    }

    /** What a text column can hold; null for a type that is none. */
    static @Nullable TextShape text(int type, int modifier) {
        int most = modifier < TEXT_MODIFIER_OFFSET ? TextShape.UNLIMITED : modifier - TEXT_MODIFIER_OFFSET;
        return switch (type) {
            case TEXT -> TextShape.ANY;
            case VARCHAR -> new TextShape(most, false);
            case BPCHAR -> new TextShape(most, most != TextShape.UNLIMITED);
            case NAME -> new TextShape(LONGEST_NAME, false);
            default -> null;
        };
    }

    /** How a function masks values of a type, arrays of others among them; null if it does not. */
    static @Nullable ValueMask mask(MaskedColumn column, Transform function, boolean keepsNulls) {
        TypeConstant element = TypeConstants.elementOf(column.typeOid());
        if (element == null) {
            return scalar(column, function);
        }
        MaskedColumn elements = new MaskedColumn(element.oid(), column.typeModifier(), column.format());
        ValueMask values = scalar(elements, function);
        return values == null ? null : array(elements, values, TypeConstants.of(elements), keepsNulls);
    }

    /** How the elements of an array are masked one by one. */
    static ValueMask array(MaskedColumn elements, ValueMask values, ConstantMask otherwise, boolean keepsNulls) {
        return switch (elements.format()) {
            case TEXT -> new ArrayText(values, otherwise, keepsNulls);
            case BINARY -> new ArrayBinary(elements.typeOid(), values, otherwise, keepsNulls);
        };
    }

    private static @Nullable ValueMask scalar(MaskedColumn column, Transform function) {
        Format format = column.format();
        TextShape text = text(column.typeOid(), column.typeModifier());
        if (text != null) {
            return function.text(text);
        }
        return switch (column.typeOid()) {
            case INT2 -> mapped(INT2S, format, function.whole(Short.MIN_VALUE, Short.MAX_VALUE));
            case INT4 -> mapped(INT4S, format, function.whole(Integer.MIN_VALUE, Integer.MAX_VALUE));
            case INT8 -> mapped(INT8S, format, function.whole(Long.MIN_VALUE, Long.MAX_VALUE));
            case NUMERIC -> mapped(NUMERICS, format, function.decimal(Decimals.of(column.typeModifier())));
            case FLOAT4 -> mapped(FLOAT4S, format, function.real(RealBinary.SINGLE));
            case FLOAT8 -> mapped(FLOAT8S, format, function.real(RealBinary.DOUBLE));
            case DATE -> mapped(DATES, format, function.date());
            case TIME -> mapped(TIMES, format, function.time());
            case TIMESTAMP -> mapped(TIMESTAMPS, format, function.timestamp());
            case TIMESTAMPTZ -> mapped(timestamps(function.zone()), format, function.timestamptz());
            case UUID_TYPE -> mapped(UUIDS, format, function.uuid());
            case BYTEA -> mapped(BYTEAS, format, function.bytes());
            case INT4RANGE -> range(INT4S, format, function.whole(Integer.MIN_VALUE, Integer.MAX_VALUE));
            case INT8RANGE -> range(INT8S, format, function.whole(Long.MIN_VALUE, Long.MAX_VALUE));
            case NUMRANGE -> range(NUMERICS, format, function.decimal(Decimals.ANY));
            case TSRANGE -> range(TIMESTAMPS, format, function.timestamp());
            case TSTZRANGE -> range(timestamps(function.zone()), format, function.timestamptz());
            case DATERANGE -> range(DATES, format, function.date());
            case INT4MULTIRANGE -> multirange(INT4S, format, function.whole(Integer.MIN_VALUE, Integer.MAX_VALUE));
            case INT8MULTIRANGE -> multirange(INT8S, format, function.whole(Long.MIN_VALUE, Long.MAX_VALUE));
            case NUMMULTIRANGE -> multirange(NUMERICS, format, function.decimal(Decimals.ANY));
            case TSMULTIRANGE -> multirange(TIMESTAMPS, format, function.timestamp());
            case TSTZMULTIRANGE -> multirange(timestamps(function.zone()), format, function.timestamptz());
            case DATEMULTIRANGE -> multirange(DATES, format, function.date());
            default -> null;
        };
    }

    private static <T> @Nullable ValueMask mapped(Formats<T> formats, Format format, @Nullable Mapping<T> mapping) {
        return mapping == null ? null : new MappedValue<>(formats.in(format), mapping);
    }

    private static <T extends Comparable<T>> @Nullable ValueMask range(
            Formats<T> formats, Format format, @Nullable Mapping<T> bounds) {
        return bounds == null ? null : mapped(Formats.ranges(formats), format, new SpanMapping<>(bounds));
    }

    private static <T extends Comparable<T>> @Nullable ValueMask multirange(
            Formats<T> formats, Format format, @Nullable Mapping<T> bounds) {
        return bounds == null
                ? null
                : mapped(Formats.multiranges(formats), format, new SpansMapping<>(new SpanMapping<>(bounds)));
    }
}
