package dev.sallyport.policy;

import dev.sallyport.condition.Condition;

/** A checked access entry: what was configured, and its condition. */
record AccessEntry(AccessSetting setting, Condition who) {}
