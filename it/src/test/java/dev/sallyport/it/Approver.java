package dev.sallyport.it;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A person at the HTTP interface. */
final class Approver {
    private final HttpClient client = HttpClient.newHttpClient();
    private final URI url;
    private final String token;

    Approver(URI url, String token) {
        this.url = url;
        this.token = token;
    }

    /** What was answered. */
    record Reply(int status, JsonNode body) {}

    /** The request whose statement contains this; waits until it is there. */
    JsonNode waiting(String text) {
        return Await.value("a request waits for approval: " + text, () -> {
            for (JsonNode request : get("/api/v1/requests").body().path("requests")) {
                if (request.toString().contains(text)) {
                    return request;
                }
            }
            return null;
        });
    }

    Reply get(String path) {
        return send(HttpRequest.newBuilder(url.resolve(path)).GET());
    }

    Reply post(String path, String body) {
        return send(HttpRequest.newBuilder(url.resolve(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private Reply send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = client.send(
                    request.header("Authorization", "Bearer " + token).build(),
                    HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            return new Reply(response.statusCode(), JsonMapper.shared().readTree(response.body()));
        } catch (IOException failure) {
            throw new AssertionError(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }
}
