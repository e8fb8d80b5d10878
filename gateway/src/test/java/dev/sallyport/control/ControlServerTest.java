package dev.sallyport.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.sallyport.approval.Approval.PendingApproval;
import dev.sallyport.approval.ApprovalDesk;
import dev.sallyport.approval.ApprovalLimits;
import dev.sallyport.approval.Approvers;
import dev.sallyport.approval.Choice;
import dev.sallyport.approval.ScheduledAlarm;
import dev.sallyport.audit.Durability;
import dev.sallyport.audit.FileJournal;
import dev.sallyport.audit.JournalLimits;
import dev.sallyport.condition.Condition;
import dev.sallyport.condition.ValueExpression;
import dev.sallyport.identity.IssuerSettings;
import dev.sallyport.identity.JwtAuthenticator;
import dev.sallyport.identity.KeySource;
import dev.sallyport.identity.Principal;
import dev.sallyport.net.UnheardPort;
import dev.sallyport.policy.Reason;
import dev.sallyport.policy.Risk;
import dev.sallyport.session.Event.Verdict;
import dev.sallyport.session.HoldRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ControlServerTest {
    private static final String ISSUER = "https://idp.example.com";
    private static final Risk RISK = new Risk(List.of(
            new Risk.Part("effect", 15, "it writes rows"),
            new Risk.Part("bounds", 20, "nothing bounds the rows it writes")));
    private static final String SQL = "DELETE FROM orders\n-- \u001b[2J";
    private static final Principal AGENT =
            new Principal(ISSUER, "agent-7", List.of("ai-agents"), Map.of(), "t", Instant.MAX, null);

    private static final Pattern CONTENT_LENGTH = Pattern.compile("\r\n(?i:content-length): *(\\d+)\r\n");

    private static RSAKey key;

    @TempDir
    Path directory;

    private final InstantSource clock = InstantSource.system();
    private final LinkedBlockingQueue<Verdict> verdicts = new LinkedBlockingQueue<>();
    private final List<String> ended = new ArrayList<>();
    private HttpClient http;
    private FileJournal journal;
    private ScheduledAlarm alarm;
    private ApprovalDesk desk;
    private ControlServer server;

    @BeforeAll
    static void makeKey() throws Exception {
        key = new RSAKeyGenerator(2048).keyID("k").generate();
    }

    @BeforeEach
    void start() throws Exception {
        Path keys = Files.writeString(directory.resolve("jwks.json"), new JWKSet(key.toPublicJWK()).toString());
        http = HttpClient.newHttpClient();
        var groups = ((ValueExpression.Compilation.Compiled)
                        ValueExpression.compile("claims.groups", IssuerSettings.GROUP_VARIABLES))
                .expression();
        var issuer = new IssuerSettings(
                ISSUER, Set.of("sallyport"), new KeySource.KeyFile(keys), groups, IssuerSettings.DEFAULT_CLOCK_SKEW);
        journal = FileJournal.open(directory.resolve("audit"), Durability.WRITTEN, JournalLimits.DEFAULT, clock);
        alarm = new ScheduledAlarm();
        var approvers = new Approvers(
                ((Condition.Compilation.Compiled) Condition.compile("'dba' in groups", Approvers.VARIABLES))
                        .condition());
        desk = new ApprovalDesk(journal, approvers, alarm, clock, ApprovalLimits.DEFAULT, "r");
        SessionDirectory sessions = new SessionDirectory() {
            @Override
            public List<Session> list() {
                return List.of(new Session("s1", AGENT, "shop", "127.0.0.1:5000", Instant.EPOCH, Instant.MAX));
            }

            @Override
            public boolean end(String id, String why) {
                return id.equals("s1") && ended.add(why);
            }
        };
        server = ControlServer.start(
                ControlSettings.loopback(0), new JwtAuthenticator(List.of(issuer), http, clock), desk, sessions);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        desk.close();
        alarm.close();
        journal.close();
        http.close();
    }

    @Test
    void healthNeedsNoToken() throws Exception {
        Reply reply = get("/healthz", null);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body().path("status").asString()).isEqualTo("ok");
        assertThat(reply.head()).contains("X-Content-Type-Options: nosniff").doesNotContain("Server:");
    }

    @Test
    void everythingElseNeedsAGoodToken() throws Exception {
        PendingApproval request = ask();
        RSAKey foreign = new RSAKeyGenerator(2048).keyID("k").generate();
        List<String> bad = new ArrayList<>(
                List.of("", "x.y.z", token(foreign, "dana", "dba", Instant.now().plusSeconds(60))));
        bad.add(token(key, "dana", "dba", Instant.now().minusSeconds(600)));
        for (String path : List.of("/requests", "/requests/" + request.id(), "/sessions")) {
            assertThat(get("/api/v1" + path, null).status()).isEqualTo(401);
            for (String token : bad) {
                Reply reply = get("/api/v1" + path, token);
                assertThat(reply.status()).isEqualTo(401);
                assertThat(reply.head()).contains("WWW-Authenticate: Bearer");
                assertThat(reply.body().path("message").asString()).isNotEmpty();
            }
        }
        for (String path : List.of("/requests/" + request.id() + "/approve", "/requests/r1/deny", "/sessions/s1/end")) {
            assertThat(post("/api/v1" + path, bad.get(2), "{}").status()).isEqualTo(401);
        }
        assertThat(verdicts).isEmpty();
        assertThat(ended).isEmpty();
    }

    @Test
    void anApproverSeesTheStatementAndApprovesIt() throws Exception {
        PendingApproval request = ask();
        JsonNode listed = get("/api/v1/requests?state=pending", dba()).body().path("requests");
        assertThat(listed).hasSize(1);
        assertThat(listed.path(0).path("statement").asString()).isEqualTo(SQL);

        Reply reply = post("/api/v1/requests/" + request.id() + "/approve", dba(), "{\"comment\":\"go on\"}");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body().path("state").asString()).isEqualTo("approved");
        assertThat(verdict()).isEqualTo(new Verdict.Approved("dana"));
        assertThat(get("/api/v1/requests", dba()).body().path("requests")).isEmpty();
        assertThat(get("/api/v1/requests?state=decided", dba()).body().path("requests"))
                .hasSize(1);
        assertThat(get("/api/v1/requests?state=odd", dba()).status()).isEqualTo(400);
        assertThat(post("/api/v1/requests/" + request.id() + "/deny", dba(), "{}")
                        .status())
                .isEqualTo(409);
    }

    @Test
    void whoIsNoApproverSeesOnlyTheirOwnRequestAndNoStatement() throws Exception {
        PendingApproval request = ask();
        String agent = token(key, "agent-7", "ai-agents", Instant.now().plusSeconds(60));
        String guest = token(key, "guest", "staff", Instant.now().plusSeconds(60));

        Reply own = get("/api/v1/requests", agent);
        assertThat(own.body().path("requests")).hasSize(1);
        assertThat(own.text()).doesNotContain("DELETE").doesNotContain("4242");
        assertThat(get("/api/v1/requests", guest).body().path("requests")).isEmpty();
        assertThat(get("/api/v1/requests/" + request.id(), guest).status()).isEqualTo(404);
        for (String token : List.of(agent, guest)) {
            assertThat(post("/api/v1/requests/" + request.id() + "/approve", token, "{}")
                            .status())
                    .isEqualTo(403);
            assertThat(get("/api/v1/sessions", token).status()).isEqualTo(403);
            assertThat(post("/api/v1/sessions/s1/end", token, "{}").status()).isEqualTo(403);
        }
        assertThat(verdicts).isEmpty();
        assertThat(ended).isEmpty();
    }

    @Test
    void anApproverListsAndEndsSessions() throws Exception {
        assertThat(get("/api/v1/sessions", dba())
                        .body()
                        .path("sessions")
                        .path(0)
                        .path("id")
                        .asString())
                .isEqualTo("s1");
        assertThat(post("/api/v1/sessions/s1/end", dba(), "{}").status()).isEqualTo(200);
        assertThat(post("/api/v1/sessions/s2/end", dba(), "{}").status()).isEqualTo(404);
        assertThat(ended).containsExactly("ended by dana");
    }

    @Test
    void aForeignHostOrOriginIsRefused() throws Exception {
        int port = server.address().getPort();
        for (String host : List.of("evil.example", "evil.example:" + port, "127.0.0.1.evil.example")) {
            assertThat(send("GET /healthz HTTP/1.1\r\nHost: " + host + "\r\n").status())
                    .isEqualTo(421);
        }
        for (String host : List.of("localhost:" + port, "127.0.0.1:" + port, "[::1]:" + port, "LOCALHOST:" + port)) {
            assertThat(send("GET /healthz HTTP/1.1\r\nHost: " + host + "\r\n").status())
                    .isEqualTo(200);
        }
        String request = "GET /healthz HTTP/1.1\r\nHost: localhost:" + port + "\r\nOrigin: ";
        for (String origin : List.of("https://evil.example", "null", "http://localhost:1", "http://localhost", "%")) {
            assertThat(send(request + origin + "\r\n").status()).as(origin).isEqualTo(403);
        }
        assertThat(send(request + "http://localhost:" + port + "\r\n").status()).isEqualTo(200);
    }

    @Test
    void onlyJsonIsTakenAndOnlyWithWhatIsKnown() throws Exception {
        String path = "/api/v1/requests/" + ask().id() + "/approve";
        for (String type : List.of("text/plain", "application/x-www-form-urlencoded", "application/jsonx", "")) {
            assertThat(post(path, dba(), "{}", type).status()).as(type).isEqualTo(415);
        }
        for (String body : List.of(
                "", "[]", "{", "{\"comment\":1}", "{\"comment\":\"a\",\"comment\":\"b\"}", "{\"x\":1}", "{} {}")) {
            assertThat(post(path, dba(), body).status()).as(body).isEqualTo(400);
        }
        assertThat(get(path, dba()).status()).isEqualTo(405);
        assertThat(post("/api/v1/requests", dba(), "{}").status()).isEqualTo(405);
        for (String unknown : List.of(
                "/", "/api/v1/requests/r1/approve/x", "/api/v1/requests/r1/eat", "/api/v2/requests", "/api/v1/x")) {
            assertThat(get(unknown, dba()).status()).as(unknown).isEqualTo(404);
        }
        assertThat(verdicts).isEmpty();
        assertThat(post(path, dba(), "{}", "application/json; charset=utf-8").status())
                .isEqualTo(200);
    }

    @Test
    void aBodyAndACommentMayBeAsLongAsTheirLimits() throws Exception {
        String path = "/api/v1/requests/" + ask().id() + "/deny";
        int comment = ApprovalLimits.DEFAULT.comment();
        String spaces = " ".repeat(ControlLimits.BODY_BYTES - 2);

        assertThat(post(path, dba(), "{\"comment\":\"" + "x".repeat(comment + 1) + "\"}")
                        .status())
                .isEqualTo(400);
        assertThat(post(path, dba(), "{}" + spaces + " ").status()).isEqualTo(413);
        assertThat(verdicts).isEmpty();
        assertThat(post(path, dba(), "{}" + spaces).status()).isEqualTo(200);
    }

    @Test
    void aHeaderOverTheLimitIsRefusedInJson() throws Exception {
        Reply reply = get("/api/v1/requests", "x".repeat(ControlLimits.HEADER_BYTES));

        assertThat(reply.status()).isEqualTo(431);
        assertThat(reply.body().path("error").asString()).isNotEmpty();
    }

    @Test
    void ofTwoApproversAtOnceOneIsToldThatItIsDecided() throws Exception {
        String erin = token(key, "erin", "dba", Instant.now().plusSeconds(60));
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < 10; round++) {
                String path = "/api/v1/requests/" + ask().id();
                List<Callable<Integer>> both = List.of(
                        () -> post(path + "/approve", dba(), "{}").status(),
                        () -> post(path + "/deny", erin, "{}").status());
                List<Integer> statuses = new ArrayList<>();
                for (var future : executor.invokeAll(both)) {
                    statuses.add(future.get());
                }
                assertThat(statuses).containsExactlyInAnyOrder(200, 409);
                verdict();
                assertThat(verdicts).isEmpty();
            }
        }
    }

    @Test
    void theCommandsListApproveAndDeny() throws Exception {
        PendingApproval first = ask();
        PendingApproval second = ask();
        try (ControlClient client = new ControlClient(server.address(), dba())) {
            Printed list = printed((out, err) -> new RequestsCommand(client, clock, false, false).run(out, err));
            assertThat(list.code()).isZero();
            assertThat(list.out())
                    .contains(
                            "ID",
                            first.id(),
                            "agent-7",
                            "shop",
                            "unbounded DELETE",
                            "DELETE FROM orders (+1 lines)",
                            "4242")
                    .doesNotContain("\u001b");
            Printed coloured = printed((out, err) -> new RequestsCommand(client, clock, false, true).run(out, err));
            assertThat(coloured.out()).startsWith("\u001b[1mID");

            Printed one =
                    printed((out, err) -> new RequestsCommand(client, clock, false, false).run(first.id(), out, err));
            assertThat(one.out())
                    .contains("DELETE FROM orders\n-- \\u001b[2J\n")
                    .containsPattern("(?m)^why +unbounded DELETE; DELETE on orders$")
                    .containsPattern("(?m)^rule +r: Bound it\\\\u001b\\[2J\\.$")
                    .containsPattern("(?m)^risk +35$")
                    .containsPattern("(?m)^ + 15  effect: it writes rows$")
                    .containsPattern("(?m)^ + 20  bounds: nothing bounds the rows it writes$")
                    .doesNotContain("plain")
                    .doesNotContain("\u001b");

            Printed json = printed((out, err) -> new RequestsCommand(client, clock, true, true).run(out, err));
            assertThat(JsonMapper.shared()
                            .readTree(json.out())
                            .path("requests")
                            .path(0)
                            .path("statement")
                            .asString())
                    .isEqualTo(SQL);
            assertThat(json.out()).doesNotContain("\u001b");

            DecideCommand approve = new DecideCommand(client, Choice.APPROVE, false);
            DecideCommand deny = new DecideCommand(client, Choice.DENY, false);
            assertThat(printed((out, err) -> approve.run(first.id(), null, out, err)))
                    .isEqualTo(new Printed(0, "request r1 is approved\n", ""));
            assertThat(verdict()).isEqualTo(new Verdict.Approved("dana"));
            assertThat(printed((out, err) -> deny.run(second.id(), "no \u001b[2J", out, err))
                            .code())
                    .isZero();
            assertThat(verdict()).isInstanceOf(Verdict.Refused.class);
            Printed again = printed((out, err) -> approve.run(second.id(), null, out, err));
            assertThat(again.code()).isEqualTo(1);
            assertThat(again.err()).contains("already denied by dana");
            assertThat(printed((out, err) -> approve.run("../sessions/s1/end?", null, out, err))
                            .code())
                    .isEqualTo(1);
            assertThat(ended).isEmpty();
            assertThat(printed((out, err) -> new RequestsCommand(client, clock, false, false).run(out, err))
                            .out())
                    .isEqualTo("nothing waits for approval\n");
        }
    }

    @Test
    void theCommandsSayWhatIsWrong() throws Exception {
        try (ControlClient client = new ControlClient(server.address(), "bad")) {
            Printed refused = printed((out, err) -> new RequestsCommand(client, clock, false, false).run(out, err));
            assertThat(refused.code()).isEqualTo(1);
            assertThat(refused.err()).contains("token");
        }
        try (ControlClient client = new ControlClient(URI.create("http://db.example.com"), dba())) {
            Printed refused = printed((out, err) -> new RequestsCommand(client, clock, false, false).run(out, err));
            assertThat(refused.err()).contains("must use https");
        }
        try (UnheardPort nobody = UnheardPort.hold();
                ControlClient client = new ControlClient(URI.create("http://127.0.0.1:" + nobody.port()), dba())) {
            assertThat(printed((out, err) -> new RequestsCommand(client, clock, false, false).run(out, err))
                            .err())
                    .contains("no gateway answers");
        }
    }

    private record Printed(int code, String out, String err) {}

    private interface Command {
        int run(PrintStream out, PrintStream err);
    }

    private static Printed printed(Command command) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = command.run(
                new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8));
        return new Printed(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private PendingApproval ask() {
        HoldRequest statement = new HoldRequest(
                1,
                SQL,
                List.of("4242"),
                List.of(
                        new Reason("r", "unbounded DELETE", "Bound it\u001b[2J.", RISK),
                        new Reason("plain", "DELETE on orders")),
                "nightly",
                null,
                false,
                Duration.ofHours(1));
        return desk.open(statement, AGENT, "s1", "shop", verdicts::add);
    }

    private Verdict verdict() throws InterruptedException {
        return Objects.requireNonNull(verdicts.poll(60, TimeUnit.SECONDS), "no verdict in a minute");
    }

    private static String dba() throws Exception {
        return token(key, "dana", "dba", Instant.now().plusSeconds(60));
    }

    private static String token(RSAKey by, String subject, String group, Instant expires) throws Exception {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .keyID("k")
                        .type(JOSEObjectType.JWT)
                        .build(),
                new JWTClaimsSet.Builder()
                        .issuer(ISSUER)
                        .subject(subject)
                        .audience("sallyport")
                        .claim("groups", List.of(group))
                        .issueTime(Date.from(expires.minusSeconds(900)))
                        .expirationTime(Date.from(expires))
                        .build());
        token.sign(new RSASSASigner(by));
        return token.serialize();
    }

    private record Reply(int status, String head, String text) {
        JsonNode body() {
            return JsonMapper.shared().readTree(text);
        }
    }

    private Reply get(String path, @Nullable String token) throws Exception {
        return send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n"
                + (token == null ? "" : "Authorization: Bearer " + token + "\r\n"));
    }

    private Reply post(String path, String token, String body) throws Exception {
        return post(path, token, body, "application/json");
    }

    private Reply post(String path, String token, String body, String type) throws Exception {
        return send(
                "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token + "\r\n"
                        + (type.isEmpty() ? "" : "Content-Type: " + type + "\r\n") + "Content-Length: " + body.length()
                        + "\r\n",
                body);
    }

    private Reply send(String head) throws Exception {
        return send(head, "");
    }

    /** By hand, since no client library sends a foreign Host. */
    private Reply send(String head, String body) throws Exception {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), server.address().getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write((head + "Connection: close\r\n\r\n" + body).getBytes(StandardCharsets.UTF_8));
            return reply(socket.getInputStream());
        }
    }

    /** An answer by its length: whoever has sent more than is read may have the connection reset behind it. */
    private static Reply reply(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            assertThat(next).as("behind %s", head).isNotNegative();
            head.append((char) next);
        }
        Matcher length = CONTENT_LENGTH.matcher(head);
        assertThat(length.find()).as("%s", head).isTrue();
        byte[] body = in.readNBytes(Integer.parseInt(length.group(1)));
        return new Reply(
                Integer.parseInt(head.substring(9, 12)), head.toString(), new String(body, StandardCharsets.UTF_8));
    }
}
