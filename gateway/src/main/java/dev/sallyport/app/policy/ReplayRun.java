package dev.sallyport.app.policy;

import dev.sallyport.app.policy.Rerun.Outcome;
import dev.sallyport.audit.JournalEntry;
import dev.sallyport.policy.RuleSetting.Verdict;
import dev.sallyport.terminal.Printable;
import dev.sallyport.terminal.Progress;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@code policy replay}, once its options are understood: decides recorded statements again and tells what would change. */
public final class ReplayRun {
    /** How many changes are printed. */
    static final int SHOWN = 1_000;

    private static final int LONGEST_TEXT = 100;

    private final Set<String> issuers;
    private final Part part;
    private final Rerun now;
    private final @Nullable Rerun baseline;
    private final PrintWriter out;
    private final Map<Change, Long> changes = new LinkedHashMap<>();
    private final Map<String, Long> leftOut = new TreeMap<>();
    private long decided;
    private long withoutPath;

    /**
     * Makes a run.
     *
     * @param issuers those of the new configuration
     * @param rehearsal of the new configuration
     * @param baseline of one to compare with in place of what is recorded; null to compare with that
     * @param part of a journal
     */
    public ReplayRun(
            Set<String> issuers, Rehearsal rehearsal, @Nullable Rehearsal baseline, Part part, PrintWriter out) {
        this.issuers = Set.copyOf(issuers);
        this.part = part;
        this.now = new Rerun(rehearsal, part.limit());
        this.baseline = baseline == null ? null : new Rerun(baseline, part.limit());
        this.out = out;
    }

    /**
     * Which part of a journal is decided again.
     *
     * @param since not before
     * @param until before
     * @param limit how many different statements
     */
    public record Part(@Nullable Instant since, @Nullable Instant until, int limit) {
        private boolean isOver(Instant time) {
            return until != null && !time.isBefore(until);
        }

        private boolean holds(Instant time) {
            return (since == null || !time.isBefore(since)) && !isOver(time);
        }
    }

    /**
     * Decides again and prints.
     *
     * @param records how many the journal has, to show how far this has come; 0 if that is not known
     * @return how many different statements would be decided otherwise
     */
    public int run(Path journal, long records) throws IOException {
        try (Progress progress = Progress.onStandardError()) {
            new RecordedStatements(listener(progress, records)).read(journal);
        }
        changes.entrySet().stream().sorted(Change.WORST_FIRST).limit(SHOWN).forEach(this::print);
        if (changes.size() > SHOWN) {
            out.println("... and " + (changes.size() - SHOWN) + " more");
        }
        summarize();
        return changes.size();
    }

    private RecordedStatements.Listener listener(Progress progress, long records) {
        return new RecordedStatements.Listener() {
            @Override
            public void attempted(RecordedAttempt attempt) throws IOException {
                if (!part.isOver(attempt.time())) {
                    decide(attempt, part.holds(attempt.time()));
                }
            }

            @Override
            public void attemptedBySomebody(JournalEntry entry) {
                if (part.holds(entry.time())) {
                    leaveOut("of sessions whose beginning is not in the journal");
                }
            }

            @Override
            public void approved(RecordedSession session, long number) {
                now.approved(session, number);
                if (baseline != null) {
                    baseline.approved(session, number);
                }
            }

            @Override
            public void ended(RecordedSession session) {
                now.ended(session);
                if (baseline != null) {
                    baseline.ended(session);
                }
            }

            @Override
            public void read() {
                progress.step("", records);
            }
        };
    }

    /** @param wanted whether it is in the part that is decided again; if not, what it read may count for what is */
    private void decide(RecordedAttempt attempt, boolean wanted) throws IOException {
        String why = attempt.notDecided() == null ? notDecidable(attempt.session()) : attempt.notDecided();
        Verdict recorded = attempt.decision();
        if (why != null || recorded == null) {
            if (wanted) {
                leaveOut(Objects.requireNonNullElse(why, "not decided"));
            }
            return;
        }
        Outcome after = now.decide(attempt, wanted);
        Outcome before = baseline == null ? null : baseline.decide(attempt, wanted);
        if (!wanted) {
            return;
        }
        if (after == null || (baseline != null && before == null)) {
            leaveOut(beyond());
            return;
        }
        Change change = new Change(
                attempt.session().who().issuer(),
                attempt.session().who().subject(),
                attempt.session().database(),
                attempt.text(),
                before == null ? recorded : before.decision(),
                after.decision(),
                before == null ? List.of() : before.masks(),
                before == null ? List.of() : after.masks(),
                String.valueOf(attempt.rule()),
                after.rule(),
                after.reasons());
        if (change.isOne() && !changes.containsKey(change) && changes.size() >= part.limit()) {
            leaveOut(beyond());
            return;
        }
        decided++;
        withoutPath += attempt.session().names == null ? 1 : 0;
        if (change.isOne()) {
            changes.merge(change, 1L, Long::sum);
        }
    }

    private @Nullable String notDecidable(RecordedSession session) {
        if (!issuers.contains(session.who().issuer())) {
            return "of an issuer that the configuration does not have: nobody of it would be let in";
        }
        String why = now.notDecidable(session);
        return why == null && baseline != null ? baseline.notDecidable(session) : why;
    }

    private String beyond() {
        return "beyond --limit " + part.limit();
    }

    private void leaveOut(String why) {
        leftOut.merge(why, 1L, Long::sum);
    }

    private void print(Map.Entry<Change, Long> counted) {
        Change change = counted.getKey();
        long times = counted.getValue();
        StringBuilder what = new StringBuilder();
        if (change.before() != change.after()) {
            what.append(CaseRun.word(change.before())).append(" -> ").append(CaseRun.word(change.after()));
        }
        change.removedMasks().forEach(mask -> what.append(" unmasked ").append(mask));
        change.addedMasks().forEach(mask -> what.append(" masked ").append(mask));
        out.println(Printable.line(what.toString().strip() + ", " + times + (times == 1 ? " time, " : " times, ")
                        + change.subject() + " on " + change.database() + ": ")
                + Printable.firstLine(change.text().shown(), LONGEST_TEXT));
        out.println(Printable.line(
                "    was " + change.was() + ", now " + change.rule() + ": " + String.join("; ", change.reasons())));
    }

    private void summarize() {
        long attempts = changes.values().stream().mapToLong(Long::longValue).sum();
        out.println(decided + " attempts decided again, " + attempts + " of them otherwise (" + changes.size()
                + " different statements)");
        if (withoutPath > 0) {
            out.println(withoutPath + " of them without their search path, which the journal of an older version does"
                    + " not hold: names without a schema stood for every relation of that name");
        }
        leftOut.forEach((why, times) -> out.println(Printable.line(times + " attempts not decided again: " + why)));
        out.flush();
    }
}
