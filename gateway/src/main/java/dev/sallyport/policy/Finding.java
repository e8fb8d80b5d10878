package dev.sallyport.policy;

import dev.sallyport.policy.MaskSetting.Flows;

/**
 * Something a statement does that it may not, or not unasked.
 *
 * @param reason what, and by which mask, rule or built-in check
 * @param hint what would allow it, a sentence
 * @param flows what is to become of it
 */
record Finding(Reason reason, String hint, Flows flows) {

    /** A finding of a mask or of what is built in. */
    Finding(String rule, String fact, String hint, Flows flows) {
        this(new Reason(rule, fact), hint, flows);
    }

    String rule() {
        return reason.rule();
    }

    String fact() {
        return reason.fact();
    }
}
