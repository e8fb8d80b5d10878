package dev.sallyport.policy;

import dev.sallyport.policy.RuleSetting.Verdict;

/**
 * Something a statement does that it may not, or not unasked.
 *
 * @param reason what, and by which mask, rule or built-in check
 * @param hint what would allow it, a sentence
 * @param then what is to become of it
 */
record Finding(Reason reason, String hint, Verdict then) {

    /** A finding of what is built in. */
    Finding(String rule, String fact, String hint, Verdict then) {
        this(new Reason(rule, fact), hint, then);
    }

    /** A use of a masked column. */
    static Finding of(SensitiveColumn column, Use use, String fact, String hint) {
        return of(column.rule().mask(), use, fact, hint, column.flows());
    }

    /** A use of what is masked, by a mask or a built-in check. */
    static Finding of(String rule, Use use, String fact, String hint, Flows flows) {
        return new Finding(new Reason(rule, fact, use), hint, flows.of(use));
    }

    String rule() {
        return reason.rule();
    }

    String fact() {
        return reason.fact();
    }
}
