package dev.sallyport.policy;

import dev.sallyport.condition.Condition;

/**
 * What became of one rule for one statement.
 *
 * @param rule its name
 * @param when its condition, as configured
 * @param then what it asks for if the condition holds; if the condition fails the statement is denied
 * @param why a sentence that says why there is the rule; empty if it does not say
 * @param outcome whether the condition holds
 */
public record RuleOutcome(String rule, String when, RuleSetting.Verdict then, String why, Condition.Outcome outcome) {}
