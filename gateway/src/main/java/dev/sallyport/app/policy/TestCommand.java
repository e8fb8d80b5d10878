package dev.sallyport.app.policy;

import dev.sallyport.app.config.PolicyCase;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;

/** {@code policy test}, once its tests are read. */
public final class TestCommand {
    private final Rehearsal rehearsal;
    private final PrintWriter out;

    /** Makes a command that prints to {@code out}. */
    public TestCommand(Rehearsal rehearsal, PrintWriter out) {
        this.rehearsal = rehearsal;
        this.out = out;
    }

    /**
     * Runs tests and prints what failed, as a diff.
     *
     * @param moment when tests are that don't say it
     * @return whether all passed
     * @throws IOException if a database can't be read
     */
    public boolean run(List<PolicyCase> tests, Instant moment, boolean terminal) throws IOException {
        return run(tests, moment, new TextReport(out, Paint.of(terminal)));
    }

    /** Runs tests and prints XML as JUnit's; else as {@link #run}. */
    public boolean runForCi(List<PolicyCase> tests, Instant moment) throws IOException {
        return run(tests, moment, new JunitReport(out));
    }

    private boolean run(List<PolicyCase> tests, Instant moment, TestReport report) throws IOException {
        List<CaseResult> results = new CaseRun(rehearsal, moment).run(tests);
        report.write(results);
        return results.stream().allMatch(CaseResult::passed);
    }
}
