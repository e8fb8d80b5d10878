package dev.sallyport.policy;

import dev.sallyport.policy.MaskSetting.Nulls;
import java.util.List;

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
}
