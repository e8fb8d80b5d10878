package dev.sallyport.app.demo;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * An OpenID Connect issuer for the demo alone: it publishes its discovery document and its keys as OpenID Connect Discovery 1.0 says, on
 * this machine only, and whoever runs the demo has it sign tokens. Nobody can ask it for one by HTTP. Thread-safe.
 */
final class DemoIssuer implements AutoCloseable {
    /** The audience of its tokens. */
    static final String AUDIENCE = "sallyport";
    /** How long its tokens are valid. */
    static final Duration TOKEN_LIFE = Duration.ofHours(8);

    private static final String DISCOVERY = "/.well-known/openid-configuration";
    private static final String KEYS = "/keys";
    private static final int KEY_BITS = 2_048;

    private final RSAKey key;
    private final HttpServer server;
    private final InstantSource clock;
    private final Supplier<UUID> ids;

    private DemoIssuer(RSAKey key, HttpServer server, InstantSource clock, Supplier<UUID> ids) {
        this.key = key;
        this.server = server;
        this.clock = clock;
        this.ids = ids;
    }

    /** Starts one on a free port of 127.0.0.1. Its key is kept in the directory. */
    static DemoIssuer start(DemoDirectory directory, InstantSource clock, Supplier<UUID> ids) throws IOException {
        RSAKey key = key(directory, ids);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        DemoIssuer issuer = new DemoIssuer(key, server, clock, ids);
        server.createContext(DISCOVERY, exchange -> answer(exchange, DISCOVERY, issuer.discovery()));
        server.createContext(KEYS, exchange -> answer(exchange, KEYS, new JWKSet(key).toString(true)));
        server.start();
        return issuer;
    }

    private static RSAKey key(DemoDirectory directory, Supplier<UUID> ids) throws IOException {
        Path file = directory.resolve("issuer.jwk");
        try {
            if (Files.exists(file)) {
                return RSAKey.parse(Files.readString(file));
            }
            RSAKey made = new RSAKeyGenerator(KEY_BITS)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.RS256)
                    .keyID(ids.get().toString())
                    .generate();
            directory.writeSecret("issuer.jwk", made.toJSONString());
            return made;
        } catch (ParseException unreadable) {
            throw new DemoException(file + " is not a key: start anew with --reset", unreadable);
        } catch (JOSEException failure) {
            throw new IOException("no key could be made", failure);
        }
    }

    /** What its tokens carry as {@code iss}. */
    String issuer() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Signs a token for somebody. */
    String token(String subject, List<String> groups) throws IOException {
        Instant now = clock.instant();
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .keyID(key.getKeyID())
                        .type(JOSEObjectType.JWT)
                        .build(),
                new JWTClaimsSet.Builder()
                        .issuer(issuer())
                        .subject(subject)
                        .audience(AUDIENCE)
                        .jwtID(ids.get().toString())
                        .issueTime(Date.from(now))
                        .notBeforeTime(Date.from(now))
                        .expirationTime(Date.from(now.plus(TOKEN_LIFE)))
                        .claim("groups", groups)
                        .build());
        try {
            token.sign(new RSASSASigner(key));
        } catch (JOSEException failure) {
            throw new IOException("no token could be signed", failure);
        }
        return token.serialize();
    }

    private String discovery() {
        return JSONObjectUtils.toJSONString(Map.of(
                "issuer", issuer(),
                "jwks_uri", issuer() + KEYS,
                "response_types_supported", List.of("id_token"),
                "subject_types_supported", List.of("public"),
                "id_token_signing_alg_values_supported", List.of("RS256")));
    }

    private static void answer(HttpExchange exchange, String path, String document) throws IOException {
        try (exchange) {
            if (!exchange.getRequestURI().getPath().equals(path)) {
                exchange.sendResponseHeaders(404, -1);
            } else if (!exchange.getRequestMethod().equals("GET")) {
                exchange.getResponseHeaders().add("Allow", "GET");
                exchange.sendResponseHeaders(405, -1);
            } else {
                byte[] body = document.getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().add("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
