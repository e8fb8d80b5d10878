package dev.sallyport.app.policy;

import java.util.List;

/** Says what came of tests. */
@FunctionalInterface
interface TestReport {
    void write(List<CaseResult> results);
}
