package dev.sallyport.app.policy;

import dev.sallyport.grant.Grant;
import dev.sallyport.identity.Principal;
import dev.sallyport.policy.Decided;
import dev.sallyport.policy.Explanation;
import dev.sallyport.policy.SessionChange;
import dev.sallyport.policy.Situation;
import dev.sallyport.session.Admission;
import dev.sallyport.sql.flow.SearchPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Texts that somebody sends in one session, each decided in the situation that those before it leave. For one thread. */
final class Conversation {
    private final Rehearsal rehearsal;
    private final Principal principal;
    private final Admission admission;
    private final Instant now;
    private Situation situation;

    /**
     * Begins one.
     *
     * @param situation before the first text
     * @param now when all of it happens
     */
    Conversation(Rehearsal rehearsal, Principal principal, String database, Situation situation, Instant now) {
        this.rehearsal = rehearsal;
        this.principal = principal;
        this.admission = rehearsal.admit(principal, database, null, now);
        this.situation = situation;
        this.now = now;
    }

    /** The next text. */
    Answer ask(String text) throws IOException {
        byte[] sql = text.getBytes(StandardCharsets.UTF_8);
        return switch (admission) {
            case Admission.Refused refused -> Answer.of(refused);
            case Admission.Admitted admitted -> {
                Grant grant = admitted.grant();
                Explanation explanation = rehearsal.explain(principal, grant, situation, now, sql);
                passes(explanation.decided());
                yield Answer.of(grant, explanation);
            }
        };
    }

    /** What it read is known; where it can move the search path, what that is afterwards is for the server to say. */
    private void passes(Decided decided) {
        situation = situation.havingRead(decided.labels());
        if (decided.sessionChange() != SessionChange.NOTHING) {
            situation = situation.withSearchPath(new SearchPath.Unknown());
        }
    }
}
