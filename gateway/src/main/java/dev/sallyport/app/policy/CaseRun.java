package dev.sallyport.app.policy;

import dev.sallyport.app.config.PolicyCase;
import dev.sallyport.app.config.PolicyCase.Expectation;
import dev.sallyport.policy.RuleSetting.Verdict;
import dev.sallyport.terminal.Progress;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Runs tests of a policy. */
final class CaseRun {
    private final Rehearsal rehearsal;
    private final Instant moment;

    /**
     * A run.
     *
     * @param moment when tests are that don't say it
     */
    CaseRun(Rehearsal rehearsal, Instant moment) {
        this.rehearsal = rehearsal;
        this.moment = moment;
    }

    /**
     * Runs all, in their order.
     *
     * @throws IOException if a database can't be read
     */
    List<CaseResult> run(List<PolicyCase> tests) throws IOException {
        List<CaseResult> results = new ArrayList<>();
        try (Progress progress = Progress.onStandardError()) {
            for (PolicyCase test : tests) {
                results.add(run(test));
                progress.step(test.name(), tests.size());
            }
        }
        return results;
    }

    /** Runs one. Every text before the last must be allowed: otherwise no session would come as far as the last. */
    private CaseResult run(PolicyCase test) throws IOException {
        Instant now = test.now() == null ? moment : test.now();
        Conversation conversation =
                new Conversation(rehearsal, test.identity().principal(now), test.database(), test.situation(), now);
        List<String> before = test.texts().subList(0, test.texts().size() - 1);
        for (int i = 0; i < before.size(); i++) {
            Answer answer = conversation.ask(before.get(i));
            if (answer.decision() != Verdict.ALLOW) {
                Difference earlier = new Difference(
                        "text " + (i + 1),
                        word(Verdict.ALLOW),
                        word(answer.decision()) + ": " + String.join("; ", answer.reasons()));
                return new CaseResult(test, List.of(earlier));
            }
        }
        return new CaseResult(
                test, differences(test.expected(), conversation.ask(test.texts().getLast())));
    }

    private static List<Difference> differences(Expectation expected, Answer actual) {
        List<Difference> differences = new ArrayList<>();
        if (expected.decision() != actual.decision()) {
            differences.add(new Difference("decision", word(expected.decision()), word(actual.decision())));
        }
        String access = actual.access() == null ? "none" : actual.access();
        if (expected.access() != null && !expected.access().equals(actual.access())) {
            differences.add(new Difference("access", expected.access(), access));
        }
        if (expected.rule() != null && !expected.rule().equals(actual.rule())) {
            differences.add(new Difference("rule", expected.rule(), actual.rule() == null ? "none" : actual.rule()));
        }
        if (expected.masks() != null) {
            masks(expected.masks(), actual, differences);
        }
        Integer risk = actual.risk();
        if (expected.asksRisk() && (risk == null || risk < expected.leastRisk() || risk > expected.mostRisk())) {
            String range = expected.leastRisk() + " to " + expected.mostRisk();
            differences.add(new Difference("risk", range, risk == null ? "none" : risk.toString()));
        }
        String reasons = String.join("; ", actual.reasons());
        for (String part : expected.reasons()) {
            if (actual.reasons().stream().noneMatch(reason -> reason.contains(part))) {
                differences.add(new Difference("reasons", part, reasons));
            }
        }
        if (!differences.isEmpty() && expected.reasons().isEmpty()) {
            // Whoever has to mend it wants to know why it was decided so.
            differences.add(new Difference("reasons", "any", reasons));
        }
        return differences;
    }

    private static void masks(List<String> expected, Answer actual, List<Difference> differences) {
        List<String> wanted = expected.stream().sorted().toList();
        List<String> masked = actual.masks().stream().sorted().toList();
        if (!wanted.equals(masked) || !actual.unsure().isEmpty()) {
            List<String> shown = new ArrayList<>(masked);
            actual.unsure().forEach(reason -> shown.add("can't be told (" + reason + ")"));
            differences.add(new Difference("masks", list(wanted), list(shown)));
        }
    }

    private static String list(List<String> names) {
        return names.isEmpty() ? "none" : String.join(", ", names);
    }

    static String word(Verdict verdict) {
        return verdict.name().toLowerCase(Locale.ROOT);
    }
}
