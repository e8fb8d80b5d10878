package dev.sallyport.app.config;

import dev.sallyport.policy.Risk;
import dev.sallyport.policy.RuleSetting.Verdict;
import dev.sallyport.policy.Situation;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A test of a policy: who sends what, and what must be decided of it.
 *
 * @param file where it stands
 * @param line where it begins there
 * @param name what it shows, in words
 * @param situation of the session before the first text
 * @param now when it is sent; null for the moment of the test
 * @param texts what is sent, in order, at least one; what is expected is expected of the last
 */
public record PolicyCase(
        Path file,
        int line,
        String name,
        Identity identity,
        String database,
        Situation situation,
        @Nullable Instant now,
        List<String> texts,
        Expectation expected) {

    public PolicyCase {
        texts = List.copyOf(texts);
    }

    /**
     * What must be decided.
     *
     * @param decision allow, approve or deny
     * @param access the access entry that lets the identity in; null if any may
     * @param rule the rule that weighs most; null if any may
     * @param masks the columns of the answer that are masked, by their names there; null if any may be
     * @param leastRisk the lowest risk it may have, 0 if any
     * @param mostRisk the highest risk it may have, 100 if any
     * @param reasons what must be said among the decision's reasons
     */
    public record Expectation(
            Verdict decision,
            @Nullable String access,
            @Nullable String rule,
            @Nullable List<String> masks,
            int leastRisk,
            int mostRisk,
            List<String> reasons) {
        public Expectation {
            masks = masks == null ? null : List.copyOf(masks);
            reasons = List.copyOf(reasons);
        }

        /** Whether a risk is expected. */
        public boolean asksRisk() {
            return leastRisk > 0 || mostRisk < Risk.MOST;
        }
    }
}
