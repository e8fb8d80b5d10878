package dev.sallyport.policy;

import dev.sallyport.policy.MaskSetting.Nulls;
import java.util.List;

/**
 * A checked mask.
 *
 * @param name its name
 * @param function the mask function
 * @param nulls what becomes of NULL
 * @param flows what becomes of a flow that the answer's columns don't show
 * @param columns what it covers
 */
record Mask(String name, MaskFunction function, Nulls nulls, Flows flows, List<Declared> columns) {
    Mask {
        columns = List.copyOf(columns);
    }

    /** A column as declared and as understood. */
    record Declared(String text, ColumnName name) {}
}
