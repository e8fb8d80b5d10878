package dev.sallyport.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoIssuerTest {
    private static final Instant NOW = Instant.parse("2026-05-01T10:00:00Z");

    @TempDir
    private Path temporary;

    @Test
    void itsTokensAreSignedByTheKeyThatItPublishes() throws Exception {
        try (DemoDirectory directory = DemoDirectory.open(temporary.resolve("demo"));
                DemoIssuer issuer = start(directory)) {
            var discovery = JSONObjectUtils.parse(
                    get(issuer.issuer() + "/.well-known/openid-configuration").body());
            assertThat(discovery.get("issuer")).isEqualTo(issuer.issuer());
            JWKSet keys = JWKSet.parse(
                    get(JSONObjectUtils.getString(discovery, "jwks_uri")).body());
            assertThat(keys.getKeys())
                    .singleElement()
                    .satisfies(key -> assertThat(key.isPrivate()).isFalse());
            SignedJWT token = SignedJWT.parse(issuer.token("dana", List.of("dba")));
            assertThat(token.verify(new RSASSAVerifier(keys.getKeys().getFirst().toRSAKey())))
                    .isTrue();
            assertThat(token.getJWTClaimsSet().getIssuer()).isEqualTo(issuer.issuer());
            assertThat(token.getJWTClaimsSet().getAudience()).containsExactly("sallyport");
            assertThat(token.getJWTClaimsSet().getStringListClaim("groups")).containsExactly("dba");
            assertThat(token.getJWTClaimsSet().getExpirationTime())
                    .isEqualTo(Date.from(NOW.plus(DemoIssuer.TOKEN_LIFE)));
        }
    }

    @Test
    void itsKeyIsKept() throws Exception {
        try (DemoDirectory directory = DemoDirectory.open(temporary.resolve("demo"))) {
            String first;
            try (DemoIssuer issuer = start(directory)) {
                first = get(issuer.issuer() + "/keys").body();
            }
            try (DemoIssuer issuer = start(directory)) {
                assertThat(get(issuer.issuer() + "/keys").body()).isEqualTo(first);
            }
        }
    }

    @Test
    void nothingElseIsThere() throws Exception {
        try (DemoDirectory directory = DemoDirectory.open(temporary.resolve("demo"));
                DemoIssuer issuer = start(directory)) {
            assertThat(get(issuer.issuer() + "/token").statusCode()).isEqualTo(404);
            assertThat(get(issuer.issuer() + "/keys/private").statusCode()).isEqualTo(404);
        }
    }

    private static DemoIssuer start(DemoDirectory directory) throws Exception {
        return DemoIssuer.start(directory, InstantSource.fixed(NOW), UUID::randomUUID);
    }

    private static HttpResponse<String> get(String address) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofString());
        }
    }
}
