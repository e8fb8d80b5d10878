package dev.sallyport.masking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.policy.CopyRules;
import dev.sallyport.policy.MaskFunction;
import dev.sallyport.policy.MaskRule;
import dev.sallyport.policy.MaskSetting.Nulls;
import dev.sallyport.sql.CopyOut;
import dev.sallyport.wire.BackendMessage.CopyOutResponse;
import dev.sallyport.wire.BackendType;
import dev.sallyport.wire.Bytes;
import dev.sallyport.wire.Format;
import dev.sallyport.wire.Frame;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CopyPlanTest {
    private static final int TEXT = 25;
    private static final CopyOut PLAIN =
            new CopyOut(CopyOut.Format.TEXT, false, (byte) '\t', "\\N", (byte) '"', (byte) '"', Set.of(), false);
    private static final CopyOut CSV =
            new CopyOut(CopyOut.Format.CSV, false, (byte) ',', "", (byte) '"', (byte) '"', Set.of(), false);
    private static final CopyOut BINARY =
            new CopyOut(CopyOut.Format.BINARY, false, (byte) '\t', "\\N", (byte) '"', (byte) '"', Set.of(), false);

    /** Three columns, of which the second is masked. */
    private static CopyPlan plan(CopyOut how, MaskFunction function, Nulls nulls) throws MaskingFailure {
        MaskRule rule = new MaskRule("pii", "public.t.b", function, nulls, List.of());
        List<CopyRules.Column> columns = List.of(
                new CopyRules.Column("a", TEXT, -1, Optional.empty()),
                new CopyRules.Column("b", TEXT, -1, Optional.of(rule)),
                new CopyRules.Column("c", TEXT, -1, Optional.empty()));
        Format format = how.format() == CopyOut.Format.BINARY ? Format.BINARY : Format.TEXT;
        return CopyPlan.of(
                new CopyOutResponse(format, Collections.nCopies(3, format)), new CopyRules(how, columns, Map.of()));
    }

    private static CopyPlan redacting(CopyOut how) throws MaskingFailure {
        return plan(how, new MaskFunction.Redact(), Nulls.CONSTANT);
    }

    /** Shows what has to be wrapped in every format. */
    private static CopyPlan keeping(CopyOut how) throws MaskingFailure {
        return plan(how, new MaskFunction.Constant("say \"hi\",\n\tyou\\"), Nulls.KEEP);
    }

    private static Frame data(byte[] body) {
        return Frame.of(Bytes.of(ByteBuffer.allocate(Frame.HEADER + body.length)
                .put(BackendType.COPY_DATA)
                .putInt(Integer.BYTES + body.length)
                .put(body)
                .array()));
    }

    private static Frame data(String line) {
        return data(line.getBytes(StandardCharsets.UTF_8));
    }

    private static String masked(CopyPlan plan, String line) throws MaskingFailure {
        Bytes bytes = plan.mask(data(line));
        assertThat(bytes.intAt(1)).isEqualTo(bytes.length() - 1);
        return bytes.slice(Frame.HEADER, bytes.length() - Frame.HEADER).utf8ForDisplay();
    }

    @Test
    void whetherARowCanBeMaskedDependsOnWhatIsShownAlone() throws MaskingFailure {
        for (String secret : List.of("", "078-05-1120", "s".repeat(1 << 20))) {
            // Two delimiters, a letter and the end of the line.
            String longest = "x".repeat(MaskPlan.MOST_SHOWN_BEFORE - 4);

            assertThat(masked(redacting(PLAIN), "a\t" + secret + "\t" + longest + "\n"))
                    .hasSameSizeAs("a\t[redacted]\t" + longest + "\n");
            assertThatThrownBy(() -> masked(redacting(PLAIN), "a\t" + secret + "\tx" + longest + "\n"))
                    .isInstanceOfSatisfying(
                            MaskingFailure.class,
                            failure -> assertThat(failure.isTooLong()).isTrue());
        }
    }

    @Test
    void inTextTheMaskedColumnAloneChanges() throws MaskingFailure {
        assertThat(masked(redacting(PLAIN), "one\ttwo\tthree\n")).isEqualTo("one\t[redacted]\tthree\n");
        assertThat(masked(redacting(PLAIN), "\\N\t\\N\t\\N\n")).isEqualTo("\\N\t[redacted]\t\\N\n");
        assertThat(masked(redacting(PLAIN), "a\\tb\\\\\tse\\\tcr\\net\t\n")).isEqualTo("a\\tb\\\\\t[redacted]\t\n");
    }

    @Test
    void inCsvTheMaskedColumnAloneChanges() throws MaskingFailure {
        assertThat(masked(redacting(CSV), "one,two,three\n")).isEqualTo("one,[redacted],three\n");
        assertThat(masked(redacting(CSV), "\"a,\"\"\n,\",\"x,\"\"\ny\",\n")).isEqualTo("\"a,\"\"\n,\",[redacted],\n");
        assertThat(masked(redacting(CSV), ",,\n")).isEqualTo(",[redacted],\n");
    }

    @Test
    void aMaskedValueIsWrappedAsTheServerWould() throws MaskingFailure {
        assertThat(masked(keeping(PLAIN), "1\tx\t3\n")).isEqualTo("1\tsay \"hi\",\\n\\tyou\\\\\t3\n");
        assertThat(masked(keeping(CSV), "1,x,3\n")).isEqualTo("1,\"say \"\"hi\"\",\n\tyou\\\",3\n");
        assertThat(masked(keeping(PLAIN), "1\t\\N\t3\n")).isEqualTo("1\t\\N\t3\n");
        assertThat(masked(keeping(CSV), "1,,3\n")).isEqualTo("1,,3\n");
        assertThat(masked(keeping(CSV), "1,\"\",3\n")).startsWith("1,\"say");
    }

    @Test
    void otherDelimitersQuotesEscapesAndNullsAreThoseOfTheStatement() throws MaskingFailure {
        CopyOut odd =
                new CopyOut(CopyOut.Format.CSV, false, (byte) ';', "nil", (byte) '\'', (byte) '\\', Set.of("b"), false);

        assertThat(masked(redacting(odd), "a;'b\\';\\\\';'c'\n")).isEqualTo("a;'[redacted]';'c'\n");
        assertThat(masked(plan(odd, new MaskFunction.Null(), Nulls.CONSTANT), "a;b;c\n"))
                .isEqualTo("a;nil;c\n");
        assertThat(masked(plan(odd, new MaskFunction.Redact(), Nulls.KEEP), "a;nil;c\n"))
                .isEqualTo("a;nil;c\n");
    }

    @Test
    void theNamesAtTheBeginningStay() throws MaskingFailure {
        CopyPlan plan = redacting(
                new CopyOut(CopyOut.Format.CSV, true, (byte) ',', "", (byte) '"', (byte) '"', Set.of(), false));

        assertThat(masked(plan, "a,b,c\n")).isEqualTo("a,b,c\n");
        assertThat(masked(plan, "a,b,c\n")).isEqualTo("a,[redacted],c\n");
    }

    @Test
    void inBinaryTheMaskedColumnAloneChanges() throws Exception {
        CopyPlan plan = redacting(BINARY);

        assertThat(plan.mask(data(binary(true, "1", "secret", "3"))))
                .isEqualTo(data(binary(true, "1", "[redacted]", "3")).bytes());
        assertThat(plan.mask(data(binary(false, "1", "other", "3"))))
                .isEqualTo(data(binary(false, "1", "[redacted]", "3")).bytes());
        assertThat(plan.mask(data(new byte[] {-1, -1})))
                .isEqualTo(data(new byte[] {-1, -1}).bytes());
    }

    private static byte[] binary(boolean first, String... values) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        if (first) {
            out.write("PGCOPY\n".getBytes(StandardCharsets.US_ASCII));
            out.write(new byte[] {(byte) 0xff, '\r', '\n', 0});
            out.writeInt(0);
            out.writeInt(0);
        }
        out.writeShort(values.length);
        for (String value : values) {
            out.writeInt(value.length());
            out.write(value.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "a\tb\n", "a\tb\tc\td\n", "a\tb\tc", "a\tb\tc\nd\te\tf\n", "a\tb\tc\\\n"})
    void whatIsNotOneRowOfTextIsRefused(String body) throws MaskingFailure {
        CopyPlan plan = redacting(PLAIN);

        assertThatThrownBy(() -> plan.mask(data(body))).isInstanceOf(MaskingFailure.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "a,b\n", "a,b,c,d\n", "a,b,c", "a,b,c\nd,e,f\n", "a,b,\"c\n", "a,\"b,c\n"})
    void whatIsNotOneRowOfCsvIsRefused(String body) throws MaskingFailure {
        CopyPlan plan = redacting(CSV);

        assertThatThrownBy(() -> plan.mask(data(body))).isInstanceOf(MaskingFailure.class);
    }

    @Test
    void whatIsNotOneRowInBinaryIsRefused() throws Exception {
        byte[] good = binary(true, "1", "secret", "3");
        for (int length = 0; length < good.length; length++) {
            CopyPlan plan = redacting(BINARY);
            byte[] cut = java.util.Arrays.copyOf(good, length);
            assertThatThrownBy(() -> plan.mask(data(cut)))
                    .as("%d bytes", length)
                    .isInstanceOf(MaskingFailure.class);
        }
        CopyPlan plan = redacting(BINARY);
        assertThatThrownBy(() -> plan.mask(data(java.util.Arrays.copyOf(good, good.length + 1))))
                .isInstanceOf(MaskingFailure.class);
        assertThatThrownBy(() -> redacting(BINARY).mask(data(binary(true, "1", "2"))))
                .isInstanceOf(MaskingFailure.class);
    }

    @ParameterizedTest
    @CsvSource({"TEXT,2", "TEXT,4", "BINARY,3"})
    void anAnswerInAnotherFormatOrWithOtherColumnsIsRefused(Format format, int columns) {
        CopyRules rules = new CopyRules(
                PLAIN,
                Collections.nCopies(
                        3,
                        new CopyRules.Column(
                                "a",
                                TEXT,
                                -1,
                                Optional.of(new MaskRule(
                                        "pii", "t.a", new MaskFunction.Redact(), Nulls.CONSTANT, List.of())))),
                Map.of());
        CopyOutResponse answer = new CopyOutResponse(format, Collections.nCopies(columns, format));

        assertThatThrownBy(() -> CopyPlan.of(answer, rules)).isInstanceOf(MaskingFailure.class);
    }
}
