package dev.sallyport.app.policy;

import dev.sallyport.app.config.PolicyCase;
import java.util.List;

/**
 * What came of a test.
 *
 * @param differences empty if it passed
 */
record CaseResult(PolicyCase test, List<Difference> differences) {
    CaseResult {
        differences = List.copyOf(differences);
    }

    boolean passed() {
        return differences.isEmpty();
    }
}
