package dev.sallyport.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.sallyport.condition.ValueExpression;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.ParseException;
import java.time.InstantSource;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks the tokens of one issuer. Thread-safe. */
final class TrustedIssuer {

    private static final Logger LOG = LoggerFactory.getLogger(TrustedIssuer.class);

    /** Signatures with a public key alone: with a shared secret whoever can check a token can make one. */
    static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);

    private final IssuerSettings settings;
    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

    TrustedIssuer(IssuerSettings settings, JWKSource<SecurityContext> keys, InstantSource clock) {
        this.settings = settings;
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(
                JOSEObjectType.JWT,
                new JOSEObjectType("at+jwt"),
                new JOSEObjectType("application/at+jwt"),
                // Kubernetes' service account tokens name no type.
                null));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys));
        processor.setJWTClaimsSetVerifier(new ClaimChecks(settings, clock));
    }

    Authentication authenticate(SignedJWT token) {
        try {
            return principal(token, processor.process(token, null));
        } catch (RejectedTokenException e) {
            return new Authentication.Rejected(e.reason());
        } catch (KeySourceException e) {
            LOG.atWarn().addKeyValue("issuer", settings.issuer()).setCause(e).log("an issuer's keys can't be read");
            return new Authentication.Rejected("the keys of the token's issuer can't be read at the moment");
        } catch (BadJOSEException | JOSEException | ParseException e) {
            // The library tells apart what went wrong with the key, the algorithm and the signature; a forger learns
            // none of it.
            LOG.atDebug()
                    .addKeyValue("issuer", settings.issuer())
                    .addKeyValue("reason", e.getMessage())
                    .log("a token's signature was not accepted");
            return new Authentication.Rejected(
                    "the token's signature, key or type is not one that its issuer is known to use");
        }
    }

    private Authentication principal(SignedJWT token, JWTClaimsSet verified) throws ParseException {
        Map<String, Object> claims = PlainClaims.of(token.getPayload().toJSONObject());
        if (claims == null) {
            return new Authentication.Rejected(
                    "the token's claims are nested more than " + IdentityLimits.CLAIMS_DEPTH + " levels deep");
        }
        String actor = null;
        if (claims.get("act") != null) {
            actor = actor(claims.get("act"));
            if (actor == null) {
                return new Authentication.Rejected("the token's act claim does not say who acts");
            }
        }
        Date expires = verified.getExpirationTime();
        String subject = verified.getSubject();
        if (expires == null || subject == null) {
            throw new IllegalStateException("a verified token lacks a required claim");
        }
        return switch (settings.groups().evaluate(Map.of("claims", claims))) {
            case ValueExpression.Outcome.Failed failed ->
                new Authentication.Rejected("the token's groups can't be found: " + failed.reason());
            case ValueExpression.Outcome.Values groups ->
                areUsable(groups.values())
                        ? authenticated(token, subject, groups.values(), claims, expires, actor)
                        : new Authentication.Rejected("the token's groups are too many or not usable as names");
            case ValueExpression.Outcome.Missing missing ->
                authenticated(token, subject, List.of(), claims, expires, actor);
        };
    }

    private Authentication authenticated(
            SignedJWT token,
            String subject,
            List<String> groups,
            Map<String, Object> claims,
            Date expires,
            @Nullable String actor) {
        return new Authentication.Authenticated(new Principal(
                settings.issuer(), subject, groups, claims, tokenId(token, claims), expires.toInstant(), actor));
    }

    private static boolean areUsable(List<String> groups) {
        return groups.size() <= IdentityLimits.GROUPS && groups.stream().allMatch(Names::isUsable);
    }

    private static @Nullable String actor(@Nullable Object act) {
        return act instanceof Map<?, ?> fields && fields.get("sub") instanceof String subject && Names.isUsable(subject)
                ? subject
                : null;
    }

    private static String tokenId(SignedJWT token, Map<String, Object> claims) {
        if (claims.get("jti") instanceof String id
                && Names.isUsable(id)
                && id.length() <= IdentityLimits.TOKEN_ID_LENGTH) {
            return id;
        }
        // What is signed identifies the token; the signature does not: of one ECDSA signature another can be made.
        return "sha256:" + HexFormat.of().formatHex(sha256(token.getSigningInput()));
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
