package dev.sallyport.grant;

import java.time.Duration;

/**
 * How much a book of grants remembers.
 *
 * @param grants the most grants, running ones and ended ones whose token could still be shown
 * @param perPrincipal the most of them of one issuer and subject, so that one alone can't fill the book
 * @param tokenGrace for how long after its expiry a token may still be accepted, because clocks differ
 */
public record GrantLimits(int grants, int perPrincipal, Duration tokenGrace) {

    /** For a gateway that hundreds of agents use. */
    public static final GrantLimits DEFAULT = new GrantLimits(10_000, 1_000, Duration.ofMinutes(10));
}
