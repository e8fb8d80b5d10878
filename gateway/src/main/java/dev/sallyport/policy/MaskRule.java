package dev.sallyport.policy;

import dev.sallyport.policy.MaskSetting.Nulls;
import java.util.List;
import java.util.Optional;

/**
 * How one column is masked.
 *
 * @param mask the name of the mask in the configuration
 * @param column the column as the configuration names it, for messages
 * @param function the mask function
 * @param nulls what becomes of NULL
 * @param path for a jsonb column the keys down to the value to mask; empty when the whole column is
 */
public record MaskRule(String mask, String column, MaskFunction function, Nulls nulls, List<String> path) {
    public MaskRule {
        path = List.copyOf(path);
    }

    /**
     * The mask of what is computed from the column: a constant, since what a function shows of such a value could be what it hides of
     * the column's.
     */
    MaskRule ofComputed() {
        return new MaskRule(
                mask, column, function.isConstant() ? function : new MaskFunction.Redact(), Nulls.CONSTANT, List.of());
    }

    /**
     * The mask of what is computed from a column whose values may be used freely: what is looked for in them is looked for in that, too;
     * empty if nothing is.
     */
    Optional<MaskRule> searching() {
        return function instanceof MaskFunction.Detect(var pieces, var with, var _)
                ? Optional.of(new MaskRule(mask, column, new MaskFunction.Detect(pieces, with, true), nulls, List.of()))
                : Optional.empty();
    }

    /** The mask that makes NULL of everything, whatever its type. */
    MaskRule toNull() {
        return new MaskRule(mask, column, new MaskFunction.Null(), Nulls.CONSTANT, List.of());
    }

    /** The mask of what two masks apply to, as a whole; where their functions differ, neither may tell what the other hides. */
    MaskRule and(MaskRule other) {
        return new MaskRule(
                mask,
                column,
                function.equals(other.function) ? function : new MaskFunction.Redact(),
                nulls == other.nulls ? nulls : Nulls.CONSTANT,
                List.of());
    }
}
