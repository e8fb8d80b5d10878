package dev.sallyport.grant;

import dev.sallyport.sql.Effect;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an access entry gives to whoever it applies to.
 *
 * @param access the entry's name
 * @param database the configured name of the database it is for
 * @param statements the effects it covers
 * @param unmask names of the masks that do not apply
 * @param manifest the digest of the reviewed statements that are all it runs; null if that is not limited
 * @param lasts how long a grant lasts, more than zero
 * @param idle how long a session may do nothing, more than zero
 */
public record Terms(
        String access,
        String database,
        Set<Effect> statements,
        List<String> unmask,
        @Nullable String manifest,
        Duration lasts,
        Duration idle) {

    public Terms {
        statements = Set.copyOf(statements);
        unmask = List.copyOf(unmask);
        if (!lasts.isPositive() || !idle.isPositive()) {
            throw new IllegalArgumentException("a grant must last, and let a session be idle, for more than no time");
        }
    }
}
