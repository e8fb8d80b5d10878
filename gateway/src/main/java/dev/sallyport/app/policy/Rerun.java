package dev.sallyport.app.policy;

import dev.sallyport.app.policy.RecordedAttempt.Text;
import dev.sallyport.app.policy.RecordedSession.Who;
import dev.sallyport.grant.Grant;
import dev.sallyport.identity.Principal;
import dev.sallyport.policy.ClaimsNamed;
import dev.sallyport.policy.Explanation;
import dev.sallyport.policy.Policy;
import dev.sallyport.policy.RuleSetting.Verdict;
import dev.sallyport.policy.Situation;
import dev.sallyport.session.Admission;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One configuration's decisions of what a journal holds. What sessions had read is what was sent on when it was recorded, with the labels
 * that this configuration gives it. For one thread.
 */
final class Rerun {
    private final Rehearsal rehearsal;
    private final Policy policy;
    private final int limit;
    private final Map<Key, Outcome> known = new HashMap<>();
    private final Map<String, ClaimsNamed> claims = new HashMap<>();
    private final Map<RecordedSession, Reading> readings = new HashMap<>();

    /** Everything that a decision depends on, without what no rule looks at. */
    private record Key(
            Who who, String database, @Nullable String manifest, Text text, Situation situation, long interval) {}

    /** What a session has read. */
    private static final class Reading {
        private Set<String> labels = Set.of();

        /** Something that was sent on was not decided again, so that not all labels are known. */
        private boolean lost;

        /** The attempt that a person is asked about, and what it reads. */
        private long held;

        private Set<String> ofHeld = Set.of();
    }

    /**
     * What is decided.
     *
     * @param masks the columns of the answer that are masked, by name, in order
     * @param labels of what the text reads
     */
    record Outcome(Verdict decision, String rule, List<String> reasons, List<String> masks, Set<String> labels) {}

    /** @param limit how many different statements are decided */
    Rerun(Rehearsal rehearsal, int limit) {
        this.rehearsal = rehearsal;
        this.policy = rehearsal.policy();
        this.limit = limit;
    }

    /** Why nothing of a session can be decided; null if it can. */
    @Nullable
    String notDecidable(RecordedSession session) {
        ClaimsNamed named = claims.computeIfAbsent(session.database(), policy::claims);
        boolean told = switch (named) {
            case ClaimsNamed.These(var names) ->
                names.isEmpty()
                        || (session.who().claims() != null
                                && names.stream().allMatch(session.who().claims()::tell));
            case ClaimsNamed.Any _ ->
                session.who().claims() != null && session.who().claims().names() == null;
        };
        if (!told) {
            return "conditions ask for claims that the journal does not hold";
        }
        return session.names == null && policy.asksSession()
                ? "conditions ask for what the journal, of an older version, does not hold of the session"
                : null;
    }

    /**
     * Decides an attempt, if it is among those that are wanted or what it reads counts for those that follow it.
     *
     * @return null if it is beyond the limit, or not wanted
     */
    @Nullable
    Outcome decide(RecordedAttempt attempt, boolean wanted) throws IOException {
        boolean reads = policy.asksRead() && !attempt.prepares() && attempt.decision() != Verdict.DENY;
        if (!wanted && !reads) {
            return null;
        }
        Reading reading = readings.computeIfAbsent(attempt.session(), _ -> new Reading());
        Outcome outcome = reading.lost ? null : outcome(attempt, reading.labels);
        if (outcome == null) {
            reading.lost |= reads;
        } else if (reads && attempt.decision() == Verdict.APPROVE) {
            reading.held = attempt.number();
            reading.ofHeld = outcome.labels();
        } else if (reads) {
            read(reading, outcome.labels());
        }
        return outcome;
    }

    /** An attempt was approved of, so that what it reads is read. */
    void approved(RecordedSession session, long number) {
        Reading reading = readings.get(session);
        if (reading != null && reading.held == number) {
            read(reading, reading.ofHeld);
        }
    }

    void ended(RecordedSession session) {
        readings.remove(session);
    }

    private static void read(Reading reading, Set<String> labels) {
        if (!reading.labels.containsAll(labels)) {
            Set<String> all = new TreeSet<>(reading.labels);
            all.addAll(labels);
            reading.labels = Set.copyOf(all);
        }
    }

    private @Nullable Outcome outcome(RecordedAttempt attempt, Set<String> read) throws IOException {
        RecordedSession session = attempt.session();
        Situation situation = attempt.situation().havingRead(read);
        Key key = new Key(
                session.who(),
                session.database(),
                session.manifest(),
                attempt.text(),
                policy.considered(situation),
                policy.interval(attempt.time()));
        Outcome before = known.get(key);
        if (before != null || known.size() >= limit) {
            return before;
        }
        Outcome outcome = anew(attempt, situation);
        known.put(key, outcome);
        return outcome;
    }

    private Outcome anew(RecordedAttempt attempt, Situation situation) throws IOException {
        RecordedSession session = attempt.session();
        Principal principal = session.who().principal(attempt.time());
        return switch (rehearsal.admit(principal, session.database(), session.manifest(), attempt.time())) {
            case Admission.Refused refused -> outcome(Answer.of(refused), Set.of());
            case Admission.Admitted admitted -> {
                Grant grant = admitted.grant();
                Explanation explanation = rehearsal.explain(
                        principal,
                        grant,
                        situation,
                        attempt.time(),
                        attempt.text().bytes());
                yield outcome(
                        Answer.of(grant, explanation), explanation.decided().labels());
            }
        };
    }

    private static Outcome outcome(Answer answer, Set<String> labels) {
        return new Outcome(
                answer.decision(),
                answer.rule() == null ? "none" : answer.rule(),
                answer.reasons(),
                answer.masks(),
                labels);
    }
}
