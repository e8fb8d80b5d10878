package dev.sallyport.masking;

import dev.sallyport.policy.MaskFunction;
import dev.sallyport.policy.MaskRule;
import dev.sallyport.policy.MaskSetting.Nulls;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes the masks of one answer's columns. Columns with the same function share its cipher, so that what comes out is for one thread: the
 * one that the session runs on.
 */
final class Masks {
    private final Map<MaskFunction, Transform> transforms = new HashMap<>();

    CellMask of(MaskRule rule, MaskedColumn column) {
        return rule.path().isEmpty() || !column.isDocument()
                ? whole(rule.function(), rule.nulls(), column)
                : document(rule.path(), rule.function(), rule.nulls(), column);
    }

    /** For values as a whole. */
    CellMask whole(MaskFunction function, Nulls nulls, MaskedColumn column) {
        boolean keepsNulls = nulls == Nulls.KEEP;
        ConstantMask constant = switch (function) {
            case MaskFunction.Null _ -> ConstantMask.NULL;
            case MaskFunction.Constant one -> ConstantFunction.of(one.value(), column);
            case MaskFunction.Redact _,
                    MaskFunction.Partial _,
                    MaskFunction.Shaped _,
                    MaskFunction.Hash _,
                    MaskFunction.Bucket _,
                    MaskFunction.TruncateDate _,
                    MaskFunction.FormatPreserving _ -> TypeConstants.of(column);
        };
        ValueMask values = function.isConstant() ? null : ValueTypes.mask(column, transform(function), keepsNulls);
        if (values != null) {
            return new ValueCell(values, constant, keepsNulls);
        }
        return keepsNulls ? new NullKeepingCell(constant) : constant;
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

    private static Transform made(MaskFunction function) {
        return switch (function) {
            case MaskFunction.Partial partial -> new PartialFunction(partial);
            case MaskFunction.Shaped shaped -> new ShapedFunction(shaped.shape());
            case MaskFunction.Hash hash -> new HashFunction(hash.key());
            case MaskFunction.Bucket bucket -> new BucketFunction(bucket);
            case MaskFunction.TruncateDate truncate -> new TruncateDateFunction(truncate);
            case MaskFunction.FormatPreserving preserving -> new FormatPreservingFunction(preserving.key());
            case MaskFunction.Redact _, MaskFunction.Null _, MaskFunction.Constant _ ->
                throw new IllegalArgumentException("a constant looks at no value");
        };
    }
}
