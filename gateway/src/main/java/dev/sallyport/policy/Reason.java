package dev.sallyport.policy;

/**
 * One reason for a decision.
 *
 * @param rule the name of the rule, access entry or mask that spoke, or the name of a built-in check
 * @param fact what it found, a sentence fragment a person understands: {@code DELETE without WHERE on public.orders}
 */
public record Reason(String rule, String fact) {}
