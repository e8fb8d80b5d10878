package dev.sallyport.control;

import dev.sallyport.approval.Choice;
import dev.sallyport.control.ControlReply.Done;
import dev.sallyport.control.ControlReply.Refused;
import dev.sallyport.control.ControlReply.Unreachable;
import dev.sallyport.identity.KeySource;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Asks a gateway's HTTP interface. Follows no redirects, so that the token goes to no other host. Thread-safe. */
public final class ControlClient implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(ControlLimits.CONNECT)
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final URI base;
    private final String token;

    /**
     * A client for one gateway.
     *
     * @param base where its HTTP interface is; plain HTTP only on this machine
     * @param token an OIDC token, a secret
     */
    public ControlClient(URI base, String token) {
        this.base = base;
        this.token = token;
    }

    /** The requests in a state: {@code pending}, {@code decided} or {@code all}. */
    public ControlReply requests(String state) {
        return send("requests?state=" + escaped(state), null);
    }

    /** One request, with all of its statement. */
    public ControlReply request(String id) {
        return send("requests/" + escaped(id), null);
    }

    /** Approves or denies a request. */
    public ControlReply decide(String id, Choice choice, @Nullable String comment) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        if (comment != null) {
            body.put("comment", comment);
        }
        return send("requests/" + escaped(id) + "/" + choice.name().toLowerCase(Locale.ROOT), body);
    }

    @Override
    public void close() {
        http.close();
    }

    private ControlReply send(String path, @Nullable JsonNode body) {
        String untrustworthy = KeySource.whyUntrustworthy(base);
        if (untrustworthy != null) {
            return new Unreachable("the gateway's address " + untrustworthy);
        }
        try {
            URI uri = URI.create(base.toString().replaceAll("/+$", "") + "/api/v1/" + path);
            HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                    .timeout(ControlLimits.ANSWER)
                    .header("Authorization", "Bearer " + token)
                    .header("Accept", "application/json");
            if (body != null) {
                request.header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
            }
            HttpResponse<InputStream> response = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream in = response.body()) {
                return reply(response.statusCode(), in.readNBytes(ControlLimits.ANSWER_BYTES + 1));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Unreachable("interrupted");
        } catch (IOException _) {
            return new Unreachable("no gateway answers at " + base);
        } catch (IllegalArgumentException _) {
            return new Unreachable("the gateway's address or the token has characters that HTTP can't carry");
        }
    }

    private static ControlReply reply(int status, byte[] bytes) {
        if (bytes.length > ControlLimits.ANSWER_BYTES) {
            return new Unreachable("the answer is longer than " + ControlLimits.ANSWER_BYTES + " bytes");
        }
        try {
            JsonNode body = JSON.readTree(new String(bytes, StandardCharsets.UTF_8));
            if (status == 200 && body.isObject()) {
                return new Done(body);
            }
            return new Refused(status, body.path("message").asString("the gateway answered with status " + status));
        } catch (JacksonException _) {
            return new Unreachable("what answers there is not a gateway: status " + status);
        }
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
