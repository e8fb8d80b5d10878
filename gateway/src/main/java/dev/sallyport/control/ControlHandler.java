package dev.sallyport.control;

import dev.sallyport.approval.Choice;
import dev.sallyport.identity.Authentication;
import dev.sallyport.identity.Authenticator;
import dev.sallyport.identity.Principal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/** From HTTP to {@link ControlApi} and back. Runs on virtual threads, so it may block. Thread-safe. */
final class ControlHandler extends Handler.Abstract {
    private static final Logger LOG = LoggerFactory.getLogger(ControlHandler.class);
    private static final List<String> API = List.of("", "api", "v1");
    private static final String BEARER = "bearer ";
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final Answer NO_PATH =
            Answer.problem(404, "no_such_path", "the interface starts at /api/v1/requests");

    private final Gatekeeper gatekeeper;
    private final Authenticator authenticator;
    private final ControlApi api;

    ControlHandler(Gatekeeper gatekeeper, Authenticator authenticator, ControlApi api) {
        super(InvocationType.BLOCKING);
        this.gatekeeper = gatekeeper;
        this.authenticator = authenticator;
        this.api = api;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Answer answer;
        try {
            answer = answer(request, response);
        } catch (IOException e) {
            answer = Answer.problem(400, "unreadable", "the request's body could not be read");
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).addKeyValue("method", request.getMethod()).log("a request failed");
            answer = Answer.problem(500, "internal_error", "the gateway failed; its log says why");
        }
        write(answer, response, callback);
        return true;
    }

    static void write(Answer answer, Response response, Callback callback) {
        response.setStatus(answer.status());
        var headers = response.getHeaders();
        headers.put(HttpHeader.CONTENT_TYPE, "application/json");
        headers.put(HttpHeader.CACHE_CONTROL, "no-store");
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("X-Frame-Options", "DENY");
        headers.put("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        headers.put("Cross-Origin-Resource-Policy", "same-origin");
        headers.put("Referrer-Policy", "no-referrer");
        byte[] body = (answer.body() + "\n").getBytes(StandardCharsets.UTF_8);
        response.write(true, ByteBuffer.wrap(body), callback);
    }

    private Answer answer(Request request, Response response) throws IOException {
        Answer objection = gatekeeper.objection(request);
        if (objection != null) {
            return objection;
        }
        String path = Request.getPathInContext(request);
        if (path.equals("/healthz")) {
            return request.getMethod().equals("GET")
                    ? Answer.ok(JsonNodeFactory.instance.objectNode().put("status", "ok"))
                    : wrongMethod("GET", response);
        }
        List<String> steps = List.of(path.split("/", -1));
        if (steps.size() < 4 || steps.size() > 6 || !steps.subList(0, 3).equals(API)) {
            return NO_PATH;
        }
        return switch (authenticated(request)) {
            case Authentication.Rejected rejected -> {
                response.getHeaders()
                        .put(HttpHeader.WWW_AUTHENTICATE, "Bearer realm=\"sallyport\", error=\"invalid_token\"");
                yield Answer.problem(
                        401, "not_authenticated", rejected.reason() + "; send Authorization: Bearer and a valid token");
            }
            case Authentication.Authenticated(Principal principal) ->
                route(principal, steps.subList(3, steps.size()), request, response);
        };
    }

    private Authentication authenticated(Request request) {
        List<String> headers = request.getHeaders().getValuesList(HttpHeader.AUTHORIZATION);
        if (headers.size() != 1 || !headers.getFirst().regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return new Authentication.Rejected("a token is needed");
        }
        return authenticator.authenticate(
                headers.getFirst().substring(BEARER.length()).strip());
    }

    private Answer route(Principal principal, List<String> steps, Request request, Response response)
            throws IOException {
        boolean requests = steps.getFirst().equals("requests");
        if (!requests && !steps.getFirst().equals("sessions")) {
            return NO_PATH;
        }
        if (steps.size() < 3) {
            if (!requests && steps.size() == 2) {
                return NO_PATH;
            }
            if (!request.getMethod().equals("GET")) {
                return wrongMethod("GET", response);
            }
            if (steps.size() == 2) {
                return api.request(principal, steps.get(1));
            }
            return requests ? api.requests(principal, state(request)) : api.sessions(principal);
        }
        String verb = (requests ? "" : "session/") + steps.get(2);
        if (!List.of("approve", "deny", "session/end").contains(verb)) {
            return NO_PATH;
        }
        if (!request.getMethod().equals("POST")) {
            return wrongMethod("POST", response);
        }
        return switch (body(request)) {
            case Body.Refused(Answer answer) -> answer;
            case Body.Read(String comment) ->
                switch (verb) {
                    case "approve" -> api.decide(principal, steps.get(1), Choice.APPROVE, comment);
                    case "deny" -> api.decide(principal, steps.get(1), Choice.DENY, comment);
                    default -> api.endSession(principal, steps.get(1));
                };
        };
    }

    private static String state(Request request) {
        Fields.Field state = Request.extractQueryParameters(request).get("state");
        return state == null ? "pending" : state.getValue();
    }

    private static Answer wrongMethod(String method, Response response) {
        response.getHeaders().put(HttpHeader.ALLOW, method);
        return Answer.problem(405, "wrong_method", "use " + method);
    }

    private sealed interface Body {
        record Read(@Nullable String comment) implements Body {}

        record Refused(Answer answer) implements Body {}
    }

    private static Body body(Request request) throws IOException {
        byte[] bytes = new byte[ControlLimits.BODY_BYTES + 1];
        int length = 0;
        long begin = System.nanoTime();
        try (InputStream in = Content.Source.asInputStream(request)) {
            int read;
            while ((read = in.read(bytes, length, bytes.length - length)) > 0) {
                length += read;
                if (System.nanoTime() - begin > ControlLimits.BODY.toNanos()) {
                    return new Body.Refused(Answer.problem(408, "too_slow", "the body took too long to arrive"));
                }
            }
        }
        if (length > ControlLimits.BODY_BYTES) {
            return new Body.Refused(
                    Answer.problem(413, "body_too_long", "a body may have " + ControlLimits.BODY_BYTES + " bytes"));
        }
        try {
            JsonNode object = JSON.readTree(bytes, 0, length);
            JsonNode comment = object.get("comment");
            boolean fits = object.isObject() && object.size() == (comment == null ? 0 : 1);
            if (fits && (comment == null || comment.isNull() || comment.isString())) {
                return new Body.Read(comment == null || comment.isNull() ? null : comment.stringValue());
            }
        } catch (JacksonException _) {
            // Falls through: what is wrong with it does not matter.
        }
        return new Body.Refused(Answer.problem(
                400, "bad_body", "send one JSON object with at most the key comment, whose value is a string"));
    }
}
