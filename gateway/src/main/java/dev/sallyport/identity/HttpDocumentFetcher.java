package dev.sallyport.identity;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Fetches by HTTP. A redirect is an error: it would lead away from the address that was checked. */
final class HttpDocumentFetcher implements DocumentFetcher {

    private final HttpClient client;
    private final Duration patience;

    /** The client must not follow redirects, and stays its owner's to close. */
    HttpDocumentFetcher(HttpClient client, Duration patience) {
        if (client.followRedirects() != HttpClient.Redirect.NEVER) {
            throw new IllegalArgumentException("the HTTP client follows redirects");
        }
        this.client = client;
        this.patience = patience;
    }

    @Override
    public String fetch(URI address) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("Accept", "application/json, application/jwk-set+json")
                .timeout(patience)
                .GET()
                .build();
        HttpResponse<byte[]> response = await(client.sendAsync(
                request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), IdentityLimits.DOCUMENT_BYTES)));
        if (response.statusCode() != 200) {
            throw new IOException("the answer's status is " + response.statusCode());
        }
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    /** The request's own timeout ends with the headers; this one covers a body that trickles in, too. */
    private <T> T await(CompletableFuture<T> pending) throws IOException {
        try {
            return pending.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            pending.cancel(true);
            throw new IOException(noWholeAnswer(), e);
        } catch (ExecutionException e) {
            // Which of the two times is over first is the scheduler's to say.
            String what = e.getCause() instanceof HttpTimeoutException ? noWholeAnswer() : "no answer";
            throw new IOException(what, e.getCause());
        } catch (InterruptedException e) {
            pending.cancel(true);
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    private String noWholeAnswer() {
        return "no whole answer within " + patience;
    }
}
