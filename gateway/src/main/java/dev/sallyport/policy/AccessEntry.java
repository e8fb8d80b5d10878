package dev.sallyport.policy;

import dev.sallyport.condition.Condition;
import org.jspecify.annotations.Nullable;

/**
 * A checked access entry: what was configured, and its condition.
 *
 * @param territory where its grants' statements may be about something
 * @param manifest what alone its grants run; null if that is not limited
 */
record AccessEntry(
        AccessSetting setting,
        Condition who,
        Territory territory,
        @Nullable Manifest manifest) {}
