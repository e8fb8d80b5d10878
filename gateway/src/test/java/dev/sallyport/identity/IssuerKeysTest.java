package dev.sallyport.identity;

import static dev.sallyport.identity.Tokens.NOW;
import static dev.sallyport.identity.Tokens.claims;
import static dev.sallyport.identity.Tokens.sign;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Keys over real HTTP. */
class IssuerKeysTest {

    private static final String UNREADABLE = "the keys of the token's issuer can't be read at the moment";
    private static final String BAD_SIGNATURE =
            "the token's signature, key or type is not one that its issuer is known to use";

    private final Tokens.SetClock clock = new Tokens.SetClock();
    private final HttpClient client = HttpClient.newHttpClient();
    private LocalIssuer issuer;

    @BeforeEach
    void start() throws IOException {
        issuer = new LocalIssuer(LocalIssuer.RSA);
    }

    @AfterEach
    void stop() {
        issuer.close();
        client.close();
    }

    private JwtAuthenticator authenticator(KeySource keys) {
        return new JwtAuthenticator(List.of(Tokens.settings(issuer.address(), keys, "claims.groups")), client, clock);
    }

    private String token() {
        return sign(LocalIssuer.RSA, longLived());
    }

    private com.nimbusds.jwt.JWTClaimsSet.Builder longLived() {
        return claims(issuer.address()).expirationTime(Date.from(NOW.plus(Duration.ofDays(1))));
    }

    private static void assertAccepted(Authentication authentication) {
        assertThat(authentication).isInstanceOf(Authentication.Authenticated.class);
    }

    private static void assertRejected(Authentication authentication, String reason) {
        assertThat(authentication).isEqualTo(new Authentication.Rejected(reason));
    }

    @Test
    void keysAreDiscoveredFromTheIssuer() {
        assertAccepted(authenticator(new KeySource.Discovered()).authenticate(token()));
    }

    @Test
    void keysAreReadFromAnAddress() {
        assertAccepted(authenticator(new KeySource.KeyAddress(URI.create(issuer.address() + "/keys")))
                .authenticate(token()));
    }

    @Test
    void aDiscoveryDocumentOfAnotherIssuerIsNotBelieved() {
        issuer.discoveredIssuer = issuer.address() + "/";
        assertRejected(authenticator(new KeySource.Discovered()).authenticate(token()), UNREADABLE);
        assertThat(issuer.readings).hasValue(0);
    }

    @Test
    void aDiscoveryDocumentCannotLeadToAnUnprotectedOrLocalAddress() {
        for (String address : List.of(
                "http://keys.example.com/", "file:///etc/passwd", "ftp://127.0.0.1/", "no address", "//x", "")) {
            issuer.keysAddress = address;
            assertRejected(authenticator(new KeySource.Discovered()).authenticate(token()), UNREADABLE);
        }
    }

    @Test
    void aRedirectIsNotFollowed() {
        assertRejected(
                authenticator(new KeySource.KeyAddress(URI.create(issuer.address() + "/moved")))
                        .authenticate(token()),
                UNREADABLE);
        assertThat(issuer.readings).hasValue(0);
    }

    @Test
    void aDocumentMayBeAsLargeAsTheLimitAndNoLarger() throws IOException {
        HttpDocumentFetcher fetcher = new HttpDocumentFetcher(client, IdentityLimits.FETCH_TIME);
        URI keys = URI.create(issuer.address() + "/keys");
        int length = fetcher.fetch(keys).length();
        issuer.padding = " ".repeat(IdentityLimits.DOCUMENT_BYTES - length);
        assertThat(fetcher.fetch(keys)).hasSize(IdentityLimits.DOCUMENT_BYTES);
        issuer.padding = " ".repeat(IdentityLimits.DOCUMENT_BYTES - length + 1);
        assertThatThrownBy(() -> fetcher.fetch(keys)).isInstanceOf(IOException.class);
    }

    @Test
    void keysAreReadOnceWhileTheyAreFresh() {
        JwtAuthenticator authenticator = authenticator(new KeySource.Discovered());
        assertAccepted(authenticator.authenticate(token()));
        clock.set(NOW.plus(IdentityLimits.KEYS_FRESH).minusMillis(1));
        assertAccepted(authenticator.authenticate(token()));
        assertThat(issuer.readings).hasValue(1);
        clock.set(NOW.plus(IdentityLimits.KEYS_FRESH).plusMillis(1));
        assertAccepted(authenticator.authenticate(token()));
        assertThat(issuer.readings).hasValue(2);
    }

    @Test
    void anIssuersNewKeyIsFoundAtOnce() throws Exception {
        JwtAuthenticator authenticator = authenticator(new KeySource.Discovered());
        assertAccepted(authenticator.authenticate(token()));
        ECKey added = new ECKeyGenerator(Curve.P_256).keyID("ec-2").generate();
        assertRejected(authenticator.authenticate(sign(added, longLived())), BAD_SIGNATURE);
        clock.set(NOW.plus(IdentityLimits.KEYS_INTERVAL).plusMillis(1));
        issuer.publish(added);
        assertAccepted(authenticator.authenticate(sign(added, longLived())));
    }

    @Test
    void inventedKeyIdsCauseFewReadingsAndLockNobodyOut() throws Exception {
        JwtAuthenticator authenticator = authenticator(new KeySource.Discovered());
        assertAccepted(authenticator.authenticate(token()));
        ECKey invented = new ECKeyGenerator(Curve.P_256).keyID("invented").generate();
        for (int attempt = 0; attempt < 50; attempt++) {
            assertRejected(authenticator.authenticate(sign(invented, longLived())), BAD_SIGNATURE);
        }
        assertThat(issuer.readings.get()).isLessThanOrEqualTo(2);
        clock.set(NOW.plus(IdentityLimits.KEYS_FRESH).minusMillis(1));
        for (int attempt = 0; attempt < 5; attempt++) {
            assertRejected(authenticator.authenticate(sign(invented, longLived())), BAD_SIGNATURE);
        }
        clock.set(NOW.plus(IdentityLimits.KEYS_FRESH).plusMillis(1));
        assertAccepted(authenticator.authenticate(token()));
        assertThat(issuer.readings.get()).isLessThanOrEqualTo(5);
    }

    @Test
    void anOutageIsBorneForAWhileAndNoLonger() {
        JwtAuthenticator authenticator = authenticator(new KeySource.Discovered());
        assertAccepted(authenticator.authenticate(token()));
        issuer.isDown = true;
        Instant lastChance = NOW.plus(IdentityLimits.KEYS_IN_OUTAGE).minusSeconds(1);
        clock.set(lastChance);
        assertAccepted(authenticator.authenticate(token()));
        clock.set(lastChance.plus(IdentityLimits.KEYS_FRESH).plusMillis(1));
        assertRejected(authenticator.authenticate(token()), UNREADABLE);
        issuer.isDown = false;
        clock.set(lastChance.plus(IdentityLimits.KEYS_FRESH).plus(IdentityLimits.KEYS_INTERVAL));
        assertAccepted(authenticator.authenticate(token()));
    }

    @Test
    void anIssuerThatIsDownFromTheStartIsTriedTwiceInAnInterval() {
        issuer.isDown = true;
        JwtAuthenticator authenticator =
                authenticator(new KeySource.KeyAddress(URI.create(issuer.address() + "/keys")));
        for (int attempt = 0; attempt < 10; attempt++) {
            assertRejected(authenticator.authenticate(token()), UNREADABLE);
        }
        assertThat(issuer.readings).hasValue(2);
    }

    @Test
    void anIssuerThatNeverFinishesItsAnswerIsGivenUp() throws IOException {
        HttpDocumentFetcher fetcher = new HttpDocumentFetcher(client, Duration.ofSeconds(1));
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                try (Socket socket = silent.accept()) {
                    socket.getOutputStream()
                            .write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{".getBytes(StandardCharsets.UTF_8));
                    socket.getOutputStream().flush();
                    // Reads until the client gives up.
                    socket.getInputStream().readAllBytes();
                } catch (IOException e) {
                    // The client went away, as it should.
                }
            });
            assertThatThrownBy(() -> fetcher.fetch(URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/")))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("no whole answer within");
        }
    }

    @Test
    void aClientThatFollowsRedirectsIsRefused() {
        try (HttpClient following = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.ALWAYS)
                .build()) {
            assertThatThrownBy(() -> new HttpDocumentFetcher(following, IdentityLimits.FETCH_TIME))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void anAddressMustBeProtectedOrOnThisMachine() {
        for (String good : List.of(
                "https://idp.example.com/keys",
                "http://localhost:8080/keys",
                "http://127.0.0.1/keys",
                "http://[::1]:1/keys")) {
            assertThat(KeySource.whyUntrustworthy(URI.create(good))).as(good).isNull();
        }
        for (String bad : List.of(
                "http://idp.example.com/keys",
                "http://127.0.0.1.example.com/",
                "http://localhost.example.com/",
                "http://0.0.0.0/",
                "https://user:pass@idp.example.com/",
                "https://idp.example.com/#x",
                "file:///keys",
                "keys",
                "https:/keys")) {
            assertThat(KeySource.whyUntrustworthy(URI.create(bad))).as(bad).isNotNull();
        }
    }
}
