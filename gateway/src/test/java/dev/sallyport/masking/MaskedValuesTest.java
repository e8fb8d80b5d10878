package dev.sallyport.masking;

import static dev.sallyport.masking.Masked.BUCKET;
import static dev.sallyport.masking.Masked.HASH;
import static dev.sallyport.masking.Masked.KEY;
import static dev.sallyport.masking.Masked.PRESERVING;
import static dev.sallyport.masking.Masked.text;
import static dev.sallyport.masking.TypeConstants.REDACTED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.policy.MaskFunction;
import dev.sallyport.policy.MaskFunction.Bucket;
import dev.sallyport.policy.MaskFunction.Constant;
import dev.sallyport.policy.MaskFunction.Partial;
import dev.sallyport.policy.MaskFunction.Shape;
import dev.sallyport.policy.MaskFunction.Shaped;
import dev.sallyport.policy.MaskFunction.TruncateDate;
import dev.sallyport.policy.MaskFunction.Unit;
import dev.sallyport.policy.MaskKey;
import dev.sallyport.policy.MaskSetting.Nulls;
import dev.sallyport.wire.Format;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class MaskedValuesTest {
    private static final int TEXT = ValueTypes.TEXT;
    private static final int INT4 = ValueTypes.INT4;
    private static final int INT8 = ValueTypes.INT8;
    private static final int NUMERIC = ValueTypes.NUMERIC;
    private static final int JSONB = MaskedColumn.JSONB;

    @Test
    void everyConfigurableFunctionIsDocumented() {
        Set<String> documented =
                MaskFunctions.ALL.stream().map(FunctionGuide::name).collect(Collectors.toCollection(TreeSet::new));
        Set<String> configurable = Stream.concat(
                        Masked.FUNCTIONS.stream().map(MaskFunction::name),
                        Stream.of(MaskFunction.Null.NAME, MaskFunction.Detect.NAME))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(documented).isEqualTo(configurable);
        MaskFunction detect = new MaskFunction.Detect(Set.of(MaskFunction.Piece.CARD), Masked.REDACT, false);
        assertThat(Stream.concat(Masked.FUNCTIONS.stream(), Stream.of(new MaskFunction.Null(), detect))
                        .<Class<?>>map(MaskFunction::getClass)
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(MaskFunction.class.getPermittedSubclasses());
    }

    @Test
    void partialKeepsCodePointsAtTheEndsAndHidesFourAtLeast() {
        assertThat(text(new Partial(2, 2), TEXT, "😀ä1234ß€")).isEqualTo("😀ä***ß€");
        assertThat(text(new Partial(2, 2), TEXT, "😀ä123ß€")).isEqualTo(REDACTED);
        assertThat(text(new Partial(0, 1), TEXT, "12345")).isEqualTo("***5");
        assertThat(text(new Partial(0, 1), TEXT, "1234")).isEqualTo(REDACTED);
        assertThat(text(new Partial(1, 0), TEXT, "")).isEqualTo(REDACTED);
        String longest = "x".repeat(2 * Partial.MOST_KEPT + PartialText.LEAST_HIDDEN);
        assertThat(text(new Partial(Partial.MOST_KEPT, Partial.MOST_KEPT), TEXT, longest))
                .isEqualTo("x".repeat(32) + "***" + "x".repeat(32));
    }

    @Test
    void partialShowsNothingOfWhatIsNotUtf8() {
        for (String malformed :
                List.of("c3", "c328a1a1a1a1a1", "eda080414141414141", "f5808080414141414141", "c0af41414141414141")) {
            byte[] masked = Masked.bytes(
                    new Partial(1, 1),
                    new MaskedColumn(TEXT, -1, Format.BINARY),
                    HexFormat.of().parseHex(malformed));
            assertThat(masked).asString(StandardCharsets.UTF_8).isEqualTo(REDACTED);
        }
    }

    @Test
    void partialOfAPaddedTextDoesNotCountTheBlanks() {
        int char12 = 12 + 4;
        assertThat(text(new Partial(0, 4), ValueTypes.BPCHAR, char12, "078-05-1120 "))
                .isEqualTo("***1120     ");
        assertThat(text(new Partial(0, 4), ValueTypes.BPCHAR, char12, "1120        "))
                .isEqualTo("[redacted]  ");
    }

    @Test
    void anEMailAddressKeepsItsFirstLetterAndTopLevelDomain() {
        MaskFunction email = new Shaped(Shape.EMAIL);
        assertThat(text(email, TEXT, "ada@mail.example.org")).isEqualTo("a***@***.org");
        assertThat(text(email, TEXT, "äda@x.de")).isEqualTo("ä***@***.de");
        assertThat(text(email, TEXT, "a@x.de")).isEqualTo("***@***.de");
        for (String other : List.of(
                "ada", "@x.de", "ada@", "ada@de", "ada@.de", "a@b@x.de", "ada@x.d", "ada@x.d3", "a b@x.de", "a.b@x")) {
            assertThat(text(email, TEXT, other)).as(other).isEqualTo(REDACTED);
        }
        assertThat(text(email, ValueTypes.VARCHAR, 10 + 4, "ada@x.de")).isEqualTo(REDACTED);
        assertThat(text(email, ValueTypes.VARCHAR, 11 + 4, "ada@x.de")).isEqualTo("a***@***.de");
        assertThat(text(email, ValueTypes.BPCHAR, 12 + 4, "ada@x.de    ")).isEqualTo("a***@***.de ");
    }

    @Test
    void anAddressIsReadUpToItsLongest() {
        MaskFunction email = new Shaped(Shape.EMAIL);
        String domain = "@x.de";
        String local = "a".repeat(EmailText.LONGEST - domain.length());
        assertThat(text(email, TEXT, local + domain)).isEqualTo("a***@***.de");
        assertThat(text(email, TEXT, "a" + local + domain)).isEqualTo(REDACTED);
        assertThat(text(email, TEXT, "ada@x." + "d".repeat(EmailText.LONGEST_TOP)))
                .isEqualTo("a***@***." + "d".repeat(24));
        assertThat(text(email, TEXT, "ada@x." + "d".repeat(EmailText.LONGEST_TOP + 1)))
                .isEqualTo(REDACTED);
    }

    @Test
    void aCardKeepsItsLastFourDigits() {
        MaskFunction card = new Shaped(Shape.CARD);
        assertThat(text(card, TEXT, "4111-1111 11111234")).isEqualTo("**** 1234");
        assertThat(text(card, TEXT, "1".repeat(8) + "1234")).isEqualTo("**** 1234");
        assertThat(text(card, TEXT, "1".repeat(7) + "1234")).isEqualTo(REDACTED);
        assertThat(text(card, TEXT, "1".repeat(15) + "1234")).isEqualTo("**** 1234");
        assertThat(text(card, TEXT, "1".repeat(16) + "1234")).isEqualTo(REDACTED);
        assertThat(text(card, TEXT, "4111 1111 1111 123x")).isEqualTo(REDACTED);
    }

    @Test
    void aTelephoneNumberKeepsCountryAndLastTwoDigits() {
        MaskFunction phone = new Shaped(Shape.PHONE);
        assertThat(text(phone, TEXT, "+49 (30) 90-18.20")).isEqualTo("+49 *** 20");
        assertThat(text(phone, TEXT, "+1 212 555 0142")).isEqualTo("+1 *** 42");
        assertThat(text(phone, TEXT, "+358 9 123456")).isEqualTo("+358 *** 56");
        assertThat(text(phone, TEXT, "030/901820")).isEqualTo("*** 20");
        assertThat(text(phone, TEXT, "+3581234")).isEqualTo("*** 34");
        assertThat(text(phone, TEXT, "123456")).isEqualTo(REDACTED);
        assertThat(text(phone, TEXT, "1".repeat(15))).isEqualTo("*** 11");
        assertThat(text(phone, TEXT, "1".repeat(16))).isEqualTo(REDACTED);
        assertThat(text(phone, TEXT, "555-CALL-NOW")).isEqualTo(REDACTED);
    }

    @Test
    void theHashOfATextIsItsHmac() throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("a key for tests only".getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
        String hash = HexFormat.of().formatHex(mac.doFinal("\1Ada".getBytes(StandardCharsets.US_ASCII)));

        assertThat(text(HASH, TEXT, "Ada")).isEqualTo(hash);
        assertThat(text(HASH, ValueTypes.VARCHAR, 10 + 4, "Ada")).isEqualTo(hash.substring(0, 10));
        assertThat(text(HASH, ValueTypes.BPCHAR, 70 + 4, "Ada" + " ".repeat(67)))
                .isEqualTo(hash + "      ");
        assertThat(text(HASH, ValueTypes.NAME, "Ada")).isEqualTo(hash.substring(0, 63));
        assertThat(document(HASH, "{\"ssn\": \"Ada\"}")).isEqualTo("{\"ssn\": \"" + hash + "\"}");
        assertThat(document(HASH, "{\"ssn\": \"\\u0041da\"}")).isEqualTo("{\"ssn\": \"" + hash + "\"}");
    }

    @Test
    void equalValuesHaveEqualHashesAndOthersUnderAnotherKey() {
        assertThat(text(HASH, NUMERIC, "1.50")).isEqualTo(text(HASH, NUMERIC, "1.5"));
        assertThat(text(HASH, ValueTypes.FLOAT8, "-0")).isEqualTo(text(HASH, ValueTypes.FLOAT8, "0"));
        assertThat(text(HASH, INT8, "1")).isNotEqualTo(text(HASH, INT8, "2"));
        assertThat(text(new MaskFunction.Hash(new MaskKey("another key for tests")), INT8, "1"))
                .isNotEqualTo(text(HASH, INT8, "1"));
    }

    @Test
    void hashesOfNumbersAreInTheRangeOfTheirTypeAndSpreadOverIt() {
        Random random = new Random(20261122);
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 2_000; i++) {
            long hashed =
                    Long.parseLong(Objects.requireNonNull(text(HASH, ValueTypes.INT2, "" + (short) random.nextInt())));
            assertThat(hashed).isBetween(0L, (long) Short.MAX_VALUE);
            seen.add(text(HASH, INT4, "" + i));
        }
        assertThat(seen).hasSizeGreaterThan(1_990);
    }

    @Test
    void aHashedIdentifierHasVersionEight() {
        String hashed = text(HASH, ValueTypes.UUID_TYPE, "c0ffee00-1234-4567-89ab-cdef01234567");

        assertThat(hashed).matches("[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    }

    @Test
    void bytesAreHashedAlikeInBothTextForms() {
        assertThat(text(HASH, ValueTypes.BYTEA, "\\x5c007e")).isEqualTo(text(HASH, ValueTypes.BYTEA, "\\\\\\000~"));
        for (String malformed : List.of("\\x5", "\\xzz", "\\9", "a\\")) {
            assertThat(text(HASH, ValueTypes.BYTEA, malformed)).isEqualTo("\\x");
        }
    }

    @Test
    void aWidthThatWouldLeaveAllValuesAsTheyAreDoesNotApply() {
        assertThat(text(new Bucket(new BigDecimal("2.0"), null), INT4, "47")).isEqualTo("46");
        assertThat(text(new Bucket(BigDecimal.ONE, null), INT4, "47")).isEqualTo("0");
        assertThat(text(new Bucket(new BigDecimal("0.5"), null), INT4, "47")).isEqualTo("0");
        assertThat(text(new Bucket(new BigDecimal("2.5"), null), INT4, "47")).isEqualTo("0");
        assertThat(text(new Bucket(new BigDecimal("0.02"), null), NUMERIC, numeric(10, 2), "47.11"))
                .isEqualTo("47.10");
        assertThat(text(new Bucket(new BigDecimal("0.01"), null), NUMERIC, numeric(10, 2), "47.11"))
                .isEqualTo("0");
        assertThat(text(new Bucket(null, Duration.ofDays(2)), ValueTypes.DATE, "2024-02-29"))
                .isEqualTo("2024-02-28");
        assertThat(text(new Bucket(null, Duration.ofDays(1)), ValueTypes.DATE, "2024-02-29"))
                .isEqualTo("2000-01-01");
        assertThat(text(new Bucket(null, Duration.ofHours(36)), ValueTypes.DATE, "2024-02-29"))
                .isEqualTo("2000-01-01");
        assertThat(text(new Bucket(BigDecimal.TEN, null), ValueTypes.DATE, "2024-02-29"))
                .isEqualTo("2000-01-01");
        assertThat(text(new Bucket(null, Duration.ofDays(7)), INT4, "47")).isEqualTo("0");
        assertThat(text(new TruncateDate(Unit.DAY, ZoneOffset.UTC), ValueTypes.DATE, "2024-02-29"))
                .isEqualTo("2000-01-01");
    }

    @Test
    void aFloatWhoseNeighboursAreAWidthAwayIsNotShown() {
        // 2^56 is 16 from the next, 2^55 is 8; 2^27 as float4 likewise, and 2^26.
        assertThat(text(BUCKET, ValueTypes.FLOAT8, "7.205759403792794e16")).isEqualTo("0");
        assertThat(text(BUCKET, ValueTypes.FLOAT8, "3.602879701896397e16")).isNotEqualTo("0");
        assertThat(text(BUCKET, ValueTypes.FLOAT4, "1.3421773e8")).isEqualTo("0");
        assertThat(text(BUCKET, ValueTypes.FLOAT4, "6.710886e7")).isNotEqualTo("0");
    }

    @Test
    void bucketsKeepTheOrder() {
        Random random = new Random(20261122);
        for (int i = 0; i < 2_000; i++) {
            int one = random.nextInt() >> random.nextInt(32);
            int other = random.nextInt() >> random.nextInt(32);
            long low = Long.parseLong(Objects.requireNonNull(text(BUCKET, INT8, "" + Math.min(one, other))));
            long high = Long.parseLong(Objects.requireNonNull(text(BUCKET, INT8, "" + Math.max(one, other))));
            assertThat(low).isLessThanOrEqualTo(high);
            assertThat(Math.min(one, other) - low).isBetween(0L, 9L);
            assertThat(low % 10).isZero();
        }
    }

    @Test
    void datesInAnotherStyleThanIsoBecomeTheConstant() {
        for (String date : List.of(
                "31/12/1999", "12-31-1999", "31.12.1999", "1999-13-01", "2023-02-29", "1999-12-31x", "infinity")) {
            assertThat(text(BUCKET, ValueTypes.DATE, date)).as(date).isEqualTo("2000-01-01");
        }
        for (String moment : List.of(
                "1999-12-31",
                "1999-12-31T10:00:00",
                "1999-12-31 25:00:00",
                "1999-12-31 10:00:00.1234567",
                "Fri Dec 31 10:00:00 1999")) {
            assertThat(text(Masked.MONTH, ValueTypes.TIMESTAMP, moment))
                    .as(moment)
                    .isEqualTo("2000-01-01 00:00:00");
        }
        assertThat(text(Masked.MONTH, ValueTypes.TIMESTAMPTZ, "1999-12-31 10:00:00"))
                .isEqualTo("2000-01-01 00:00:00+00");
    }

    @Test
    void aPointInTimeIsTruncatedInItsZone() {
        assertThat(text(Masked.MONTH, ValueTypes.TIMESTAMPTZ, "2024-06-30 23:30:00-05:30"))
                .isEqualTo("2024-07-01 00:00:00+02");
        assertThat(text(Masked.MONTH, ValueTypes.TIMESTAMPTZ, "2024-02-29 22:59:59.999999+00"))
                .isEqualTo("2024-02-01 00:00:00+01");
        assertThat(text(Masked.MONTH, ValueTypes.TIMESTAMPTZ, "1850-06-30 12:00:00+00:19:32"))
                .isEqualTo("1850-06-01 00:00:00+00:53:28");
    }

    @Test
    void formatPreservingKeepsPlacesCaseAndSeparators() {
        assertThat(text(PRESERVING, TEXT, "GB82 west-1234.5698")).matches("[A-Z]{2}\\d{2} [a-z]{4}-\\d{4}\\.\\d{4}");
        assertThat(text(PRESERVING, TEXT, "123456")).matches("\\d{6}").isNotEqualTo("123456");
        assertThat(text(PRESERVING, TEXT, "12-34-56"))
                .isEqualTo(new StringBuilder(text(PRESERVING, TEXT, "123456"))
                        .insert(4, '-')
                        .insert(2, '-')
                        .toString());
        assertThat(text(PRESERVING, TEXT, "abcde")).matches("[a-z]{5}").isNotEqualTo("abcde");
    }

    @Test
    void whatIsTooShortForTheStandardIsNotShown() {
        for (String value : List.of("", "-", "12345", "abcd", "a123456", "abcde1", "Zoë12345678", "123456\t")) {
            assertThat(text(PRESERVING, TEXT, value)).as(value).isEqualTo(REDACTED);
        }
        String digits = "1".repeat(FormatPreservingFunction.MOST);
        String letters = "a".repeat(FormatPreservingFunction.MOST);
        assertThat(text(PRESERVING, TEXT, digits)).hasSize(256).isNotEqualTo(digits);
        assertThat(text(PRESERVING, TEXT, letters)).hasSize(256).isNotEqualTo(letters);
        assertThat(text(PRESERVING, TEXT, digits + "1")).isEqualTo(REDACTED);
        assertThat(text(PRESERVING, TEXT, letters + "a")).isEqualTo(REDACTED);
        assertThat(text(PRESERVING, INT4, "999999")).isEqualTo("0");
        assertThat(text(PRESERVING, INT4, "1000000")).matches("[1-9]\\d{6}").isNotEqualTo("1000000");
        assertThat(text(PRESERVING, NUMERIC, "9999.99")).isEqualTo("0");
        assertThat(text(PRESERVING, NUMERIC, "9999.991")).matches("[1-9]\\d{3}\\.\\d{3}");
    }

    @Test
    void formatPreservingIsOneToOneInTheRangeOfTheType() {
        Set<String> masked = new HashSet<>();
        for (int i = 0; i < 500; i++) {
            String one = Objects.requireNonNull(text(PRESERVING, INT4, "" + (Integer.MAX_VALUE - i)));
            assertThat(Long.parseLong(one)).isBetween(1_000_000_000L, (long) Integer.MAX_VALUE);
            masked.add(one);
            masked.add(Objects.requireNonNull(text(PRESERVING, INT4, "" + (i - Integer.MAX_VALUE))));
        }
        assertThat(masked).hasSize(1_000);
    }

    @Test
    void aNumberThatTakesTooManyStepsIsNotShown() {
        var oneStep = new FormatPreservingFunction(KEY, 1).whole(Integer.MIN_VALUE, Integer.MAX_VALUE);
        var more = new FormatPreservingFunction(KEY).whole(Integer.MIN_VALUE, Integer.MAX_VALUE);
        int given = 0;
        for (long value = 2_000_000_000L; value < 2_000_000_200L; value++) {
            Long masked = oneStep.map(value);
            if (masked == null) {
                given++;
                assertThat(more.map(value)).isNotNull();
            } else {
                assertThat(more.map(value)).isEqualTo(masked);
            }
        }
        assertThat(given).isBetween(1, 199);
    }

    @Test
    void aConstantIsUsedWhereItsTypeHoldsIt() {
        assertThat(text(new Constant("unknown"), TEXT, "x")).isEqualTo("unknown");
        assertThat(text(new Constant("unknown"), ValueTypes.VARCHAR, 7 + 4, "x"))
                .isEqualTo("unknown");
        assertThat(text(new Constant("unknown"), ValueTypes.VARCHAR, 6 + 4, "x"))
                .isEqualTo("[redac");
        assertThat(text(new Constant("ä"), ValueTypes.BPCHAR, 3 + 4, "x")).isEqualTo("ä  ");
        assertThat(text(new Constant("ä".repeat(31)), ValueTypes.NAME, "x")).hasSize(31);
        assertThat(text(new Constant("ä".repeat(32)), ValueTypes.NAME, "x")).isEqualTo(REDACTED);
        assertThat(text(new Constant("32767"), ValueTypes.INT2, "1")).isEqualTo("32767");
        assertThat(text(new Constant("32768"), ValueTypes.INT2, "1")).isEqualTo("0");
        assertThat(text(new Constant("9.99"), NUMERIC, numeric(3, 2), "1")).isEqualTo("9.99");
        assertThat(text(new Constant("9.999"), NUMERIC, numeric(3, 2), "1")).isEqualTo("0");
        assertThat(text(new Constant("10"), NUMERIC, numeric(3, 2), "1")).isEqualTo("0");
        assertThat(text(new Constant("t"), ValueTypes.BOOL, "f")).isEqualTo("t");
        assertThat(text(new Constant("2023-02-29"), ValueTypes.DATE, "x")).isEqualTo("2000-01-01");
        assertThat(text(new Constant("2024-02-29"), ValueTypes.DATE, "x")).isEqualTo("2024-02-29");
        assertThat(text(new Constant("{\"a\": []}"), JSONB, "1")).isEqualTo("{\"a\": []}");
        assertThat(text(new Constant("{\"a\": "), JSONB, "1")).isEqualTo("\"[redacted]\"");
        assertThat(text(new Constant("\"\\u0000\""), JSONB, "1")).isEqualTo("\"[redacted]\"");
        assertThat(text(new Constant("x"), 90_000, "x")).isNull();
        assertThat(document(new Constant("a \"b\" \\"), "{\"ssn\": 1}")).isEqualTo("{\"ssn\": \"a \\\"b\\\" \\\\\"}");
    }

    @Test
    void constantsDontDependOnTheValue() {
        for (MaskFunction function : List.of(new MaskFunction.Redact(), new MaskFunction.Null(), new Constant("7"))) {
            assertThat(function.isConstant()).isTrue();
            for (TypeConstant type : TypeConstants.ALL) {
                for (int oid : new int[] {type.oid(), type.array()}) {
                    assertThat(text(function, oid, null))
                            .isEqualTo(text(function, oid, "7"))
                            .isEqualTo(text(function, oid, "no value of anything"));
                }
            }
        }
    }

    @Test
    void nullStaysOnlyWhereTheMaskSaysSo() {
        for (MaskFunction function : Masked.FUNCTIONS) {
            for (TypeConstant type : TypeConstants.ALL) {
                MaskedColumn column = new MaskedColumn(type.oid(), -1, Format.BINARY);
                assertThat(Masked.bytes(function, Nulls.KEEP, column, null)).isNull();
                assertThat(Masked.bytes(function, Nulls.CONSTANT, column, null)).isNotNull();
            }
        }
        MaskedColumn texts = new MaskedColumn(1009, -1, Format.TEXT);
        byte[] array = "{NULL,x}".getBytes(StandardCharsets.UTF_8);
        assertThat(Masked.bytes(new Partial(1, 1), Nulls.KEEP, texts, array))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("{NULL,[redacted]}");
        assertThat(Masked.bytes(new Partial(1, 1), Nulls.CONSTANT, texts, array))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("{[redacted],[redacted]}");
    }

    @Test
    void insideADocumentTextsAndNumbersAreMaskedAndAllElseIsNot() {
        assertThat(document(new Partial(0, 4), "{\"ssn\": \"078-05-11\\\"20\"}"))
                .isEqualTo("{\"ssn\": \"***1\\\"20\"}");
        assertThat(document(BUCKET, "{\"ssn\": [-47.5, 12]}")).isEqualTo("{\"ssn\": \"[redacted]\"}");
        assertThat(document(BUCKET, "[{\"ssn\": -47.5}, {\"ssn\": 12}]")).isEqualTo("[{\"ssn\": -50}, {\"ssn\": 10}]");
        for (String value : List.of("true", "null", "{}", "[1]", "1e400", "\"\\ud800\"", "\"47\"")) {
            assertThat(document(BUCKET, "{\"ssn\": " + value + "}")).isEqualTo("{\"ssn\": \"[redacted]\"}");
        }
        assertThat(document(HASH, "{\"ssn\": \"\\ud800\"}")).isEqualTo("{\"ssn\": \"[redacted]\"}");
        MaskedColumn column = new MaskedColumn(JSONB, -1, Format.TEXT);
        byte[] absent = "{\"ssn\": null}".getBytes(StandardCharsets.UTF_8);
        assertThat(Masked.bytes(HASH, Nulls.KEEP, List.of("ssn"), column, absent))
                .isEqualTo(absent);
    }

    @Test
    void numbersOfMoreDigitsThanAreComputedWithBecomeTheConstant() {
        String longest = "1".repeat(Decimals.MOST_DIGITS);
        assertThat(text(BUCKET, NUMERIC, longest)).isEqualTo(longest.substring(1) + "0");
        assertThat(text(BUCKET, NUMERIC, longest + "1")).isEqualTo("0");
    }

    @Test
    void whatIsNoValueOfItsTypeNeverPasses() {
        Random random = new Random(20261122);
        List<TypeConstant> types = TypeConstants.ALL;
        for (int round = 0; round < 20_000; round++) {
            TypeConstant type = types.get(random.nextInt(types.size()));
            int oid = random.nextInt(3) == 0 ? type.array() : type.oid();
            Format format = random.nextBoolean() ? Format.TEXT : Format.BINARY;
            byte[] value = new byte[8 + random.nextInt(40)];
            random.nextBytes(value);
            if (random.nextBoolean()) {
                value[0] = '{';
                value[value.length - 1] = '}';
            }
            MaskFunction function = Masked.FUNCTIONS.get(random.nextInt(Masked.FUNCTIONS.size()));
            assertThat(Masked.bytes(function, new MaskedColumn(oid, -1, format), value))
                    .as("%s %s %s", function, type.type(), HexFormat.of().formatHex(value))
                    .isNotEqualTo(value);
        }
    }

    private static int numeric(int precision, int scale) {
        return ((precision << Short.SIZE) | scale) + 4;
    }

    /** A document masked at its key {@code ssn}. */
    private static String document(MaskFunction function, String document) {
        byte[] masked = Objects.requireNonNull(Masked.bytes(
                function,
                Nulls.CONSTANT,
                List.of("ssn"),
                new MaskedColumn(JSONB, -1, Format.TEXT),
                document.getBytes(StandardCharsets.UTF_8)));
        return new String(masked, StandardCharsets.UTF_8);
    }
}
