package dev.sallyport.masking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.policy.MaskFunction;
import dev.sallyport.policy.MaskSetting.Nulls;
import dev.sallyport.upstream.TestServers;
import dev.sallyport.wire.Bytes;
import dev.sallyport.wire.Format;
import dev.sallyport.wire.Frame;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every function on values of every type in both formats: what it makes of them, a real server stores in a column of the type. */
class MaskedValuesServerTest {
    private static final Map<String, List<String>> VALUES = values();

    private static EmbeddedPostgres server;
    private static RawConnection connection;

    @BeforeAll
    static void start() throws Exception {
        server = TestServers.quiet().start();
        connection = new RawConnection(server.getPort());
        connection.query("set timezone = 'Asia/Kolkata'");
    }

    @AfterAll
    static void stop() throws Exception {
        connection.close();
        server.close();
    }

    @Test
    void aMaskedValueIsAValueOfItsColumnAndTheSameInBothFormats() throws Exception {
        List<String> failures = new ArrayList<>();
        int shown = 0;
        for (var entry : VALUES.entrySet()) {
            String type = entry.getKey();
            StoredValues values = new StoredValues(connection, Map.of());
            values.create(type, entry.getValue());
            for (MaskFunction function : Masked.FUNCTIONS) {
                shown += values.maskInBoth(function, Nulls.CONSTANT).size();
            }
            values.drop();
            values.failures().forEach(failure -> failures.add(type + " " + failure));
        }
        assertThat(failures).isEmpty();
        assertThat(shown).isGreaterThan(2_000);
    }

    @Test
    void bucketsAreThoseThatTheServerComputes() throws Exception {
        Map<String, String> expected = new LinkedHashMap<>();
        expected.put("int2", "(floor(c1 / 10.0) * 10)::int8::text");
        expected.put("int4", "(floor(c1 / 10.0) * 10)::int8::text");
        expected.put("int8", "(floor(c1 / 10.0) * 10)::numeric(20)::text");
        expected.put("numeric", "case when c1 in ('NaN', 'Infinity') then '0' else (floor(c1 / 10) * 10)::text end");
        expected.put(
                "date",
                "case when isfinite(c1) and c1 > '4713-01-01 BC' then (c1 - mod(mod(c1 - date '2001-01-01', 7) + 7, 7))::text end");
        expected.put(
                "timestamp",
                "case when isfinite(c1) and c1 > '4713-01-01 BC' then date_bin('7 days', c1, timestamp '2001-01-01')::text end");
        compare(Masked.BUCKET, expected);
    }

    @Test
    void truncatedDatesAreThoseThatTheServerComputes() throws Exception {
        for (MaskFunction.Unit unit : MaskFunction.Unit.values()) {
            String name = unit.name();
            Map<String, String> expected = new LinkedHashMap<>();
            if (unit != MaskFunction.Unit.DAY) {
                expected.put("date", finite("date_trunc('" + name + "', c1::timestamp)::date::text"));
            }
            expected.put("timestamp", finite("date_trunc('" + name + "', c1)::text"));
            expected.put("timestamptz", finite("date_trunc('" + name + "', c1, 'Europe/Berlin')::text"));
            compare(new MaskFunction.TruncateDate(unit, Masked.BERLIN), expected);
        }
    }

    /** What lies at the ends of the calendar has no first day of its unit, or one that no timestamp is. */
    private static String finite(String expression) {
        return "case when isfinite(c1) and c1 > '4713-01-01 BC' and c1 < '200000-01-01' then " + expression + " end";
    }

    /** Compares what is masked with what the server says; where it says NULL, anything will do. */
    private static void compare(MaskFunction function, Map<String, String> expected) throws Exception {
        for (var entry : expected.entrySet()) {
            String type = entry.getKey();
            List<String> values = Objects.requireNonNull(VALUES.get(type));
            StoredValues table = new StoredValues(connection, Map.of());
            table.create(type, values);
            List<String> masked = table.mask(function, Nulls.CONSTANT, Format.BINARY);
            List<Bytes> computed = column("select " + entry.getValue() + " from t order by i", Format.TEXT);
            table.drop();
            assertThat(table.failures()).isEmpty();
            int compared = 0;
            for (int i = 0; i < masked.size(); i++) {
                if (computed.get(i).length() > 0 && !outOfRange(type, values.get(i))) {
                    compared++;
                    assertThat(masked.get(i))
                            .as("%s of %s %s", function, type, values.get(i))
                            .isEqualTo(computed.get(i).utf8());
                }
            }
            assertThat(compared).isGreaterThan(1);
        }
    }

    /** The bucket of the least integer begins below it. */
    private static boolean outOfRange(String type, String value) {
        return type.startsWith("int") && value.matches("-(32768|214748364[78]|922337203685477580[78])");
    }

    private static List<Bytes> column(String sql, Format format) throws Exception {
        List<Bytes> values = new ArrayList<>();
        for (Frame row : connection.query(sql, format).rows()) {
            values.add(RawConnection.values(row).getFirst());
        }
        return values;
    }

    private static Map<String, List<String>> values() {
        Map<String, List<String>> values = new LinkedHashMap<>();
        List<String> texts = List.of(
                "",
                "Ann",
                "ada@example.com",
                "a@b.org",
                "4111 1111 1111 1111",
                "+49 30 901820",
                "078-05-1120",
                "ä€😀 größer als 😀",
                "GB82 WEST 1234 5698 7654 32",
                "a \"b\" \\ {c},d NULL");
        values.put("text", texts);
        values.put("varchar", texts);
        values.put("name", texts);
        values.put("varchar(30)", texts);
        values.put("char(30)", texts);
        values.put("varchar(7)", List.of("", "Ann", "1234567", "a@b.org", "ä€😀xyz1"));
        values.put("char(7)", List.of("", "Ann", "1234567", "a@b.org", "ä€😀xyz1"));
        values.put("char(1)", List.of("x"));
        values.put("char(2000)", List.of("x", "078-05-1120"));
        values.put("int2", List.of("0", "-1", "4711", "-32768", "32767"));
        values.put("int4", List.of("0", "-47", "1234567", "-2147483648", "2147483647", "-2147483647"));
        values.put(
                "int8",
                List.of("0", "-47", "1234567890123", "-9223372036854775808", "9223372036854775807", "4999999999"));
        values.put(
                "numeric",
                List.of(
                        "0",
                        "0.00",
                        "-1.50",
                        "1234567",
                        "12345678901234567890.123456789",
                        "100000000",
                        "0.000001",
                        "-0.00012345678",
                        "9999.9999",
                        "NaN",
                        "Infinity"));
        values.put("numeric(10,2)", List.of("0", "-1.50", "12345678.91", "99999999.99", "-99999999.99"));
        values.put("numeric(3,-2)", List.of("0", "100", "99900", "-99900"));
        values.put("numeric(2,4)", List.of("0", "0.0099", "-0.0001"));
        values.put("numeric(30,10)", List.of("12345678901234567890.0123456789"));
        values.put("float4", List.of("0", "-0", "47.11", "1e30", "-1e-30", "NaN", "Infinity", "16777216"));
        values.put("float8", List.of("0", "-0", "47.11", "1e300", "-1e-300", "NaN", "-Infinity", "123456789"));
        List<String> dates = List.of(
                "2000-01-01",
                "1999-12-31",
                "2024-02-29",
                "0044-03-15 BC",
                "0001-01-01",
                "0001-12-31 BC",
                "infinity",
                "-infinity",
                "4714-11-24 BC",
                "5874897-12-31");
        values.put("date", dates);
        values.put("time", List.of("00:00:00", "23:59:59.999999", "24:00:00", "12:34:56.7"));
        List<String> moments = List.of(
                "2000-01-01 00:00:00",
                "1999-12-31 23:59:59.999999",
                "2024-03-31 02:30:00.123456",
                "2024-10-27 01:30:00",
                "0044-03-15 12:00:00 BC",
                "1850-01-01 00:00:00",
                "infinity",
                "4714-11-24 12:00:00 BC",
                "294276-12-31 12:00:00.5");
        values.put("timestamp", moments);
        values.put("timestamp(0)", moments);
        values.put("timestamptz", moments);
        values.put("uuid", List.of("00000000-0000-0000-0000-000000000000", "c0ffee00-1234-4567-89ab-cdef01234567"));
        values.put("bytea", List.of("\\x", "\\xc0ffee005c"));
        values.put("bool", List.of("t", "f"));
        values.put("int4range", List.of("empty", "[1,5)", "[-7,2147483647)", "(,5)", "[3,)", "(,)"));
        values.put("int8range", List.of("empty", "[1234567890,12345678901)", "(,)"));
        values.put("numrange", List.of("empty", "[1.5,2.5]", "(47,58)", "[9.99,)", "[NaN,NaN]"));
        values.put(
                "daterange",
                List.of("empty", "[2024-02-29,2024-05-01)", "[2024-02-01,2024-02-02)", "[2024-02-01,infinity)"));
        values.put("tsrange", List.of("empty", "[2024-02-29 12:00,2024-05-01 13:00:00.5)", "(2024-02-01,2024-02-02]"));
        values.put("tstzrange", List.of("empty", "[2024-02-29 12:00,2024-05-01 13:00:00.5)", "[2024-02-01,)"));
        values.put("int4multirange", List.of("{}", "{[1,5),[7,12),[27,40)}", "{(,5),[50,)}"));
        values.put("int8multirange", List.of("{[1,5),[7,12)}"));
        values.put("nummultirange", List.of("{[1.5,2.5],(7,8)}"));
        values.put("datemultirange", List.of("{[2024-02-01,2024-02-03),[2024-02-10,2024-05-01)}"));
        values.put("tsmultirange", List.of("{[2024-02-01,2024-02-03),[2024-02-10 12:00,2024-05-01)}"));
        values.put("tstzmultirange", List.of("{[2024-02-01,2024-02-03),[2024-02-10 12:00,2024-05-01)}"));
        values.put(
                "text[]",
                List.of(
                        "{}",
                        "{a,\"b c\",NULL,\"NULL\",\"\"}",
                        "{{078-05-1120,\"x\\\\\\\"{y},z\"},{ada@example.com,ä}}"));
        values.put("varchar(4)[]", List.of("{abcd,a,NULL}"));
        values.put("char(4)[]", List.of("{abcd,a,NULL}"));
        values.put("int4[]", List.of("{1,NULL,3}", "[0:1][2:3]={{1,2},{3,4}}", "{{{{{{1234567}}}}}}"));
        values.put("numeric(5,2)[]", List.of("{1.5,NULL,999.99}"));
        values.put("date[]", List.of("{2024-02-29,infinity,NULL}"));
        values.put("timestamptz[]", List.of("{\"2024-02-29 12:00:00\",NULL}"));
        values.put("bytea[]", List.of("{\"\\\\xc0ff\",NULL}"));
        values.put("int4range[]", List.of("{\"[1,5)\",empty,NULL}"));
        values.put("box[]", List.of("{(1,1),(0,0);(2,2),(1,1)}"));
        values.put("json", List.of("{\"a\": 1}", "1"));
        values.put("jsonb", List.of("{\"a\": 1}", "\"x\""));
        for (String type : List.of("interval", "timetz", "money", "inet", "macaddr", "xml", "bit(3)", "point", "oid")) {
            values.put(
                    type,
                    List.of(
                            switch (type) {
                                case "interval" -> "1 day";
                                case "timetz" -> "12:00+01";
                                case "inet" -> "10.1.2.3/8";
                                case "macaddr" -> "08:00:2b:01:02:03";
                                case "bit(3)" -> "101";
                                case "point" -> "(1,2)";
                                default -> "7";
                            }));
        }
        return values;
    }
}
