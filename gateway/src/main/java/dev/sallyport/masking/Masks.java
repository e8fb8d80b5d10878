package dev.sallyport.masking;

import dev.sallyport.catalog.ValueType;
import dev.sallyport.policy.MaskFunction;
import dev.sallyport.policy.MaskRule;
import dev.sallyport.policy.MaskSetting.Nulls;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes the masks of one answer's columns. Columns with the same function share its cipher, so that what comes out is for one thread: the
 * one that the session runs on.
 */
final class Masks {
    private final Map<Integer, ValueType> types;
    private final Map<MaskFunction, Transform> transforms = new HashMap<>();
    private final Map<MaskFunction, Constants> constants = new HashMap<>();
    private final Map<Asked, Optional<RecordMask>> records = new HashMap<>();

    /** A column, and what is to be done to it. */
    private record Asked(MaskFunction function, Nulls nulls, MaskedColumn column) {
        boolean keepsNulls() {
            return nulls == Nulls.KEEP;
        }

        /** The same for another type. */
        Asked as(int type, int modifier) {
            return new Asked(function, nulls, column.as(type, modifier));
        }
    }

    /**
     * Makes masks.
     *
     * @param types how values of types that are not built in stand in messages, by pg_type.oid
     */
    Masks(Map<Integer, ValueType> types) {
        this.types = types;
    }

    CellMask of(MaskRule rule, MaskedColumn column) {
        boolean searched = rule.function() instanceof MaskFunction.Detect;
        CellMask mask = column.isDocument() && (searched || !rule.path().isEmpty())
                ? document(rule.path(), rule.function(), rule.nulls(), column)
                : whole(rule.function(), rule.nulls(), column);
        boolean looksAtValues = mask instanceof ValueCell || mask instanceof JsonPathMask;
        return !looksAtValues
                        && rule.function() instanceof MaskFunction.Detect(var _, var _, var othersStay)
                        && othersStay
                ? KeptCell.KEPT
                : mask;
    }

    /** For values as a whole. */
    private CellMask whole(MaskFunction function, Nulls nulls, MaskedColumn column) {
        return whole(new Asked(function, nulls, column), 0);
    }

    private CellMask whole(Asked asked, int depth) {
        ConstantMask constant = constant(asked);
        ValueMask values = asked.function().isConstant() || constant.isNull() ? null : values(asked, depth);
        if (values != null) {
            return new ValueCell(values, constant, asked.keepsNulls());
        }
        return asked.keepsNulls() ? new NullKeepingCell(constant) : constant;
    }

    private ConstantMask constant(Asked asked) {
        return switch (asked.function()) {
            case MaskFunction.Null _ -> ConstantMask.NULL;
            case MaskFunction.Constant one -> constants(one, one.value()).of(asked.column());
            case MaskFunction.Redact _,
                    MaskFunction.Partial _,
                    MaskFunction.Shaped _,
                    MaskFunction.Hash _,
                    MaskFunction.Bucket _,
                    MaskFunction.TruncateDate _,
                    MaskFunction.FormatPreserving _,
                    MaskFunction.Detect _ -> constants(asked.function(), null).of(asked.column());
        };
    }

    private Constants constants(MaskFunction function, @Nullable String configured) {
        return constants.computeIfAbsent(function, _ -> new Constants(types, configured));
    }

    /** How each value is masked by what it is; null if it is not. */
    private @Nullable ValueMask values(Asked asked, int depth) {
        if (depth > Constants.DEEPEST) {
            return null;
        }
        return switch (types.get(asked.column().typeOid())) {
            case null -> ValueTypes.mask(asked.column(), transform(asked.function()), asked.keepsNulls());
            case ValueType.Alias(int type, int modifier) -> values(asked.as(type, modifier), depth + 1);
            case ValueType.Labels(var labels) ->
                labels.isEmpty() ? null : transform(asked.function()).label(labels);
            case ValueType.ArrayOf(int element) -> {
                Asked elements = asked.as(element, asked.column().typeModifier());
                ValueMask values = values(elements, depth + 1);
                yield values == null
                        ? null
                        : ValueTypes.array(elements.column(), values, constant(elements), asked.keepsNulls());
            }
            case ValueType.Composite composite -> {
                Optional<RecordMask> known = records.get(asked);
                if (known == null) {
                    // What holds itself would have no end.
                    records.put(asked, Optional.empty());
                    known = record(composite, asked, depth);
                    records.put(asked, known);
                }
                yield known.orElse(null);
            }
        };
    }

    /** None if no field is masked by what it is, or there are too many. */
    private Optional<RecordMask> record(ValueType.Composite composite, Asked asked, int depth) {
        List<CellMask> fields = composite.fields().stream()
                .map(field -> whole(asked.as(field.type(), field.modifier()), depth + 1))
                .toList();
        return constant(asked).isNull() || fields.stream().noneMatch(ValueCell.class::isInstance)
                ? Optional.empty()
                : Optional.of(RecordMask.of(composite, asked.column().format(), fields));
    }

    private CellMask document(List<String> path, MaskFunction function, Nulls nulls, MaskedColumn column) {
        return new JsonPathMask(path, inDocument(function, nulls), whole(function, nulls, column), column);
    }

    /** For a value inside a document. */
    JsonValueMask inDocument(MaskFunction function, Nulls nulls) {
        return switch (function) {
            case MaskFunction.Redact _ -> JsonConstant.REDACTED;
            case MaskFunction.Null _ -> JsonConstant.NULL;
            case MaskFunction.Constant one -> JsonConstant.text(one.value());
            case MaskFunction.Detect detect -> new DetectedDocument(detectors(detect));
            case MaskFunction.Partial _,
                    MaskFunction.Shaped _,
                    MaskFunction.Hash _,
                    MaskFunction.Bucket _,
                    MaskFunction.TruncateDate _,
                    MaskFunction.FormatPreserving _ -> new JsonScalar(transform(function), nulls == Nulls.KEEP);
        };
    }

    private Transform transform(MaskFunction function) {
        return transforms.computeIfAbsent(function, Masks::made);
    }

    private static PieceMask detectors(MaskFunction.Detect detect) {
        return switch (detect.with()) {
            case MaskFunction.Redact _ -> PieceMask.constant(detect.pieces(), TypeConstants.REDACTED);
            case MaskFunction.Constant one -> PieceMask.constant(detect.pieces(), one.value());
            case MaskFunction.Partial _, MaskFunction.Shaped _, MaskFunction.Hash _, MaskFunction.FormatPreserving _ ->
                new PieceMask(detect.pieces(), made(detect.with()).text(TextShape.ANY), TypeConstants.REDACTED);
            case MaskFunction.Null _, MaskFunction.Bucket _, MaskFunction.TruncateDate _, MaskFunction.Detect _ ->
                throw new IllegalArgumentException("no piece of a text is masked so");
        };
    }

    private static Transform made(MaskFunction function) {
        return switch (function) {
            case MaskFunction.Partial partial -> new PartialFunction(partial);
            case MaskFunction.Shaped shaped -> new ShapedFunction(shaped.shape());
            case MaskFunction.Hash hash -> new HashFunction(hash.key());
            case MaskFunction.Bucket bucket -> new BucketFunction(bucket);
            case MaskFunction.TruncateDate truncate -> new TruncateDateFunction(truncate);
            case MaskFunction.FormatPreserving preserving -> new FormatPreservingFunction(preserving.key());
            case MaskFunction.Detect detect -> new DetectFunction(detectors(detect));
            case MaskFunction.Redact _, MaskFunction.Null _, MaskFunction.Constant _ ->
                throw new IllegalArgumentException("a constant looks at no value");
        };
    }
}
