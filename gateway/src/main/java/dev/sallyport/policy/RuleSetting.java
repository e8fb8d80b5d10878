package dev.sallyport.policy;

/**
 * One entry of {@code rules}, as configured and not yet checked. A shipped pack stands for the entries of {@link RulePack}.
 *
 * @param name unique among rules
 * @param when a condition over {@link Conditions#WHEN}
 * @param then what it asks for when the condition holds
 * @param why a sentence that says why there is the rule, and perhaps what to do instead; empty if nothing is said
 */
public record RuleSetting(String name, String when, Verdict then, String why) {

    /** A rule that does not say why. */
    public RuleSetting(String name, String when, Verdict then) {
        this(name, when, then, "");
    }

    /** What a rule asks for, from the mildest to the strictest; of the rules that apply the strictest decides. */
    public enum Verdict {
        ALLOW,
        APPROVE,
        DENY
    }
}
