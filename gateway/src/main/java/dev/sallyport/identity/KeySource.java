package dev.sallyport.identity;

import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where an issuer's public keys, a JWK Set of RFC 7517, are read from. */
public sealed interface KeySource {

    /** A file. */
    record KeyFile(Path path) implements KeySource {}

    /** An address; {@link #whyUntrustworthy} must find nothing against it. */
    record KeyAddress(URI address) implements KeySource {}

    /** The address that the issuer's discovery document names, OpenID Connect Discovery 1.0 section 4. */
    record Discovered() implements KeySource {}

    /**
     * Why keys can't be fetched from an address: whoever sits on the way to it could replace them. Plain HTTP is good enough for an
     * address on this machine alone.
     *
     * @return a sentence fragment, or null if nothing speaks against it
     */
    static @Nullable String whyUntrustworthy(URI address) {
        String scheme = address.getScheme();
        String host = address.getHost();
        if (scheme == null || host == null || host.isEmpty()) {
            return "is not an https:// address";
        }
        if (address.getRawUserInfo() != null || address.getRawFragment() != null) {
            return "may hold neither a user name nor a fragment";
        }
        return switch (scheme.toLowerCase(Locale.ROOT)) {
            case "https" -> null;
            case "http" ->
                Loopback.NAMES.matcher(host).matches() ? null : "must use https unless it is on this machine";
            default -> "is not an https:// address";
        };
    }

    /** Names that never leave the machine; others are not looked up, as an answer can change. */
    final class Loopback {
        private static final Pattern NAMES =
                Pattern.compile("localhost|127(?:\\.\\d{1,3}){3}|\\[::1]", Pattern.CASE_INSENSITIVE);

        private Loopback() {}
    }
}
