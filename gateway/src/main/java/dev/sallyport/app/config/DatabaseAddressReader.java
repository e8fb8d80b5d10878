package dev.sallyport.app.config;

import dev.sallyport.upstream.ChannelBinding;
import dev.sallyport.upstream.ClientCertificate;
import dev.sallyport.upstream.Protection;
import dev.sallyport.upstream.SslMode;
import dev.sallyport.upstream.UpstreamTarget;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads a database's {@code url}. */
final class DatabaseAddressReader {

    private static final Pattern SECONDS = Pattern.compile("[1-9][0-9]{0,2}");
    private static final int LONGEST_TIMEOUT = 300;
    private static final int DEFAULT_TIMEOUT = 10;
    private static final int DEFAULT_PORT = 5432;
    private static final List<String> PARAMETERS = List.of(
            "sslmode",
            "sslrootcert",
            "sslcert",
            "sslkey",
            "channel_binding",
            "max_protocol_version",
            "connect_timeout");
    private static final String NEWEST_PROTOCOL = "3.2";
    private static final Map<String, Integer> PROTOCOL_MINORS =
            Map.of("3.0", UpstreamTarget.PROTOCOL_3_0, NEWEST_PROTOCOL, UpstreamTarget.PROTOCOL_3_2);

    private final String at;
    private final Files files;
    private final Problems problems;

    DatabaseAddressReader(String at, Files files, Problems problems) {
        this.at = at;
        this.files = files;
        this.problems = problems;
    }

    /** Null if it is reported as bad. The default sslmode is the safest, not libpq's. */
    @Nullable
    DatabaseAddress read(String url) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            return bad("is not a URI");
        }
        String scheme = uri.getScheme();
        String host = uri.getHost();
        String path = uri.getPath();
        if (scheme == null || !(scheme.equals("postgresql") || scheme.equals("postgres"))) {
            return bad("must begin with postgresql://");
        }
        if (uri.getRawUserInfo() != null) {
            return bad("can't hold a user or a password: they are the credential's");
        }
        if (host == null || uri.getPort() == 0 || uri.getPort() > 65_535) {
            return bad("must name one host, and a port from 1 to 65535");
        }
        if (path == null || path.length() < 2 || path.indexOf('/', 1) >= 0 || uri.getRawFragment() != null) {
            return bad("must name one database: postgresql://host:5432/database");
        }
        Map<String, String> parameters = parameters(uri);
        return parameters == null ? null : address(host, uri.getPort(), path.substring(1), parameters);
    }

    private @Nullable DatabaseAddress address(String host, int port, String database, Map<String, String> parameters) {
        SslMode mode = SslMode.named(parameters.getOrDefault("sslmode", SslMode.VERIFY_FULL.toString()))
                .orElse(null);
        if (mode == null) {
            return bad("has an sslmode that is none of "
                    + Arrays.stream(SslMode.values()).map(SslMode::toString).collect(Collectors.joining(", ")));
        }
        String seconds = parameters.getOrDefault("connect_timeout", String.valueOf(DEFAULT_TIMEOUT));
        if (!SECONDS.matcher(seconds).matches() || Integer.parseInt(seconds) > LONGEST_TIMEOUT) {
            return bad("has a connect_timeout that is not from 1 to " + LONGEST_TIMEOUT + " seconds");
        }
        Protection protection = protection(mode, parameters);
        String version = parameters.getOrDefault("max_protocol_version", NEWEST_PROTOCOL);
        Integer minor = PROTOCOL_MINORS.get(version);
        if (minor == null) {
            return bad("has a max_protocol_version that is none of 3.0, 3.2");
        }
        return protection == null
                ? null
                : new DatabaseAddress(
                        host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
                        port < 0 ? DEFAULT_PORT : port,
                        database,
                        protection,
                        minor,
                        Duration.ofSeconds(Integer.parseInt(seconds)));
    }

    private @Nullable Protection protection(SslMode mode, Map<String, String> parameters) {
        ChannelBinding binding = ChannelBinding.named(
                        parameters.getOrDefault("channel_binding", ChannelBinding.PREFER.toString()))
                .orElse(null);
        String root = parameters.get("sslrootcert");
        String certificate = parameters.get("sslcert");
        String key = parameters.get("sslkey");
        if (binding == null) {
            problems.add(at, "has a channel_binding that is none of prefer, require");
            return null;
        }
        if ((certificate == null) != (key == null)) {
            problems.add(at, "needs sslcert and sslkey together");
            return null;
        }
        if (mode == SslMode.DISABLE && (certificate != null || binding == ChannelBinding.REQUIRE)) {
            problems.add(at, "needs an sslmode other than disable for sslcert and for channel_binding=require");
            return null;
        }
        return new Protection(mode, file(root), clientCertificate(file(certificate), file(key)), binding);
    }

    private @Nullable Path file(@Nullable String text) {
        return text == null ? null : files.readable(at, text);
    }

    private static @Nullable ClientCertificate clientCertificate(@Nullable Path certificate, @Nullable Path key) {
        return certificate == null || key == null ? null : new ClientCertificate(certificate, key);
    }

    private @Nullable Map<String, String> parameters(URI uri) {
        Map<String, String> parameters = new LinkedHashMap<>();
        String query = uri.getRawQuery();
        if (query == null) {
            return parameters;
        }
        for (String part : query.split("&", -1)) {
            int equals = part.indexOf('=');
            String name = equals < 0 ? part : part.substring(0, equals);
            if (!PARAMETERS.contains(name) || equals < 0) {
                bad("has a parameter that is none of " + String.join(", ", PARAMETERS));
                return null;
            }
            String value = URLDecoder.decode(part.substring(equals + 1), StandardCharsets.UTF_8);
            if (parameters.put(name, value) != null) {
                bad("has the parameter " + name + " twice");
                return null;
            }
        }
        return parameters;
    }

    private @Nullable DatabaseAddress bad(String message) {
        problems.add(at, message);
        return null;
    }
}
