package dev.sallyport.identity;

import static dev.sallyport.identity.Tokens.NOW;
import static dev.sallyport.identity.Tokens.claims;
import static dev.sallyport.identity.Tokens.sign;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JwtAuthenticatorTest {

    private static final String ISSUER = "https://idp.example.com/realms/acme";
    private static final RSAKey KEY = LocalIssuer.RSA;
    private static final String BAD_SIGNATURE =
            "the token's signature, key or type is not one that its issuer is known to use";

    @TempDir
    Path directory;

    private KeySource.KeyFile keys = new KeySource.KeyFile(Path.of("unset"));
    private final Tokens.SetClock clock = new Tokens.SetClock();

    @BeforeEach
    void publishTheKey() throws Exception {
        keys = new KeySource.KeyFile(directory.resolve("jwks.json"));
        Files.writeString(keys.path(), new JWKSet(KEY).toString(true));
    }

    private JwtAuthenticator authenticator(String groups) {
        return new JwtAuthenticator(
                List.of(Tokens.settings(ISSUER, keys, groups)),
                address -> {
                    throw new AssertionError("nothing is fetched when keys come from a file");
                },
                clock);
    }

    private Authentication authenticate(String token) {
        return authenticator("claims.groups").authenticate(token);
    }

    private void assertRejected(String token, String reason) {
        assertThat(authenticate(token)).isEqualTo(new Authentication.Rejected(reason));
    }

    private Principal principal(String token) {
        return principal("claims.groups", token);
    }

    private Principal principal(String groups, String token) {
        return switch (authenticator(groups).authenticate(token)) {
            case Authentication.Authenticated authenticated -> authenticated.principal();
            case Authentication.Rejected rejected -> throw new AssertionError(rejected.reason());
        };
    }

    @Test
    void aGoodTokenGivesItsPrincipal() {
        Principal principal = principal(sign(KEY, claims(ISSUER).claim("task", Map.of("id", 7, "of", List.of("a")))));
        assertThat(principal.issuer()).isEqualTo(ISSUER);
        assertThat(principal.subject()).isEqualTo("agent-7");
        assertThat(principal.groups()).containsExactly("ai-agents");
        assertThat(principal.tokenId()).isEqualTo("t-1");
        assertThat(principal.expires()).isEqualTo(NOW.plusSeconds(900));
        assertThat(principal.actor()).isNull();
        assertThat(principal.claims())
                .containsEntry("task", Map.of("id", 7L, "of", List.of("a")))
                .containsEntry("exp", NOW.plusSeconds(900).getEpochSecond());
    }

    @Test
    void everyAcceptedAlgorithmOfAnRsaKeyIsAccepted() {
        for (JWSAlgorithm algorithm : TrustedIssuer.ALGORITHMS) {
            if (JWSAlgorithm.Family.RSA.contains(algorithm)) {
                JWSHeader header =
                        new JWSHeader.Builder(algorithm).keyID("rsa-1").build();
                assertThat(authenticate(sign(KEY, header, claims(ISSUER))))
                        .as(algorithm.getName())
                        .isInstanceOf(Authentication.Authenticated.class);
            }
        }
    }

    @Test
    void anEllipticCurveKeyIsAccepted() throws Exception {
        ECKey key = new ECKeyGenerator(Curve.P_256).keyID("ec-1").generate();
        Files.writeString(keys.path(), new JWKSet(key).toString(true));
        assertThat(principal(sign(key, claims(ISSUER))).subject()).isEqualTo("agent-7");
    }

    @Test
    void anAccessTokensTypeIsAcceptedAndAStrangeOneIsNot() {
        JWSHeader.Builder header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("rsa-1");
        assertThat(authenticate(
                        sign(KEY, header.type(new JOSEObjectType("at+jwt")).build(), claims(ISSUER))))
                .isInstanceOf(Authentication.Authenticated.class);
        assertRejected(sign(KEY, header.type(new JOSEObjectType("logout+jwt")).build(), claims(ISSUER)), BAD_SIGNATURE);
    }

    @Test
    void aTokenIsAcceptedUntilItsExpiryAndTheClockSkewAndNoLonger() {
        String token = sign(KEY, claims(ISSUER));
        clock.set(NOW.plusSeconds(900 + 60).minusMillis(1));
        assertThat(authenticate(token)).isInstanceOf(Authentication.Authenticated.class);
        clock.set(NOW.plusSeconds(900 + 60));
        assertRejected(token, "the token expired at 2026-05-01T10:15:00Z");
    }

    @Test
    void aTokenIsAcceptedFromItsNotBeforeLessTheClockSkew() {
        String token = sign(KEY, claims(ISSUER).notBeforeTime(Date.from(NOW.plusSeconds(60))));
        assertRejected(token, "the token is not valid before 2026-05-01T10:01:00Z");
        clock.set(NOW.plusMillis(1));
        assertThat(authenticate(token)).isInstanceOf(Authentication.Authenticated.class);
    }

    @Test
    void aTokenWithoutExpiryOrSubjectIsRejected() {
        assertRejected(sign(KEY, claims(ISSUER).expirationTime(null)), "the token does not say when it expires");
        String reason = "the token does not say whose it is in a usable way";
        assertRejected(sign(KEY, claims(ISSUER).subject(null)), reason);
        assertRejected(sign(KEY, claims(ISSUER).subject(" ")), reason);
        assertRejected(sign(KEY, claims(ISSUER).subject("a\nb")), reason);
        assertRejected(sign(KEY, claims(ISSUER).subject("a\u202eb")), reason);
        assertRejected(sign(KEY, claims(ISSUER).subject("s".repeat(IdentityLimits.NAME_LENGTH + 1))), reason);
        assertThat(authenticate(sign(KEY, claims(ISSUER).subject("s".repeat(IdentityLimits.NAME_LENGTH)))))
                .isInstanceOf(Authentication.Authenticated.class);
    }

    @Test
    void anotherIssuersTokenIsRejected() {
        String reason = "the token's issuer is not one that this gateway accepts";
        assertRejected(sign(KEY, claims("https://idp.example.com/realms/other")), reason);
        assertRejected(sign(KEY, claims(ISSUER + "/")), reason);
        assertRejected(sign(KEY, claims(ISSUER).issuer(null)), reason);
    }

    @Test
    void aTokenForAnotherAudienceIsRejected() {
        String reason = "the token is not meant for this gateway: its audience is another";
        assertRejected(sign(KEY, claims(ISSUER).audience("billing")), reason);
        assertRejected(sign(KEY, claims(ISSUER).audience((String) null)), reason);
        assertThat(authenticate(sign(KEY, claims(ISSUER).audience(List.of("billing", Tokens.AUDIENCE)))))
                .isInstanceOf(Authentication.Authenticated.class);
    }

    @Test
    void anUnsignedTokenIsRejected() {
        String plain = new PlainJWT(claims(ISSUER).build()).serialize();
        assertRejected(plain, "what was given as the token is not a signed JSON Web Token");
        assertRejected(plain + Base64URL.encode("x"), "what was given as the token is not a signed JSON Web Token");
        String[] parts = sign(KEY, claims(ISSUER)).split("\\.");
        assertRejected(parts[0] + "." + parts[1] + ".", "what was given as the token is not a signed JSON Web Token");
    }

    @Test
    void aTokenSignedWithThePublicKeyAsASharedSecretIsRejected() throws Exception {
        for (byte[] secret : List.of(
                KEY.toPublicJWK().toString().getBytes(StandardCharsets.UTF_8),
                KEY.toRSAPublicKey().getEncoded())) {
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("rsa-1").build(),
                    claims(ISSUER).build());
            token.sign(new MACSigner(secret));
            assertRejected(token.serialize(), BAD_SIGNATURE);
        }
    }

    @Test
    void aTokenSignedWithAKeyThatItBringsAlongIsRejected() {
        RSAKey own = LocalIssuer.rsa("own", 2_048);
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .jwk(own.toPublicJWK())
                .keyID("own")
                .build();
        assertRejected(sign(own, header, claims(ISSUER)), BAD_SIGNATURE);
        JWSHeader pretending = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .jwk(own.toPublicJWK())
                .keyID("rsa-1")
                .build();
        assertRejected(sign(own, pretending, claims(ISSUER)), BAD_SIGNATURE);
    }

    @Test
    void aChangedPayloadIsRejected() {
        String[] parts = sign(KEY, claims(ISSUER)).split("\\.");
        String forged = Base64URL.encode(claims(ISSUER).subject("root").build().toString())
                .toString();
        assertRejected(parts[0] + "." + forged + "." + parts[2], BAD_SIGNATURE);
    }

    @Test
    void aCriticalHeaderThatNobodyUnderstandsIsRejected() {
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID("rsa-1")
                .criticalParams(java.util.Set.of("strange"))
                .customParam("strange", true)
                .build();
        assertRejected(sign(KEY, header, claims(ISSUER)), BAD_SIGNATURE);
    }

    @Test
    void aSmallRsaKeyIsNotTrusted() throws Exception {
        java.security.KeyPairGenerator generator = java.security.KeyPairGenerator.getInstance("RSA");
        generator.initialize(1_024);
        var pair = generator.generateKeyPair();
        RSAKey small = new RSAKey.Builder((java.security.interfaces.RSAPublicKey) pair.getPublic())
                .privateKey(pair.getPrivate())
                .keyID("small")
                .build();
        Files.writeString(keys.path(), new JWKSet(small).toString(true));
        assertRejected(sign(small, claims(ISSUER)), BAD_SIGNATURE);
    }

    @Test
    void aTokenMayBeAsLongAsTheLimitAndNoLonger() {
        String token = sign(KEY, claims(ISSUER));
        String tooLong = "the token is longer than 65536 characters";
        assertRejected("x".repeat(IdentityLimits.TOKEN_LENGTH + 1), tooLong);
        assertRejected(
                "x".repeat(IdentityLimits.TOKEN_LENGTH), "what was given as the token is not a signed JSON Web Token");
        int payload = (IdentityLimits.TOKEN_LENGTH - token.length() - 40) * 3 / 4;
        assertThat(authenticate(sign(KEY, claims(ISSUER).claim("padding", "p".repeat(payload)))))
                .isInstanceOf(Authentication.Authenticated.class);
    }

    @Test
    void whatIsNoTokenIsRejected() {
        for (String token : List.of("", ".", "..", "...", "a.b.c", "....", "secret", "\u0000", "{}", "e30.e30.e30")) {
            assertRejected(token, "what was given as the token is not a signed JSON Web Token");
        }
    }

    @Test
    void claimsMayNestAsDeepAsTheLimitAndNoDeeper() {
        assertThat(authenticate(sign(KEY, claims(ISSUER).claim("deep", nested(IdentityLimits.CLAIMS_DEPTH - 1)))))
                .isInstanceOf(Authentication.Authenticated.class);
        assertRejected(
                sign(KEY, claims(ISSUER).claim("deep", nested(IdentityLimits.CLAIMS_DEPTH))),
                "the token's claims are nested more than 32 levels deep");
    }

    @Test
    void veryDeepClaimsAreNotAStackOverflow() {
        String header = Base64URL.encode("{\"alg\":\"RS256\"}").toString();
        String payload = Base64URL.encode("{\"iss\":" + "[".repeat(40_000) + "]".repeat(8_000))
                .toString();
        assertRejected(
                header + "." + payload.substring(0, 60_000) + ".AA",
                "what was given as the token is not a signed JSON Web Token");
    }

    private static Object nested(int levels) {
        Object value = "x";
        for (int level = 0; level < levels; level++) {
            value = List.of(value);
        }
        return value;
    }

    @Test
    void aMissingGroupsClaimMeansNoGroups() {
        assertThat(principal(sign(KEY, claims(ISSUER).claim("groups", null))).groups())
                .isEmpty();
        assertThat(principal("claims.realm_access.roles", sign(KEY, claims(ISSUER)))
                        .groups())
                .isEmpty();
    }

    @Test
    void groupsOfAWrongTypeAreRejectedWithTheReason() {
        assertRejected(
                sign(KEY, claims(ISSUER).claim("groups", "dba")),
                "the token's groups can't be found: it is not a list");
        assertRejected(
                sign(KEY, claims(ISSUER).claim("groups", List.of("dba", 7))),
                "the token's groups can't be found: it is a list, but not of strings alone");
        assertRejected(
                sign(KEY, claims(ISSUER).claim("groups", Arrays.asList("dba", null))),
                "the token's groups can't be found: it is a list, but not of strings alone");
    }

    @Test
    void aTokenMayHaveAsManyGroupsAsTheLimitAndNoMore() {
        assertThat(principal(sign(KEY, claims(ISSUER).claim("groups", Collections.nCopies(IdentityLimits.GROUPS, "g"))))
                        .groups())
                .hasSize(IdentityLimits.GROUPS);
        assertRejected(
                sign(KEY, claims(ISSUER).claim("groups", Collections.nCopies(IdentityLimits.GROUPS + 1, "g"))),
                "the token's groups are too many or not usable as names");
        assertRejected(
                sign(KEY, claims(ISSUER).claim("groups", List.of("g".repeat(IdentityLimits.NAME_LENGTH + 1)))),
                "the token's groups are too many or not usable as names");
    }

    @Test
    void whoActsOnTheSubjectsBehalfIsKnown() {
        Map<String, Object> act = Map.of("sub", "agent-9", "act", Map.of("sub", "earlier"));
        assertThat(principal(sign(KEY, claims(ISSUER).claim("act", act))).actor())
                .isEqualTo("agent-9");
        String reason = "the token's act claim does not say who acts";
        assertRejected(sign(KEY, claims(ISSUER).claim("act", "agent-9")), reason);
        assertRejected(sign(KEY, claims(ISSUER).claim("act", Map.of())), reason);
        assertRejected(sign(KEY, claims(ISSUER).claim("act", Map.of("sub", ""))), reason);
    }

    @Test
    void aTokenWithoutAnIdIsKnownByItsDigest() {
        String token = sign(KEY, claims(ISSUER).jwtID(null));
        assertThat(principal(token).tokenId())
                .startsWith("sha256:")
                .hasSize(7 + 64)
                .isEqualTo(principal(token).tokenId());
        assertThat(principal(sign(KEY, claims(ISSUER).jwtID(null).subject("agent-8")))
                        .tokenId())
                .isNotEqualTo(principal(token).tokenId());
        assertThat(principal(sign(KEY, claims(ISSUER).jwtID("j".repeat(IdentityLimits.TOKEN_ID_LENGTH))))
                        .tokenId())
                .startsWith("jjj");
        assertThat(principal(sign(KEY, claims(ISSUER).jwtID("j".repeat(IdentityLimits.TOKEN_ID_LENGTH + 1))))
                        .tokenId())
                .startsWith("sha256:");
    }

    @Test
    void aClaimThatAppearsTwiceIsRejected() {
        String header =
                Base64URL.encode("{\"alg\":\"RS256\",\"kid\":\"rsa-1\"}").toString();
        String payload = Base64URL.encode("{\"iss\":\"" + ISSUER
                        + "\",\"iss\":\"x\",\"sub\":\"a\",\"aud\":\"sallyport\",\"exp\":1777632300}")
                .toString();
        assertRejected(header + "." + payload + ".AA", "what was given as the token is not a signed JSON Web Token");
    }

    @Test
    void twoIssuersAreToldApart() {
        RSAKey other = LocalIssuer.rsa("rsa-1", 2_048);
        Path otherKeys = directory.resolve("other.json");
        String otherIssuer = "https://ci.example.com";
        try {
            Files.writeString(otherKeys, new JWKSet(other).toString(true));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        JwtAuthenticator both = new JwtAuthenticator(
                List.of(
                        Tokens.settings(ISSUER, keys, "claims.groups"),
                        Tokens.settings(otherIssuer, new KeySource.KeyFile(otherKeys), "['ci']")),
                address -> "",
                clock);
        assertThat(both.authenticate(sign(other, claims(otherIssuer))))
                .isInstanceOfSatisfying(
                        Authentication.Authenticated.class,
                        authenticated ->
                                assertThat(authenticated.principal().groups()).containsExactly("ci"));
        assertThat(both.authenticate(sign(other, claims(ISSUER))))
                .isEqualTo(new Authentication.Rejected(BAD_SIGNATURE));
    }

    @Test
    void anIssuerCannotBeConfiguredTwiceOrWithoutAnAudience() {
        IssuerSettings settings = Tokens.settings(ISSUER, keys, "claims.groups");
        assertThatThrownBy(() -> new JwtAuthenticator(List.of(settings, settings), address -> "", clock))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        new IssuerSettings(ISSUER, java.util.Set.of(), keys, Tokens.expression("[]"), Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theClaimsOfAPrincipalCannotBeChanged() {
        JWTClaimsSet.Builder claims = claims(ISSUER).claim("nested", Map.of("list", List.of("a")));
        assertThat(principal(sign(KEY, claims)).claims().get("nested"))
                .isInstanceOfSatisfying(
                        Map.class,
                        nested -> assertThatThrownBy(nested::clear).isInstanceOf(UnsupportedOperationException.class));
    }
}
