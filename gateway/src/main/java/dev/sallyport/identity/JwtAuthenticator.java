package dev.sallyport.identity;

import com.nimbusds.jwt.SignedJWT;
import java.net.http.HttpClient;
import java.text.ParseException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checks signed JSON Web Tokens (RFC 7519) of several issuers, as RFC 8725 advises: the algorithm is one of a fixed list of public
 * key signatures, the issuer picks the keys, and issuer, subject, audience and times are required. Thread-safe.
 */
public final class JwtAuthenticator implements Authenticator {

    private final Map<String, TrustedIssuer> issuers = new HashMap<>();

    /**
     * Makes an authenticator; keys are read when the first token of their issuer is shown.
     *
     * @param issuers whose tokens are accepted, each issuer once
     * @param client fetches keys; follows no redirects; its owner closes it
     * @param clock what tokens' times are compared with
     */
    public JwtAuthenticator(List<IssuerSettings> issuers, HttpClient client, InstantSource clock) {
        this(issuers, new HttpDocumentFetcher(client, IdentityLimits.FETCH_TIME), clock);
    }

    JwtAuthenticator(List<IssuerSettings> issuers, DocumentFetcher fetcher, InstantSource clock) {
        for (IssuerSettings settings : issuers) {
            CachedKeys keys = new CachedKeys(new KeyReader(settings.issuer(), settings.keys(), fetcher), clock);
            if (this.issuers.put(settings.issuer(), new TrustedIssuer(settings, keys, clock)) != null) {
                throw new IllegalArgumentException("an issuer is configured twice: " + settings.issuer());
            }
        }
    }

    @Override
    public Authentication authenticate(String token) {
        if (token.length() > IdentityLimits.TOKEN_LENGTH) {
            return new Authentication.Rejected(
                    "the token is longer than " + IdentityLimits.TOKEN_LENGTH + " characters");
        }
        SignedJWT parsed;
        String named;
        try {
            parsed = SignedJWT.parse(token);
            named = parsed.getJWTClaimsSet().getIssuer();
        } catch (ParseException e) {
            return new Authentication.Rejected("what was given as the token is not a signed JSON Web Token");
        }
        // Not yet verified: it only picks the keys that must have signed it, and is checked again with the other
        // claims.
        TrustedIssuer issuer = find(named);
        return issuer == null
                ? new Authentication.Rejected("the token's issuer is not one that this gateway accepts")
                : issuer.authenticate(parsed);
    }

    private @Nullable TrustedIssuer find(@Nullable String named) {
        return named == null ? null : issuers.get(named);
    }
}
