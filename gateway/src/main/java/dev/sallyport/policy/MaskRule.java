package dev.sallyport.policy;

import java.util.List;

/**
 * How one column is masked.
 *
 * @param mask the name of the mask in the configuration
 * @param column the column as the configuration names it, for messages
 * @param function the mask function: {@code redact} or {@code null}
 * @param path for a jsonb column the keys down to the value to mask; empty when the whole column is
 */
public record MaskRule(String mask, String column, String function, List<String> path) {
    public MaskRule {
        path = List.copyOf(path);
    }
}
