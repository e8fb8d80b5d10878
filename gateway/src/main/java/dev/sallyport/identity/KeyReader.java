package dev.sallyport.identity;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetParseException;
import com.nimbusds.jose.jwk.source.JWKSetRetrievalException;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads an issuer's keys anew each time it is asked. */
final class KeyReader implements JWKSetSource<SecurityContext> {

    private final String issuer;
    private final KeySource source;
    private final DocumentFetcher fetcher;

    KeyReader(String issuer, KeySource source, DocumentFetcher fetcher) {
        this.issuer = issuer;
        this.source = source;
        this.fetcher = fetcher;
    }

    @Override
    public JWKSet getJWKSet(JWKSetCacheRefreshEvaluator refresh, long currentTime, @Nullable SecurityContext context)
            throws JWKSetUnavailableException {
        try {
            return new JWKSet(usable(JWKSet.parse(document())));
        } catch (IOException e) {
            throw new JWKSetRetrievalException("the issuer's keys can't be read", e);
        } catch (ParseException e) {
            throw new JWKSetParseException("the issuer's keys can't be understood", e);
        }
    }

    private String document() throws IOException, ParseException {
        return switch (source) {
            case KeySource.KeyFile file -> read(file.path());
            case KeySource.KeyAddress address -> fetch(address.address());
            case KeySource.Discovered discovered -> fetch(discover());
        };
    }

    private URI discover() throws IOException, ParseException {
        String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
        Map<String, Object> document =
                JSONObjectUtils.parse(fetch(address(base + "/.well-known/openid-configuration")));
        // OpenID Connect Discovery 1.0 section 4.3: one issuer must not be able to speak for another.
        if (!issuer.equals(JSONObjectUtils.getString(document, "issuer"))) {
            throw new IOException("the discovery document is another issuer's");
        }
        String keys = JSONObjectUtils.getString(document, "jwks_uri");
        if (keys == null) {
            throw new IOException("the discovery document names no jwks_uri");
        }
        return address(keys);
    }

    private static URI address(String text) throws IOException {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new IOException("an address of the issuer's is not a URI", e);
        }
    }

    private String fetch(URI address) throws IOException {
        String objection = KeySource.whyUntrustworthy(address);
        if (objection != null) {
            throw new IOException("an address of the issuer's " + objection);
        }
        return fetcher.fetch(address);
    }

    private static String read(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(IdentityLimits.DOCUMENT_BYTES + 1);
            if (bytes.length > IdentityLimits.DOCUMENT_BYTES) {
                throw new IOException("the file is larger than " + IdentityLimits.DOCUMENT_BYTES + " bytes");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    /** Secret keys have no place in a published set, and a token signed with one proves nothing. */
    private static List<JWK> usable(JWKSet published) throws IOException {
        if (published.size() > IdentityLimits.KEYS) {
            throw new IOException("there are more than " + IdentityLimits.KEYS + " keys");
        }
        return published.toPublicJWKSet().getKeys().stream()
                .filter(key -> !(key instanceof RSAKey rsa) || rsa.size() >= IdentityLimits.RSA_KEY_BITS)
                .toList();
    }

    @Override
    public void close() {
        // Nothing is held between readings.
    }
}
