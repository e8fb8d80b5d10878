package dev.sallyport.masking;

import static dev.sallyport.masking.TypeConstant.sameInBoth;

import dev.sallyport.wire.Format;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The constants of {@code redact}: the one table that answers and documentation are made from. Object identifiers below
 * 10000 are assigned by hand in PostgreSQL and never change.
 *
 * @see <a href="https://www.postgresql.org/docs/18/datatype.html">PostgreSQL documentation, data types</a>
 */
final class TypeConstants {
    static final String REDACTED = "[redacted]";
    static final String EMPTY_ARRAY = "{}";

    /** The most characters that a blank-padded text is padded to; trailing blanks mean nothing in its type. */
    static final int LONGEST_PADDED = 1024;
    /** The most bits of a bit string of fixed length that is masked by zeros and not by NULL. */
    static final int MOST_BITS = 8192;

    static final List<TypeConstant> ALL = List.of(
            sameInBoth("text", 25, 1009, REDACTED),
            sameInBoth("varchar", 1043, 1015, REDACTED),
            sameInBoth("bpchar", 1042, 1014, REDACTED),
            sameInBoth("name", 19, 1003, REDACTED),
            sameInBoth("char", 18, 1002, "*"),
            sameInBoth("json", 114, 199, "\"" + REDACTED + "\""),
            new TypeConstant("jsonb", 3802, 3807, "\"" + REDACTED + "\"", "01225b72656461637465645d22"),
            new TypeConstant("jsonpath", 4072, 4073, "$", "0124"),
            sameInBoth("xml", 142, 143, REDACTED),
            sameInBoth("refcursor", 1790, 2201, REDACTED),
            new TypeConstant("int2", 21, 1005, "0", "0000"),
            new TypeConstant("int4", 23, 1007, "0", "00000000"),
            new TypeConstant("int8", 20, 1016, "0", "0000000000000000"),
            new TypeConstant("float4", 700, 1021, "0", "00000000"),
            new TypeConstant("float8", 701, 1022, "0", "0000000000000000"),
            new TypeConstant("numeric", 1700, 1231, "0", "0000000000000000"),
            new TypeConstant("money", 790, 791, "0", "0000000000000000"),
            new TypeConstant("bool", 16, 1000, "f", "00"),
            new TypeConstant("date", 1082, 1182, "2000-01-01", "00000000"),
            new TypeConstant("time", 1083, 1183, "00:00:00", "0000000000000000"),
            new TypeConstant("timetz", 1266, 1270, "00:00:00+00", "000000000000000000000000"),
            new TypeConstant("timestamp", 1114, 1115, "2000-01-01 00:00:00", "0000000000000000"),
            new TypeConstant("timestamptz", 1184, 1185, "2000-01-01 00:00:00+00", "0000000000000000"),
            new TypeConstant("interval", 1186, 1187, "00:00:00", "00000000000000000000000000000000"),
            new TypeConstant(
                    "uuid", 2950, 2951, "00000000-0000-0000-0000-000000000000", "00000000000000000000000000000000"),
            new TypeConstant("bytea", 17, 1001, "\\x", ""),
            new TypeConstant("inet", 869, 1041, "0.0.0.0", "0220000400000000"),
            new TypeConstant("cidr", 650, 651, "0.0.0.0/32", "0220010400000000"),
            new TypeConstant("macaddr", 829, 1040, "00:00:00:00:00:00", "000000000000"),
            new TypeConstant("macaddr8", 774, 775, "00:00:00:00:00:00:00:00", "0000000000000000"),
            new TypeConstant("bit", 1560, 1561, "0", "0000000100"),
            new TypeConstant("varbit", 1562, 1563, "", "00000000"),
            new TypeConstant("point", 600, 1017, "(0,0)", "00".repeat(16)),
            new TypeConstant("lseg", 601, 1018, "[(0,0),(0,0)]", "00".repeat(32)),
            new TypeConstant("box", 603, 1020, "(0,0),(0,0)", "00".repeat(32)),
            new TypeConstant("line", 628, 629, "{1,0,0}", "3ff0000000000000" + "00".repeat(16)),
            new TypeConstant("path", 602, 1019, "((0,0))", "0100000001" + "00".repeat(16)),
            new TypeConstant("polygon", 604, 1027, "((0,0))", "00000001" + "00".repeat(16)),
            new TypeConstant("circle", 718, 719, "<(0,0),0>", "00".repeat(24)),
            new TypeConstant("tsvector", 3614, 3643, "", "00000000"),
            new TypeConstant("tsquery", 3615, 3645, "'redacted'", "00000001010000726564616374656400"),
            new TypeConstant("int4range", 3904, 3905, "empty", "01"),
            new TypeConstant("int8range", 3926, 3927, "empty", "01"),
            new TypeConstant("numrange", 3906, 3907, "empty", "01"),
            new TypeConstant("tsrange", 3908, 3909, "empty", "01"),
            new TypeConstant("tstzrange", 3910, 3911, "empty", "01"),
            new TypeConstant("daterange", 3912, 3913, "empty", "01"),
            new TypeConstant("int4multirange", 4451, 6150, "{}", "00000000"),
            new TypeConstant("int8multirange", 4536, 6157, "{}", "00000000"),
            new TypeConstant("nummultirange", 4532, 6151, "{}", "00000000"),
            new TypeConstant("tsmultirange", 4533, 6152, "{}", "00000000"),
            new TypeConstant("tstzmultirange", 4534, 6153, "{}", "00000000"),
            new TypeConstant("datemultirange", 4535, 6155, "{}", "00000000"),
            new TypeConstant("oid", 26, 1028, "0", "00000000"),
            new TypeConstant("regproc", 24, 1008, "0", "00000000"),
            new TypeConstant("regprocedure", 2202, 2207, "0", "00000000"),
            new TypeConstant("regoper", 2203, 2208, "0", "00000000"),
            new TypeConstant("regoperator", 2204, 2209, "0", "00000000"),
            new TypeConstant("regclass", 2205, 2210, "0", "00000000"),
            new TypeConstant("regtype", 2206, 2211, "0", "00000000"),
            new TypeConstant("regconfig", 3734, 3735, "0", "00000000"),
            new TypeConstant("regdictionary", 3769, 3770, "0", "00000000"),
            new TypeConstant("regnamespace", 4089, 4090, "0", "00000000"),
            new TypeConstant("regrole", 4096, 4097, "0", "00000000"),
            new TypeConstant("regcollation", 4191, 4192, "0", "00000000"),
            new TypeConstant("xid", 28, 1011, "0", "00000000"),
            new TypeConstant("cid", 29, 1012, "0", "00000000"),
            new TypeConstant("xid8", 5069, 271, "0", "0000000000000000"),
            new TypeConstant("tid", 27, 1010, "(0,0)", "000000000000"),
            new TypeConstant("pg_lsn", 3220, 3221, "0/0", "0000000000000000"));

    private static final int BPCHAR = 1042;
    private static final int VARCHAR = 1043;
    private static final int BIT = 1560;
    /** VARHDRSZ: what a text type's modifier adds to its length in characters. */
    private static final int TEXT_MODIFIER_OFFSET = 4;

    private static final Map<Integer, TypeConstant> BY_OID = new HashMap<>();
    private static final Map<Integer, TypeConstant> BY_ARRAY = new HashMap<>();

    static {
        for (TypeConstant constant : ALL) {
            BY_OID.put(constant.oid(), constant);
            BY_ARRAY.put(constant.array(), constant);
        }
    }

    private TypeConstants() {}

    /** The type that an array type is of; null for a type that is no array, or not known. */
    static @Nullable TypeConstant elementOf(int type) {
        return BY_ARRAY.get(type);
    }

    /** The constant for a column; NULL if its type is not known. */
    static ConstantMask of(MaskedColumn column) {
        boolean binary = column.format() == Format.BINARY;
        TypeConstant element = BY_ARRAY.get(column.typeOid());
        if (element != null) {
            return emptyArray(element.oid(), column.format());
        }
        TypeConstant constant = BY_OID.get(column.typeOid());
        if (constant == null) {
            return ConstantMask.NULL;
        }
        return switch (column.typeOid()) {
            case BPCHAR, VARCHAR -> ConstantMask.of(ascii(fitted(column)));
            case BIT -> bits(column.typeModifier(), binary);
            default -> ConstantMask.of(binary ? constant.binaryValue() : constant.textValue());
        };
    }

    private static String fitted(MaskedColumn column) {
        int characters = column.typeModifier() - TEXT_MODIFIER_OFFSET;
        if (column.typeModifier() < 0) {
            return REDACTED;
        }
        if (characters < REDACTED.length()) {
            return REDACTED.substring(0, Math.max(0, characters));
        }
        boolean padded = column.typeOid() == BPCHAR && characters <= LONGEST_PADDED;
        return padded ? REDACTED + " ".repeat(characters - REDACTED.length()) : REDACTED;
    }

    private static ConstantMask bits(int modifier, boolean binary) {
        int count = modifier < 0 ? 1 : modifier;
        if (count > MOST_BITS) {
            return ConstantMask.NULL;
        }
        if (!binary) {
            return ConstantMask.of(ascii("0".repeat(count)));
        }
        int bytes = Math.ceilDiv(count, Byte.SIZE);
        return ConstantMask.of(
                ByteBuffer.allocate(Integer.BYTES + bytes).putInt(count).array());
    }

    /** An array of a type without an element: no dimensions, no NULLs, the type. */
    static ConstantMask emptyArray(int element, Format format) {
        return ConstantMask.of(
                switch (format) {
                    case TEXT -> ascii(EMPTY_ARRAY);
                    case BINARY ->
                        ByteBuffer.allocate(3 * Integer.BYTES)
                                .putInt(0)
                                .putInt(0)
                                .putInt(element)
                                .array();
                });
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
