package dev.sallyport.bench;

import dev.sallyport.catalog.ValueType;
import dev.sallyport.masking.MaskPlan;
import dev.sallyport.masking.MaskingFailure;
import dev.sallyport.policy.AnswerRules;
import dev.sallyport.policy.Hiding;
import dev.sallyport.policy.MaskFunction;
import dev.sallyport.policy.MaskKey;
import dev.sallyport.policy.MaskRule;
import dev.sallyport.policy.MaskSetting;
import dev.sallyport.policy.Outputs;
import dev.sallyport.sql.flow.ColumnId;
import dev.sallyport.wire.BackendMessage.DataRow;
import dev.sallyport.wire.BackendMessage.RowDescription;
import dev.sallyport.wire.Bytes;
import dev.sallyport.wire.Field;
import dev.sallyport.wire.Format;
import dev.sallyport.wire.Frame;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What masking one cell costs, by function, type and format: a sixteenth of what a row of sixteen such cells costs. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MaskCellBenchmark {
    private static final int CELLS = 16;
    private static final int ENUM = 16_500;
    private static final int COMPOSITE = 16_501;

    /** Function, type and format of the cells. */
    @Param({
        "redact text text",
        "null text text",
        "constant text text",
        "partial text text",
        "email text text",
        "hash text text",
        "format-preserving text text",
        "hash text[] text",
        "hash text[] binary",
        "hash int4 text",
        "hash int4 binary",
        "bucket int4 text",
        "bucket int4 binary",
        "format-preserving int4 text",
        "format-preserving int4 binary",
        "hash numeric text",
        "hash numeric binary",
        "bucket numeric text",
        "bucket numeric binary",
        "hash date text",
        "hash date binary",
        "truncate-date date text",
        "truncate-date date binary",
        "hash uuid text",
        "hash uuid binary",
        "redact jsonb text",
        "redact jsonb binary",
        "partial jsonb text",
        "hash jsonb text",
        "hash enum text",
        "hash composite text",
        "hash composite binary"
    })
    @SuppressWarnings("NullAway.Init")
    public String cell;

    @SuppressWarnings("NullAway.Init")
    private MaskPlan plan;

    @SuppressWarnings("NullAway.Init")
    private Frame row;

    /**
     * A value.
     *
     * @param binary in hexadecimal
     */
    private record Sample(int type, String text, String binary) {
        byte[] in(Format format) {
            return switch (format) {
                case TEXT -> text.getBytes(StandardCharsets.UTF_8);
                case BINARY -> HexFormat.of().parseHex(binary);
            };
        }
    }

    /** Plans once. */
    @Setup
    public void planOnce() throws MaskingFailure {
        String[] words = cell.split(" ", -1);
        Format format = Format.valueOf(words[2].toUpperCase(Locale.ROOT));
        Sample sample = sample(words[1]);
        List<String> path = words[1].equals("jsonb") ? List.of("ssn") : List.of();
        List<Field> fields = new ArrayList<>();
        Map<ColumnId, MaskRule> masks = new HashMap<>();
        for (short i = 1; i <= CELLS; i++) {
            fields.add(new Field("c", Rows.TABLE, i, sample.type(), (short) -1, -1, format));
            masks.put(
                    new ColumnId(Rows.TABLE, i),
                    new MaskRule("pii", "public.t.c", function(words[0]), MaskSetting.Nulls.CONSTANT, path));
        }
        plan = MaskPlan.of(
                new RowDescription(fields), new AnswerRules(masks, Outputs.UNTOLD, types(), null, Hiding.NOTHING));
        row = Frame.of(new DataRow(Collections.nCopies(CELLS, Bytes.of(sample.in(format)))).encode());
    }

    private static Map<Integer, ValueType> types() {
        return Map.of(
                ENUM, new ValueType.Labels(List.of("low", "middle", "high")),
                COMPOSITE,
                        new ValueType.Composite(
                                List.of(new ValueType.Composite.Field(25, -1), new ValueType.Composite.Field(23, -1))));
    }

    private static MaskFunction function(String name) {
        MaskKey key = new MaskKey("a key for benchmarks");
        return switch (name) {
            case "redact" -> new MaskFunction.Redact();
            case "null" -> new MaskFunction.Null();
            case "constant" -> new MaskFunction.Constant("unknown");
            case "partial" -> new MaskFunction.Partial(0, 4);
            case "email" -> new MaskFunction.Shaped(MaskFunction.Shape.EMAIL);
            case "hash" -> new MaskFunction.Hash(key);
            case "bucket" -> new MaskFunction.Bucket(BigDecimal.TEN, Duration.ofDays(7));
            case "truncate-date" -> new MaskFunction.TruncateDate(MaskFunction.Unit.MONTH, ZoneOffset.UTC);
            case "format-preserving" -> new MaskFunction.FormatPreserving(key);
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static Sample sample(String type) {
        return switch (type) {
            case "text" -> new Sample(25, "ada.lovelace@example.com", "");
            case "text[]" ->
                new Sample(
                        1009,
                        "{078-05-1120,NULL,ada@example.com}",
                        "00000001000000010000001900000003000000010000000b3037382d30352d31313230ffffffff00"
                                + "00000f616461406578616d706c652e636f6d");
            case "int4" -> new Sample(23, "1234567", "0012d687");
            // 12345.67 in digits of four decimal places: three of them, weight 1, positive, two places shown.
            case "numeric" -> new Sample(1700, "12345.67", "0003000100000002000109291a2c");
            case "date" -> new Sample(1082, "1990-02-28", "fffff1f6");
            case "uuid" -> new Sample(2950, "c0ffee00-1234-4567-89ab-cdef01234567", "c0ffee001234456789abcdef01234567");
            case "jsonb" -> {
                String document =
                        "{\"id\": 4711, \"name\": \"Ada\", \"ssn\": \"078-05-1120\", \"tags\": [\"a\", \"b\"]}";
                yield new Sample(
                        3802, document, "01" + HexFormat.of().formatHex(document.getBytes(StandardCharsets.UTF_8)));
            }
            case "enum" -> new Sample(ENUM, "middle", "");
            case "composite" ->
                new Sample(
                        COMPOSITE,
                        "(078-05-1120,4711)",
                        "00000002000000190000000b3037382d30352d313132300000001700000004" + "00001267");
            default -> throw new IllegalArgumentException(type);
        };
    }

    /** A row. */
    @Benchmark
    @OperationsPerInvocation(CELLS)
    public Bytes cell() throws MaskingFailure {
        return plan.mask(row);
    }
}
