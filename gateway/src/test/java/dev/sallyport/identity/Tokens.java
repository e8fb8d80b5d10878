package dev.sallyport.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.opts.AllowWeakRSAKey;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.sallyport.condition.ValueExpression;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Set;

/** Makes what the tests of this package need, at one fixed time. */
final class Tokens {

    static final Instant NOW = Instant.parse("2026-05-01T10:00:00Z");
    static final String AUDIENCE = "sallyport";

    private Tokens() {}

    static JWTClaimsSet.Builder claims(String issuer) {
        return new JWTClaimsSet.Builder()
                .issuer(issuer)
                .subject("agent-7")
                .audience(AUDIENCE)
                .jwtID("t-1")
                .claim("groups", List.of("ai-agents"))
                .issueTime(Date.from(NOW))
                .expirationTime(Date.from(NOW.plusSeconds(900)));
    }

    static String sign(JWK key, JWTClaimsSet.Builder claims) {
        JWSAlgorithm algorithm = key instanceof RSAKey ? JWSAlgorithm.RS256 : JWSAlgorithm.ES256;
        return sign(
                key,
                new JWSHeader.Builder(algorithm)
                        .keyID(key.getKeyID())
                        .type(JOSEObjectType.JWT)
                        .build(),
                claims);
    }

    static String sign(JWK key, JWSHeader header, JWTClaimsSet.Builder claims) {
        try {
            JWSSigner signer = key instanceof RSAKey rsa
                    ? new RSASSASigner(rsa.toPrivateKey(), Set.of(AllowWeakRSAKey.getInstance()))
                    : new ECDSASigner((ECKey) key);
            SignedJWT token = new SignedJWT(header, claims.build());
            token.sign(signer);
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static IssuerSettings settings(String issuer, KeySource keys, String groups) {
        return new IssuerSettings(
                issuer, Set.of(AUDIENCE), keys, expression(groups), IssuerSettings.DEFAULT_CLOCK_SKEW);
    }

    static ValueExpression expression(String groups) {
        return switch (ValueExpression.compile(groups, IssuerSettings.GROUP_VARIABLES)) {
            case ValueExpression.Compilation.Compiled compiled -> compiled.expression();
            case ValueExpression.Compilation.Invalid invalid -> throw new AssertionError(invalid.problems());
        };
    }

    /** A clock that stands still until it is told the time. */
    static final class SetClock implements InstantSource {
        private volatile Instant now = NOW;

        void set(Instant now) {
            this.now = now;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
