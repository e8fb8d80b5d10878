package dev.sallyport.policy;

import org.jspecify.annotations.Nullable;

/**
 * One reason for a decision.
 *
 * @param rule the name of the rule, access entry or mask that spoke, or the name of a built-in check
 * @param fact what it found, a sentence fragment a person understands: {@code DELETE without WHERE on public.orders}
 * @param why a sentence that says why there is the rule; empty if it does not say
 * @param risk of the statement, if the rule looks at it; else null
 */
public record Reason(
        String rule, String fact, String why, @Nullable Risk risk) {

    /** A reason of which there is no more to say. */
    public Reason(String rule, String fact) {
        this(rule, fact, "", null);
    }
}
