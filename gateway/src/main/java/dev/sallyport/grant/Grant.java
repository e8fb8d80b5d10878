package dev.sallyport.grant;

import dev.sallyport.sql.Effect;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The right of one principal to use one database for a while. Every session runs under exactly one grant and ends with it.
 *
 * @param id unique, unguessable enough to be shown in logs, worthless as a credential
 * @param access the name of the access entry that it was granted by
 * @param database the name of the configured database it is for
 * @param statements the effects it covers; TRANSACTION and SESSION are always among them
 * @param unmask names of the masks that do not apply to it
 * @param manifest the digest, as {@code sha256:...}, of the reviewed statements that are all it runs; null if that is not limited
 * @param starts when it began
 * @param ends when it ends, whatever happens; reconnecting with the same token does not move it
 * @param idle how long a session may do nothing
 */
public record Grant(
        String id,
        String access,
        String database,
        Set<Effect> statements,
        List<String> unmask,
        @Nullable String manifest,
        Instant starts,
        Instant ends,
        Duration idle) {

    public Grant {
        statements = Set.copyOf(statements);
        unmask = List.copyOf(unmask);
    }

    /** A grant that no manifest limits. */
    public Grant(
            String id,
            String access,
            String database,
            Set<Effect> statements,
            List<String> unmask,
            Instant starts,
            Instant ends,
            Duration idle) {
        this(id, access, database, statements, unmask, null, starts, ends, idle);
    }
}
