package dev.sallyport.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** An issuer on a loopback port that publishes keys, misbehaves on demand and counts how often its keys were read. */
final class LocalIssuer implements AutoCloseable {

    /** Making RSA keys is slow; tests that need no key of their own share this one. */
    static final RSAKey RSA = rsa("rsa-1", 2_048);

    private final HttpServer server;
    private final List<JWK> published = new ArrayList<>();
    final AtomicInteger readings = new AtomicInteger();
    volatile boolean isDown;
    volatile @Nullable String discoveredIssuer;
    volatile @Nullable String keysAddress;
    volatile String padding = "";

    LocalIssuer(JWK... keys) throws IOException {
        published.addAll(List.of(keys));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/.well-known/openid-configuration", exchange -> {
            String issuer = discoveredIssuer;
            String keysAt = keysAddress;
            answer(
                    exchange,
                    com.nimbusds.jose.util.JSONObjectUtils.toJSONString(Map.of(
                            "issuer", issuer == null ? address() : issuer,
                            "jwks_uri", keysAt == null ? address() + "/keys" : keysAt)));
        });
        server.createContext("/keys", exchange -> {
            readings.incrementAndGet();
            answer(exchange, keys());
        });
        server.createContext("/moved", exchange -> {
            exchange.getResponseHeaders().add("Location", address() + "/keys");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        server.start();
    }

    static RSAKey rsa(String id, int bits) {
        try {
            return new RSAKeyGenerator(bits, true).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    synchronized void publish(JWK key) {
        published.add(key);
    }

    private synchronized String keys() {
        return new JWKSet(published).toString(true);
    }

    private void answer(HttpExchange exchange, String document) throws IOException {
        byte[] bytes = (document + padding).getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            if (isDown) {
                exchange.sendResponseHeaders(503, -1);
                return;
            }
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
