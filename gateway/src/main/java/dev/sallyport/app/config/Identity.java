package dev.sallyport.app.config;

import dev.sallyport.identity.Principal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Somebody whom a token could name, for questions about a policy.
 *
 * @param issuer one of the configuration's
 * @param groups as its issuer's configuration finds them in the claims, unless they were given
 * @param claims every claim
 * @param actor who acts on the subject's behalf; null if nobody does
 */
public record Identity(
        String issuer,
        String subject,
        List<String> groups,
        Map<String, Object> claims,
        @Nullable String actor) {
    private static final Duration TOKEN_LASTS = Duration.ofDays(1);

    public Identity {
        groups = List.copyOf(groups);
        claims = Map.copyOf(claims);
    }

    /** As if a token of its own had just been verified. */
    public Principal principal(Instant now) {
        return new Principal(issuer, subject, groups, claims, "no token", now.plus(TOKEN_LASTS), actor);
    }
}
