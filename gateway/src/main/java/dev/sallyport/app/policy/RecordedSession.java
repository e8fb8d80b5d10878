package dev.sallyport.app.policy;

import dev.sallyport.audit.NameLookup;
import dev.sallyport.audit.RecordedClaims;
import dev.sallyport.identity.Principal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a journal holds of a session, as far as it was read. For one thread. */
final class RecordedSession {
    private final Who who;
    private final String database;
    private final @Nullable String manifest;
    private final String reason;
    private final String task;

    /** By what its latest text was looked up; null if the journal does not hold it. */
    @Nullable
    NameLookup names;

    /**
     * Whose it was.
     *
     * @param claims null if the journal does not hold them
     */
    record Who(
            String issuer,
            String subject,
            List<String> groups,
            @Nullable String actor,
            @Nullable RecordedClaims claims) {
        Who {
            groups = List.copyOf(groups);
        }

        Principal principal(Instant now) {
            return new Principal(
                    issuer,
                    subject,
                    groups,
                    claims == null ? Map.of() : claims.values(),
                    "recorded",
                    now.plus(Duration.ofDays(1)),
                    actor);
        }
    }

    /**
     * One that has only begun.
     *
     * @param manifest the digest that its client stated; null if it stated none
     * @param reason why the client said it was there; empty if it did not
     * @param task what the client said it worked on; empty if it did not
     */
    RecordedSession(Who who, String database, @Nullable String manifest, String reason, String task) {
        this.who = who;
        this.database = database;
        this.manifest = manifest;
        this.reason = reason;
        this.task = task;
    }

    Who who() {
        return who;
    }

    String database() {
        return database;
    }

    @Nullable
    String manifest() {
        return manifest;
    }

    String reason() {
        return reason;
    }

    String task() {
        return task;
    }
}
