package dev.sallyport.masking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.catalog.ValueType;
import dev.sallyport.catalog.ValueType.Composite;
import dev.sallyport.catalog.ValueType.Composite.Field;
import dev.sallyport.policy.MaskFunction;
import dev.sallyport.policy.MaskSetting.Nulls;
import dev.sallyport.wire.Format;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Composite types and enums: what is not exactly as the server writes it becomes the constant, and what has no end is ended. */
class RecordMaskTest {
    private static final int TEXT = 25;
    private static final int INT4 = 23;
    private static final int PAIR = 16_400;
    private static final int EMPTY = 16_401;
    private static final int NO_LABELS = 16_402;
    private static final int CHAIN = 20_000;
    private static final MaskFunction KEEPING_THREE = new MaskFunction.Partial(0, 3);

    private static final Map<Integer, ValueType> TYPES = Map.of(
            PAIR, pair(TEXT, INT4),
            EMPTY, new Composite(List.of()),
            NO_LABELS, new ValueType.Labels(List.of()));

    private static Composite pair(int one, int other) {
        return new Composite(List.of(new Field(one, -1), new Field(other, -1)));
    }

    private static @Nullable String text(
            Map<Integer, ValueType> types, MaskFunction function, Nulls nulls, int type, String value) {
        byte[] masked = Masked.bytes(
                types,
                function,
                nulls,
                List.of(),
                new MaskedColumn(type, -1, Format.TEXT),
                value.getBytes(StandardCharsets.UTF_8));
        return masked == null ? null : new String(masked, StandardCharsets.UTF_8);
    }

    private static @Nullable String pair(String value) {
        return text(TYPES, KEEPING_THREE, Nulls.CONSTANT, PAIR, value);
    }

    @Test
    void eachFieldIsMaskedByWhatItsTypeIs() {
        assertThat(pair("(078-05-1120,7)")).isEqualTo("(***120,0)");
        assertThat(pair("(\"a, \"\"b\"\" \\\\ (c)\",7)")).isEqualTo("(\"***(c)\",0)");
        assertThat(pair("(Ann,7)")).isEqualTo("([redacted],0)");
    }

    @Test
    void aFieldThatIsNullIsMaskedOrStaysAsTheMaskSays() {
        assertThat(pair("(,)")).isEqualTo("([redacted],0)");
        assertThat(text(TYPES, KEEPING_THREE, Nulls.KEEP, PAIR, "(,)")).isEqualTo("(,)");
        assertThat(text(TYPES, KEEPING_THREE, Nulls.KEEP, PAIR, "(\"\",)")).isEqualTo("([redacted],)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "(",
                ")",
                "()",
                "(12345678)",
                "(12345678,",
                "(12345678,)x",
                "(12345678,1,2)",
                "x(12345678,1)",
                "(12345678,1",
                "(\"12345678,1)",
                "(\"12345678\"",
                "(\"12345678\"x,1)",
                "(12345678\",1)",
                "(1234(5678,1)",
                "(1234\\5678,1)",
                "(\"1234\\5678\",1)",
                "(\"12345678\\\",1)",
                "(12345678,1))",
                "12345678"
            })
    void aTextThatTheServerWouldNotWriteBecomesTheConstant(String value) {
        assertThat(pair(value)).isEqualTo("([redacted],0)");
        assertThat(text(TYPES, Masked.HASH, Nulls.KEEP, PAIR, value)).isEqualTo("([redacted],0)");
    }

    @Test
    void aTypeWithoutFieldsAndAnEnumWithoutLabelsHaveConstantsToo() {
        for (MaskFunction function : Masked.FUNCTIONS) {
            assertThat(text(TYPES, function, Nulls.CONSTANT, EMPTY, "(12345678)"))
                    .isEqualTo("()");
            assertThat(text(TYPES, function, Nulls.CONSTANT, NO_LABELS, "12345678"))
                    .isNull();
        }
    }

    @Test
    void bytesThatTheServerWouldNotSendBecomeTheConstant() {
        byte[] sent = ByteBuffer.allocate(4 + 8 + 8 + 8 + 4)
                .putInt(2)
                .putInt(TEXT)
                .putInt(8)
                .put("12345678".getBytes(StandardCharsets.US_ASCII))
                .putInt(INT4)
                .putInt(4)
                .putInt(7)
                .array();
        byte[] constant = binary(new byte[0]);
        assertThat(binary(sent)).isNotEqualTo(constant).contains("***678".getBytes(StandardCharsets.US_ASCII));
        for (int length = 0; length < sent.length; length++) {
            assertThat(binary(Arrays.copyOf(sent, length))).isEqualTo(constant);
        }
        assertThat(binary(Arrays.copyOf(sent, sent.length + 1))).isEqualTo(constant);
        // The count, the types and the lengths; each one more, and as far from zero as can be.
        for (int at : List.of(0, 4, 8, 20, 24)) {
            for (int other : List.of(1, Integer.MIN_VALUE, Integer.MAX_VALUE)) {
                byte[] changed = sent.clone();
                ByteBuffer.wrap(changed).putInt(at, ByteBuffer.wrap(sent).getInt(at) + other);
                assertThat(binary(changed)).as("%d at %d", other, at).isEqualTo(constant);
            }
        }
    }

    private static byte[] binary(byte[] value) {
        byte[] masked = Masked.bytes(
                TYPES, KEEPING_THREE, Nulls.CONSTANT, List.of(), new MaskedColumn(PAIR, -1, Format.BINARY), value);
        return Objects.requireNonNull(masked);
    }

    /** Types of which each holds two of the one before; the first holds two texts. */
    private static Map<Integer, ValueType> chain(int length) {
        Map<Integer, ValueType> types = new HashMap<>();
        for (int i = 0; i < length; i++) {
            types.put(CHAIN + i, pair(i == 0 ? TEXT : CHAIN + i - 1, i == 0 ? TEXT : CHAIN + i - 1));
        }
        return types;
    }

    @Test
    void typesMayBeNestedSoDeepAndNoDeeper() {
        Map<Integer, ValueType> types = new HashMap<>();
        for (int i = 0; i <= Constants.DEEPEST; i++) {
            types.put(CHAIN + i, new ValueType.Alias(i == 0 ? TEXT : CHAIN + i - 1, -1));
        }
        int deepest = CHAIN + Constants.DEEPEST - 1;
        assertThat(text(types, KEEPING_THREE, Nulls.CONSTANT, deepest, "12345678"))
                .isEqualTo("***678");
        assertThat(text(types, KEEPING_THREE, Nulls.CONSTANT, deepest + 1, "12345678"))
                .isNull();
    }

    @Test
    void aTypeMayHaveSoManyFieldsAndNoMore() {
        for (int count : List.of(Constants.MOST_FIELDS, Constants.MOST_FIELDS + 1)) {
            Map<Integer, ValueType> types =
                    Map.of(CHAIN, new Composite(Collections.nCopies(count, new Field(INT4, -1))));
            String value = "(" + ",".repeat(count - 1) + ")";
            for (MaskFunction function : List.of(Masked.REDACT, Masked.HASH)) {
                assertThat(text(types, function, Nulls.CONSTANT, CHAIN, value))
                        .isEqualTo(count > Constants.MOST_FIELDS ? null : "(" + "0,".repeat(count - 1) + "0)");
            }
        }
    }

    @Test
    void fieldsOfNestedTypesAreCounted() {
        // Two to the power of eleven would be 2,048.
        Map<Integer, ValueType> types = chain(11);
        int withMost = CHAIN + 9;
        assertThat(text(types, Masked.HASH, Nulls.CONSTANT, withMost, "()")).isNotNull();
        assertThat(text(types, Masked.HASH, Nulls.CONSTANT, withMost + 1, "()")).isNull();
    }

    @Test
    void aTypeThatHoldsItselfHasAnEnd() {
        Map<Integer, ValueType> types = Map.of(
                CHAIN,
                pair(CHAIN + 1, TEXT),
                CHAIN + 1,
                new ValueType.ArrayOf(CHAIN),
                CHAIN + 2,
                pair(CHAIN + 2, TEXT),
                CHAIN + 3,
                new ValueType.Alias(CHAIN + 3, -1));
        assertThat(text(types, KEEPING_THREE, Nulls.CONSTANT, CHAIN, "({},12345678)"))
                .isEqualTo("({},***678)");
        assertThat(text(types, KEEPING_THREE, Nulls.CONSTANT, CHAIN + 2, "(,12345678)"))
                .isEqualTo("(\"(,[redacted])\",***678)");
        assertThat(text(types, KEEPING_THREE, Nulls.CONSTANT, CHAIN + 3, "12345678"))
                .isNull();
    }
}
