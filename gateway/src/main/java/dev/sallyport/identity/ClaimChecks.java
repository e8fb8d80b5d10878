package dev.sallyport.identity;

import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.Date;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks the claims of a token whose signature is good. First come checks that say what is wrong in words for the token's holder;
 * the library's own have the last word.
 */
final class ClaimChecks extends DefaultJWTClaimsVerifier<SecurityContext> {

    private final IssuerSettings settings;
    private final InstantSource clock;

    ClaimChecks(IssuerSettings settings, InstantSource clock) {
        super(
                settings.audiences(),
                new JWTClaimsSet.Builder().issuer(settings.issuer()).build(),
                Set.of("iss", "sub", "exp", "aud"),
                null);
        this.settings = settings;
        this.clock = clock;
        setMaxClockSkew(Math.toIntExact(settings.clockSkew().toSeconds()));
    }

    @Override
    protected Date currentTime() {
        return Date.from(clock.instant());
    }

    @Override
    public void verify(JWTClaimsSet claims, @Nullable SecurityContext context) throws BadJWTException {
        if (Collections.disjoint(settings.audiences(), claims.getAudience())) {
            throw new RejectedTokenException("the token is not meant for this gateway: its audience is another");
        }
        Date expires = claims.getExpirationTime();
        if (expires == null) {
            throw new RejectedTokenException("the token does not say when it expires");
        }
        Instant now = clock.instant();
        if (!now.isBefore(expires.toInstant().plus(settings.clockSkew()))) {
            throw new RejectedTokenException("the token expired at " + expires.toInstant());
        }
        Date notBefore = claims.getNotBeforeTime();
        if (notBefore != null && !now.isAfter(notBefore.toInstant().minus(settings.clockSkew()))) {
            throw new RejectedTokenException("the token is not valid before " + notBefore.toInstant());
        }
        String subject = claims.getSubject();
        if (subject == null || !Names.isUsable(subject)) {
            throw new RejectedTokenException("the token does not say whose it is in a usable way");
        }
        super.verify(claims, context);
    }
}
