package dev.sallyport.policy;

import dev.sallyport.condition.Condition;
import dev.sallyport.policy.RuleSetting.Verdict;

/** A checked rule. */
record Rule(String name, Condition when, Verdict then, String why) {}
