package dev.sallyport.policy;

import dev.sallyport.policy.MaskSetting.Flows;

/**
 * Something a statement does that the masks on its answer don't cover.
 *
 * @param rule the mask's name, or the name of a built-in check
 * @param fact what, a sentence fragment
 * @param hint what would allow it, a sentence
 * @param flows what is to become of it
 */
record Finding(String rule, String fact, String hint, Flows flows) {}
