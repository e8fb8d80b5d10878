package dev.sallyport.policy;

/**
 * One entry of {@code rules}, as configured and not yet checked. A shipped pack stands for the entries of {@link RulePack}.
 *
 * @param name unique among rules
 * @param when a condition over {@code statement}, {@code principal}, {@code grant} and {@code database}
 * @param then what it asks for when the condition holds
 */
public record RuleSetting(String name, String when, Verdict then) {

    /** What a rule asks for, from the mildest to the strictest; of the rules that apply the strictest decides. */
    public enum Verdict {
        ALLOW,
        APPROVE,
        DENY
    }
}
