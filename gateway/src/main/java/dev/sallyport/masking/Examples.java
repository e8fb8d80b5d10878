package dev.sallyport.masking;

import dev.sallyport.catalog.ValueType;
import dev.sallyport.masking.FunctionGuide.Example;
import dev.sallyport.policy.MaskFunction;
import dev.sallyport.policy.MaskRule;
import dev.sallyport.policy.MaskSetting.Nulls;
import dev.sallyport.wire.Format;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Collects examples for the documentation, by masking values as answers are masked. Not thread-safe. */
final class Examples {
    static final String ENUM = "enum (low, middle, high)";
    static final String COMPOSITE = "composite (text, int4, enum)";
    static final String CITEXT = "citext";

    private static final String PATH = " at a path";

    /** Types that are not built in, by oids that a database could give them. */
    private static final Map<Integer, ValueType> TYPES = Map.of(
            16_384, new ValueType.Labels(List.of("low", "middle", "high")),
            16_385, new ValueType.ArrayOf(16_384),
            16_386,
                    new ValueType.Composite(List.of(
                            new ValueType.Composite.Field(ValueTypes.TEXT, -1),
                            new ValueType.Composite.Field(ValueTypes.INT4, -1),
                            new ValueType.Composite.Field(16_384, -1))),
            16_387, new ValueType.Alias(ValueTypes.TEXT, -1));

    private final List<Example> list = new ArrayList<>();

    void add(String type, String value, MaskFunction function) {
        list.add(new Example(type, value, shown(type, value, function)));
    }

    /** Where the value does not matter. */
    void constant(String type, MaskFunction function) {
        list.add(new Example(type, null, shown(type, "", function)));
    }

    List<Example> list() {
        return list;
    }

    private static String shown(String type, String value, MaskFunction function) {
        List<String> path = type.endsWith(PATH) ? List.of("a") : List.of();
        MaskRule rule = new MaskRule("example", "example", function, Nulls.CONSTANT, path);
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        RowOutput out = new RowOutput(bytes.length);
        try {
            new Masks(TYPES).of(rule, column(type)).write(bytes, 0, bytes.length, out);
        } catch (MaskingFailure tooLong) {
            throw new IllegalStateException("an example is shorter than a message", tooLong);
        }
        return new String(out.array(), Integer.BYTES, out.length() - Integer.BYTES, StandardCharsets.UTF_8);
    }

    /** The column of a type that is written with a length, as an array, or with a path. */
    private static MaskedColumn column(String type) {
        int oid;
        int modifier = -1;
        switch (type) {
            case "varchar(8)" -> {
                oid = ValueTypes.VARCHAR;
                modifier = 8 + 4;
            }
            case "numeric(10,2)" -> {
                oid = ValueTypes.NUMERIC;
                modifier = ((10 << Short.SIZE) | 2) + 4;
            }
            case ENUM -> oid = 16_384;
            case ENUM + "[]" -> oid = 16_385;
            case COMPOSITE -> oid = 16_386;
            case CITEXT -> oid = 16_387;
            default -> {
                String name = type.replace(PATH, "").replace("[]", "");
                TypeConstant found = TypeConstants.ALL.stream()
                        .filter(constant -> constant.type().equals(name))
                        .findFirst()
                        .orElseThrow();
                oid = type.endsWith("[]") ? found.array() : found.oid();
            }
        }
        return new MaskedColumn(oid, modifier, Format.TEXT);
    }
}
