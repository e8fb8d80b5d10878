package dev.sallyport.control;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** Refuses what a web page could make a browser send: foreign hosts (DNS rebinding), foreign origins, form posts. Thread-safe. */
final class Gatekeeper {
    private static final String JSON = "application/json";

    private final Set<String> hosts = new HashSet<>(Set.of("localhost", "127.0.0.1", "::1"));

    Gatekeeper(ControlSettings settings) {
        hosts.add(settings.host().toLowerCase(Locale.ROOT));
        settings.names().forEach(name -> hosts.add(name.toLowerCase(Locale.ROOT)));
    }

    /** Why a request is refused, or null if nothing speaks against it. */
    @Nullable
    Answer objection(Request request) {
        if (!isKnown(Request.getServerName(request))) {
            return Answer.problem(
                    421, "wrong_host", "this address is not served here; call it by its address or a configured name");
        }
        for (HttpField origin : request.getHeaders().getFields(HttpHeader.ORIGIN)) {
            if (!isOwn(origin.getValue(), Request.getServerPort(request))) {
                return Answer.problem(403, "foreign_origin", "requests from other web sites are not accepted");
            }
        }
        if (request.getMethod().equals("POST")) {
            String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
            if (type == null || !type.split(";", 2)[0].strip().equalsIgnoreCase(JSON)) {
                return Answer.problem(415, "not_json", "send the header Content-Type: " + JSON);
            }
        }
        return null;
    }

    private boolean isKnown(@Nullable String host) {
        if (host == null) {
            return false;
        }
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        return hosts.contains((bracketed ? host.substring(1, host.length() - 1) : host).toLowerCase(Locale.ROOT));
    }

    private boolean isOwn(@Nullable String origin, int port) {
        try {
            URI uri = new URI(origin == null ? "" : origin);
            int originPort = uri.getPort() >= 0 ? uri.getPort() : "https".equals(uri.getScheme()) ? 443 : 80;
            return isKnown(uri.getHost()) && originPort == port;
        } catch (URISyntaxException _) {
            return false;
        }
    }
}
