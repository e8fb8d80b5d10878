package dev.sallyport.masking;

import dev.sallyport.catalog.ValueType;
import dev.sallyport.catalog.ValueType.Composite;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the constants that stand for every value of a type, whether it is built in or not. Not thread-safe. */
final class Constants {
    /** How many types may be nested, as fields, elements and what domains are over; of what is deeper NULL is shown. */
    static final int DEEPEST = 10;

    /** The most fields of a composite type, those of types nested in it included; of one with more NULL is shown. */
    static final int MOST_FIELDS = 1_600;

    private final Map<Integer, ValueType> types;
    private final @Nullable String configured;
    private final Map<MaskedColumn, Made> records = new HashMap<>();

    /** A constant, and of how many fields it is made. */
    private record Made(ConstantMask mask, int fields) {
        static final Made NULL = new Made(ConstantMask.NULL, 1);
    }

    /**
     * Makes those of one function.
     *
     * @param types how values of types that are not built in stand in messages
     * @param configured the value to show where the type can hold it; null for what {@code redact} shows
     */
    Constants(Map<Integer, ValueType> types, @Nullable String configured) {
        this.types = types;
        this.configured = configured;
    }

    /** The constant for a column; NULL if there is none for its type. */
    ConstantMask of(MaskedColumn column) {
        return made(column, 0).mask();
    }

    private Made made(MaskedColumn column, int depth) {
        if (depth > DEEPEST) {
            return Made.NULL;
        }
        return switch (types.get(column.typeOid())) {
            case null ->
                new Made(configured == null ? TypeConstants.of(column) : ConstantFunction.of(configured, column), 1);
            case ValueType.Alias(int type, int modifier) -> made(column.as(type, modifier), depth + 1);
            case ValueType.Labels(var labels) -> new Made(label(labels), 1);
            case ValueType.ArrayOf(int element) -> new Made(TypeConstants.emptyArray(element, column.format()), 1);
            case Composite composite -> {
                Made known = records.get(column);
                if (known == null) {
                    // What holds itself would have no end.
                    records.put(column, Made.NULL);
                    known = record(composite, column, depth);
                    records.put(column, known);
                }
                yield known;
            }
        };
    }

    private ConstantMask label(List<String> labels) {
        if (labels.isEmpty()) {
            return ConstantMask.NULL;
        }
        return ConstantMask.ofUtf8(configured != null && labels.contains(configured) ? configured : labels.getFirst());
    }

    private Made record(Composite composite, MaskedColumn column, int depth) {
        List<CellMask> fields = new ArrayList<>();
        int count = 0;
        for (Composite.Field field : composite.fields()) {
            Made made = made(column.as(field.type(), field.modifier()), depth + 1);
            fields.add(made.mask());
            count += made.fields();
            if (count > MOST_FIELDS) {
                return Made.NULL;
            }
        }
        RowOutput out = new RowOutput(Long.BYTES);
        try {
            RecordMask.of(composite, column.format(), fields).writeNulls(out);
        } catch (MaskingFailure tooLong) {
            return Made.NULL;
        }
        return new Made(ConstantMask.of(out.bytes().toByteArray()), Math.max(1, count));
    }
}
