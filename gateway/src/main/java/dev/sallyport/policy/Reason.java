package dev.sallyport.policy;

import org.jspecify.annotations.Nullable;

/**
 * One reason for a decision.
 *
 * @param rule the name of the rule, access entry or mask that spoke, or the name of a built-in check
 * @param fact what it found, a sentence fragment a person understands: {@code DELETE without WHERE on public.orders}
 * @param why a sentence that says why there is the rule; empty if it does not say
 * @param risk of the statement, if the rule looks at it; else null
 * @param use for what a masked column is used, if a mask spoke; else null
 */
public record Reason(
        String rule,
        String fact,
        String why,
        @Nullable Risk risk,
        @Nullable Use use) {

    /** A reason of which there is no more to say. */
    public Reason(String rule, String fact) {
        this(rule, fact, "", null, null);
    }

    /** A reason of a rule that may say why it is there, and may look at the risk. */
    public Reason(String rule, String fact, String why, @Nullable Risk risk) {
        this(rule, fact, why, risk, null);
    }

    /** A reason of a mask. */
    Reason(String rule, String fact, Use use) {
        this(rule, fact, "", null, use);
    }

    /** The fact, and for what a masked column is used, as the journal keeps it. */
    public String recorded() {
        return use == null ? fact : fact + " (use: " + use.word() + ")";
    }
}
