package dev.sallyport.app.policy;

import dev.sallyport.app.policy.RecordedStatements.Recorded;
import dev.sallyport.policy.RuleSetting.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A recorded statement of which something else would be decided.
 *
 * @param before what was decided
 * @param after what would be
 * @param maskedBefore the masked columns of the answer before; empty if that is not known
 * @param compared whether masks were compared
 * @param rule what would weigh most
 * @param reasons why
 */
record Change(
        Recorded recorded,
        Verdict before,
        Verdict after,
        List<String> maskedBefore,
        List<String> maskedAfter,
        boolean compared,
        String rule,
        List<String> reasons) {

    /** What is let through that was not comes first, what is no longer let through last; of the same kind the most frequent. */
    static final Comparator<Change> WORST_FIRST = Comparator.comparingInt(
                    (Change change) -> change.after.compareTo(change.before))
            .thenComparing(change -> change.removedMasks().isEmpty())
            .thenComparing(Comparator.comparingLong((Change change) -> change.recorded.times())
                    .reversed())
            .thenComparing(change -> change.recorded.shown());

    boolean isOne() {
        return before != after || !removedMasks().isEmpty() || !addedMasks().isEmpty();
    }

    List<String> removedMasks() {
        return without(maskedBefore, maskedAfter);
    }

    List<String> addedMasks() {
        return without(maskedAfter, maskedBefore);
    }

    private List<String> without(List<String> some, List<String> others) {
        if (!compared || before == Verdict.DENY || after == Verdict.DENY) {
            return List.of();
        }
        List<String> left = new ArrayList<>(some);
        others.forEach(left::remove);
        return left;
    }
}
