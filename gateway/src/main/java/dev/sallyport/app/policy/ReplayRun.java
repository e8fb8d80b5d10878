package dev.sallyport.app.policy;

import dev.sallyport.app.config.Configuration;
import dev.sallyport.app.policy.RecordedStatements.Recorded;
import dev.sallyport.app.policy.RecordedStatements.Session;
import dev.sallyport.audit.JournalVerifier;
import dev.sallyport.audit.Verification;
import dev.sallyport.identity.Principal;
import dev.sallyport.policy.Situation;
import dev.sallyport.terminal.Printable;
import dev.sallyport.terminal.Progress;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code policy replay}, once its options are understood: decides recorded statements again and tells what would change. */
public final class ReplayRun {
    /** How many changes are printed. */
    static final int SHOWN = 1_000;

    private static final int LONGEST_TEXT = 100;

    /** What a condition may ask that no journal holds: claims of a token, and what a session did before. */
    private static final Pattern NOT_RECORDED = Pattern.compile("\\b(claims|session)\\b");

    private final Configuration configuration;
    private final Rehearsal rehearsal;
    private final @Nullable Rehearsal baseline;
    private final PrintWriter out;

    /**
     * Makes a run.
     *
     * @param configuration the new one
     * @param rehearsal of the new one
     * @param baseline of one to compare with in place of what is recorded; null to compare with that
     */
    public ReplayRun(Configuration configuration, Rehearsal rehearsal, @Nullable Rehearsal baseline, PrintWriter out) {
        this.configuration = configuration;
        this.rehearsal = rehearsal;
        this.baseline = baseline;
        this.out = out;
    }

    /**
     * Which part of a journal is decided again.
     *
     * @param since not before
     * @param until before
     * @param limit how many different statements
     */
    public record Part(@Nullable Instant since, @Nullable Instant until, int limit) {}

    /** What is wrong with a journal's chain; null if nothing is. */
    public static @Nullable String broken(Path journal) throws IOException {
        return switch (JournalVerifier.verify(journal)) {
            case Verification.Verified _ -> null;
            case Verification.Broken broken ->
                "the audit journal is broken at record " + broken.sequence() + " (" + broken.file() + "): "
                        + broken.why();
        };
    }

    /**
     * Decides again and prints.
     *
     * @return how many different statements would be decided otherwise
     */
    public int run(Path journal, Part part) throws IOException {
        RecordedStatements statements = new RecordedStatements(part.since(), part.until(), part.limit());
        statements.read(journal);
        List<Change> changes = new ArrayList<>();
        long decided = 0;
        int different = statements.all().size();
        try (Progress progress = Progress.onStandardError()) {
            for (Recorded recorded : statements.all()) {
                String why = notDecidable(recorded.session());
                if (why != null) {
                    statements.leaveOut(why, recorded.times());
                } else {
                    Change change = decide(recorded);
                    decided += recorded.times();
                    if (change.isOne()) {
                        changes.add(change);
                    }
                }
                progress.step(recorded.session().subject(), different);
            }
        }
        changes.sort(Change.WORST_FIRST);
        changes.stream().limit(SHOWN).forEach(this::print);
        if (changes.size() > SHOWN) {
            out.println("... and " + (changes.size() - SHOWN) + " more");
        }
        summarize(changes, decided, statements.leftOut());
        return changes.size();
    }

    /** Whether a condition asks for what is not recorded; where it only seems so, it is left out all the same. */
    private @Nullable String notDecidable(Session session) {
        if (configuration.issuers().stream().noneMatch(issuer -> issuer.issuer().equals(session.issuer()))) {
            return "of an issuer that the configuration does not have: nobody of it would be let in";
        }
        boolean asks = configuration.policy().rules().stream()
                        .anyMatch(rule -> NOT_RECORDED.matcher(rule.when()).find())
                || configuration.policy().access().stream()
                        .anyMatch(access -> access.database().equals(session.database())
                                && NOT_RECORDED.matcher(access.who()).find());
        return asks ? "conditions ask for claims or for the session, which the journal does not hold" : null;
    }

    private Change decide(Recorded recorded) throws IOException {
        Answer after = answer(rehearsal, recorded);
        Answer before = baseline == null ? null : answer(baseline, recorded);
        return new Change(
                recorded,
                before == null ? recorded.decision() : before.decision(),
                after.decision(),
                before == null ? List.of() : before.masks(),
                after.masks(),
                before != null,
                after.rule() == null ? "none" : after.rule(),
                after.reasons());
    }

    private Answer answer(Rehearsal one, Recorded recorded) throws IOException {
        Session session = recorded.session();
        Instant then = recorded.last();
        Principal principal = new Principal(
                session.issuer(),
                session.subject(),
                session.groups(),
                Map.of(),
                "recorded",
                then.plus(Duration.ofDays(1)),
                session.actor());
        return new Conversation(one, principal, session.database(), Situation.UNKNOWN, then).ask(recorded.sql());
    }

    private void print(Change change) {
        Recorded recorded = change.recorded();
        StringBuilder what = new StringBuilder();
        if (change.before() != change.after()) {
            what.append(CaseRun.word(change.before())).append(" -> ").append(CaseRun.word(change.after()));
        }
        change.removedMasks().forEach(mask -> what.append(" unmasked ").append(mask));
        change.addedMasks().forEach(mask -> what.append(" masked ").append(mask));
        out.println(Printable.line(what.toString().strip() + ", " + recorded.times()
                        + (recorded.times() == 1 ? " time, " : " times, ")
                        + recorded.session().subject() + " on "
                        + recorded.session().database() + ": ")
                + Printable.firstLine(recorded.shown(), LONGEST_TEXT));
        out.println(Printable.line(
                "    was " + recorded.rule() + ", now " + change.rule() + ": " + String.join("; ", change.reasons())));
    }

    private void summarize(List<Change> changes, long decided, Map<String, Long> leftOut) {
        long attempts =
                changes.stream().mapToLong(change -> change.recorded().times()).sum();
        out.println(decided + " attempts decided again, " + attempts + " of them otherwise (" + changes.size()
                + " different statements)");
        leftOut.forEach((why, times) -> out.println(Printable.line(times + " attempts not decided again: " + why)));
        out.flush();
    }
}
