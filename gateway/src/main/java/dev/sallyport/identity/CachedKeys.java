package dev.sallyport.identity;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.CachingJWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetSourceWrapper;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.OutageTolerantJWKSetSource;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.jwk.source.RateLimitedJWKSetSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An issuer's keys: fresh for a while, read again when a token names a key that is not among them, but not more often than the rate
 * limit lets, and kept through an outage.
 *
 * <p>The rate limit stands inside the outage tolerance, so that tokens with invented key ids can't use up the readings and thereby
 * lock out tokens whose key is known.
 */
final class CachedKeys implements JWKSource<SecurityContext> {

    private final InstantSource clock;
    private final JWKSetSource<SecurityContext> source;

    CachedKeys(JWKSetSource<SecurityContext> reader, InstantSource clock) {
        this.clock = clock;
        this.source = new CachingJWKSetSource<>(
                new OutageTolerantJWKSetSource<>(new Limited(reader), IdentityLimits.KEYS_IN_OUTAGE.toMillis(), null),
                IdentityLimits.KEYS_FRESH.toMillis(),
                IdentityLimits.KEYS_WAIT.toMillis(),
                null);
    }

    @Override
    public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context) throws KeySourceException {
        JWKSet known = source.getJWKSet(JWKSetCacheRefreshEvaluator.noRefresh(), clock.millis(), context);
        List<JWK> selected = selector.select(known);
        if (!selected.isEmpty()) {
            return selected;
        }
        try {
            return selector.select(
                    source.getJWKSet(JWKSetCacheRefreshEvaluator.referenceComparison(known), clock.millis(), context));
        } catch (JWKSetUnavailableException e) {
            return List.of();
        }
    }

    /** Turns a reading too many into an outage. */
    private static final class Limited extends JWKSetSourceWrapper<SecurityContext> {

        Limited(JWKSetSource<SecurityContext> reader) {
            super(new RateLimitedJWKSetSource<>(reader, IdentityLimits.KEYS_INTERVAL.toMillis(), null));
        }

        @Override
        public JWKSet getJWKSet(
                JWKSetCacheRefreshEvaluator refresh, long currentTime, @Nullable SecurityContext context)
                throws KeySourceException {
            try {
                return getSource().getJWKSet(refresh, currentTime, context);
            } catch (RateLimitReachedException e) {
                throw new JWKSetUnavailableException("the issuer's keys were read moments ago", e);
            }
        }
    }
}
