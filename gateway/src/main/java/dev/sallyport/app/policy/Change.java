package dev.sallyport.app.policy;

import dev.sallyport.app.policy.RecordedAttempt.Text;
import dev.sallyport.policy.RuleSetting.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Something else that would be decided of a recorded statement.
 *
 * @param before what was decided
 * @param after what would be
 * @param maskedBefore the masked columns of the answer before; empty if masks are not compared
 * @param maskedAfter the same of what would be decided
 * @param was what weighed most when it was recorded
 * @param rule what would weigh most
 * @param reasons why
 */
record Change(
        String issuer,
        String subject,
        String database,
        Text text,
        Verdict before,
        Verdict after,
        List<String> maskedBefore,
        List<String> maskedAfter,
        String was,
        String rule,
        List<String> reasons) {

    /** What is let through that was not comes first, what is no longer let through last; of the same kind the most frequent. */
    static final Comparator<Map.Entry<Change, Long>> WORST_FIRST = Comparator.comparingInt(
                    (Map.Entry<Change, Long> change) -> change.getKey().after.compareTo(change.getKey().before))
            .thenComparing(change -> change.getKey().removedMasks().isEmpty())
            .thenComparing(
                    Comparator.comparingLong(Map.Entry<Change, Long>::getValue).reversed())
            .thenComparing(change -> change.getKey().text.shown());

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
        if (before == Verdict.DENY || after == Verdict.DENY) {
            return List.of();
        }
        List<String> left = new ArrayList<>(some);
        others.forEach(left::remove);
        return left;
    }
}
