package dev.sallyport.app.policy;

import dev.sallyport.grant.Grant;
import dev.sallyport.identity.Principal;
import dev.sallyport.policy.Explanation;
import dev.sallyport.policy.Situation;
import dev.sallyport.session.Admission;
import dev.sallyport.sql.Statement;
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
        this.admission = rehearsal.admit(principal, database, now);
        this.situation = situation;
        this.now = now;
    }

    /** The next text. */
    Answer ask(String text) throws IOException {
        return switch (admission) {
            case Admission.Refused refused -> Answer.of(refused);
            case Admission.Admitted admitted -> {
                byte[] sql = text.getBytes(StandardCharsets.UTF_8);
                Grant grant = admitted.grant();
                Explanation explanation = rehearsal.explain(principal, grant, situation, now, sql);
                explanation.decided().statements().forEach(this::passes);
                situation = situation.havingRead(explanation.decided().labels());
                yield Answer.of(grant, explanation);
            }
        };
    }

    /** Where a text moves the search path, what it is afterwards is for the server to say. */
    private void passes(Statement statement) {
        boolean moves = statement.settings().stream()
                .anyMatch(setting ->
                        setting.name().equals("search_path") || setting.name().equals("*"));
        if (moves) {
            situation = situation.withSearchPath(new SearchPath.Unknown());
        }
    }
}
