package dev.sallyport.identity;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who a verified token says is there. Made only from a token whose signature and times were checked.
 *
 * @param issuer the {@code iss} claim
 * @param subject the {@code sub} claim
 * @param groups groups as the issuer's configuration finds them in the claims
 * @param claims every claim, as plain values: strings, numbers, booleans, lists and maps
 * @param tokenId what tells this token from others of the same subject: the {@code jti} claim, or a digest of the token
 * @param expires the {@code exp} claim
 * @param actor the subject of the {@code act} claim, RFC 8693: who acts on the subject's behalf; null if nobody does
 */
public record Principal(
        String issuer,
        String subject,
        List<String> groups,
        Map<String, Object> claims,
        String tokenId,
        Instant expires,
        @Nullable String actor) {

    public Principal {
        groups = List.copyOf(groups);
        claims = Map.copyOf(claims);
    }

    /** Whether two principals are the same person or agent, whatever token they hold. */
    public boolean isSameAs(Principal other) {
        return issuer.equals(other.issuer) && subject.equals(other.subject);
    }
}
