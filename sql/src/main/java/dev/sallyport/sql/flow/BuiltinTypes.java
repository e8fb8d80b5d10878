package dev.sallyport.sql.flow;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The plain types of pg_catalog that are reviewed: how their values are compared and converted. Those that are not here are taken for
 * ones where either can fail, as it does for boxes, whose areas overflow, or for records of unlike columns.
 *
 * @see <a href="https://www.postgresql.org/docs/current/datatype.html">Data Types</a>
 */
final class BuiltinTypes {
    static final int BOOLEAN = 16;
    static final int BYTEA = 17;
    static final int NAME = 19;
    static final int BIGINT = 20;
    static final int SMALLINT = 21;
    static final int INTEGER = 23;
    static final int TEXT = 25;
    static final int REAL = 700;
    static final int DOUBLE = 701;
    static final int BPCHAR = 1042;
    static final int VARCHAR = 1043;
    static final int DATE = 1082;
    static final int TIME = 1083;
    static final int TIMESTAMP = 1114;
    static final int TIMESTAMPTZ = 1184;
    static final int INTERVAL = 1186;
    static final int TIMETZ = 1266;
    static final int NUMERIC = 1700;
    static final int UUID = 2950;
    static final int JSONB = 3802;

    static final Set<Integer> TEXTS = Set.of(TEXT, VARCHAR, BPCHAR, NAME);
    /** Values of these are short, those of numeric under 150,000 digits. */
    static final Set<Integer> SHORT = Set.of(
            BOOLEAN,
            NAME,
            BIGINT,
            SMALLINT,
            INTEGER,
            REAL,
            DOUBLE,
            DATE,
            TIME,
            TIMESTAMP,
            TIMESTAMPTZ,
            INTERVAL,
            TIMETZ,
            NUMERIC,
            UUID);

    static final Set<Integer> INTEGERS = Set.of(SMALLINT, INTEGER, BIGINT);
    private static final Set<Integer> EXACT = Set.of(SMALLINT, INTEGER, BIGINT, NUMERIC);
    private static final Set<Integer> WITH_FLOATS = Set.of(SMALLINT, INTEGER, BIGINT, REAL, DOUBLE);

    // Within one of these every value becomes one of the wider type. numeric to double precision overflows.
    private static final List<Set<Integer>> CONVERTED = List.of(TEXTS, EXACT, WITH_FLOATS);
    // They have operators of their own for each pair, which compare what lies beyond the other's range (date.c,
    // timestamp.c), where a conversion fails.
    private static final Set<Integer> MOMENTS = Set.of(DATE, TIMESTAMP, TIMESTAMPTZ);
    private static final Set<Integer> ALONE = Set.of(BOOLEAN, BYTEA, TIME, TIMETZ, INTERVAL, UUID, JSONB);
    // A parameter's type is the client's to say. Beside a number it could be one that the number is converted to: a
    // numeric fails as a double precision, a bigint as an oid.
    private static final Set<Integer> BESIDE_A_PARAMETER = Set.of(
            BOOLEAN,
            BYTEA,
            NAME,
            TEXT,
            VARCHAR,
            BPCHAR,
            SMALLINT,
            INTEGER,
            DATE,
            TIMESTAMP,
            TIMESTAMPTZ,
            INTERVAL,
            UUID,
            JSONB);

    // pg_type.typarray of each.
    private static final Map<Integer, Integer> ELEMENTS = Map.ofEntries(
            Map.entry(1000, BOOLEAN),
            Map.entry(1001, BYTEA),
            Map.entry(1003, NAME),
            Map.entry(1016, BIGINT),
            Map.entry(1005, SMALLINT),
            Map.entry(1007, INTEGER),
            Map.entry(1009, TEXT),
            Map.entry(1021, REAL),
            Map.entry(1022, DOUBLE),
            Map.entry(1014, BPCHAR),
            Map.entry(1015, VARCHAR),
            Map.entry(1182, DATE),
            Map.entry(1183, TIME),
            Map.entry(1115, TIMESTAMP),
            Map.entry(1185, TIMESTAMPTZ),
            Map.entry(1187, INTERVAL),
            Map.entry(1270, TIMETZ),
            Map.entry(1231, NUMERIC),
            Map.entry(2951, UUID),
            Map.entry(3807, JSONB));

    private static final Map<String, Integer> NAMES = Map.ofEntries(
            Map.entry("bool", BOOLEAN),
            Map.entry("bytea", BYTEA),
            Map.entry("name", NAME),
            Map.entry("int8", BIGINT),
            Map.entry("int2", SMALLINT),
            Map.entry("int4", INTEGER),
            Map.entry("text", TEXT),
            Map.entry("float4", REAL),
            Map.entry("float8", DOUBLE),
            Map.entry("bpchar", BPCHAR),
            Map.entry("varchar", VARCHAR),
            Map.entry("date", DATE),
            Map.entry("time", TIME),
            Map.entry("timestamp", TIMESTAMP),
            Map.entry("timestamptz", TIMESTAMPTZ),
            Map.entry("interval", INTERVAL),
            Map.entry("timetz", TIMETZ),
            Map.entry("numeric", NUMERIC),
            Map.entry("uuid", UUID),
            Map.entry("jsonb", JSONB));

    private BuiltinTypes() {}

    /** Whether a type is one of these, or an array of them. */
    static boolean isKnown(int type) {
        return isScalar(type) || ELEMENTS.containsKey(type);
    }

    /** A type by its name in pg_catalog; 0 if it is not one of these. */
    static int named(String name) {
        return NAMES.getOrDefault(name, 0);
    }

    /** Whether values of a type have no parts of their own: neither an array nor a row. */
    static boolean isScalar(int type) {
        return NAMES.containsValue(type);
    }

    static boolean isNumber(int type) {
        return type == NUMERIC || WITH_FLOATS.contains(type);
    }

    /** The type of an array's elements; 0 if it is no array of these. */
    static int element(int array) {
        return ELEMENTS.getOrDefault(array, 0);
    }

    /** Whether a type is one of the system catalogs' own arrays of numbers, int2vector and oidvector, which are no type's arrays. */
    static boolean isVector(int type) {
        return type == 22 || type == 30;
    }

    /** The type of arrays of a type; 0 if it is not one of these. */
    static int array(int element) {
        for (var entry : ELEMENTS.entrySet()) {
            if (entry.getValue() == element) {
                return entry.getKey();
            }
        }
        return 0;
    }

    /** Whether comparing a value of one type with one of another never fails. Arrays are compared by their elements. */
    static boolean comparable(int one, int other) {
        if (one == other) {
            return isScalar(one) || ELEMENTS.containsKey(one);
        }
        return (MOMENTS.contains(one) && MOMENTS.contains(other)) || convertible(one, other);
    }

    /** Whether two types become one without a conversion that can fail, where a value is one of both. */
    static boolean convertible(int one, int other) {
        return one == other || CONVERTED.stream().anyMatch(group -> group.contains(one) && group.contains(other));
    }

    /** Whether a value can stand beside a parameter of any type. */
    static boolean besideAParameter(int type) {
        return BESIDE_A_PARAMETER.contains(type);
    }

    /** Whether a value becomes of one type with a parameter of any type that it can be beside. */
    static boolean convertibleWithAParameter(int type) {
        return BESIDE_A_PARAMETER.contains(type) && !MOMENTS.contains(type);
    }

    /** The wider of two types that are convertible. */
    static int wider(int one, int other) {
        if (one == other) {
            return one;
        }
        if (TEXTS.contains(one)) {
            return TEXT;
        }
        if (INTEGERS.contains(one) && INTEGERS.contains(other)) {
            return one == BIGINT || other == BIGINT ? BIGINT : INTEGER;
        }
        return EXACT.contains(one) && EXACT.contains(other) ? NUMERIC : DOUBLE;
    }

    /**
     * Whether an explicit cast never fails. To text it is the type's output function; text is cut to a length that is given. Numbers
     * become wider ones, but not shorter ones, or ones with a precision.
     */
    static boolean castable(int from, int to, boolean modified) {
        if (to == BPCHAR && modified) {
            // It is filled with blanks up to that length.
            return false;
        } else if (TEXTS.contains(to)) {
            return (ALONE.contains(from) && from != BYTEA)
                    || MOMENTS.contains(from)
                    || TEXTS.contains(from)
                    || EXACT.contains(from)
                    || WITH_FLOATS.contains(from);
        }
        if (modified) {
            return false;
        }
        return from == to
                || (from == INTEGER && to == BOOLEAN)
                || (from == BOOLEAN && to == INTEGER)
                || (convertible(from, to) && wider(from, to) == to);
    }
}
