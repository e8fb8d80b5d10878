package dev.sallyport.app.demo;

import dev.sallyport.approval.Choice;
import dev.sallyport.audit.AuditVerify;
import dev.sallyport.control.ControlClient;
import dev.sallyport.control.ControlReply;
import dev.sallyport.recording.ReplayOptions;
import dev.sallyport.recording.ReplayTerminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** An agent and a person, played: every step is compared with what PostgreSQL itself says, asked past the gateway. */
final class DemoScript {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int GLANCE_MILLIS = 20;
    private static final String HIDDEN = "[redacted]";

    private final Demo demo;
    private final Transcript transcript;

    DemoScript(Demo demo, Transcript transcript) {
        this.demo = demo;
        this.transcript = transcript;
    }

    /**
     * Plays all steps.
     *
     * @return whether each gave what it should
     */
    boolean play() throws Exception {
        try (Connection server = ShopDatabase.connect(
                        demo.serverPort(), ShopDatabase.NAME, "postgres", demo.superuserPassword());
                ControlClient person = new ControlClient(demo.http(), demo.personToken())) {
            Server truth = new Server(server);
            try (Agent agent = connect()) {
                plain(agent, truth);
                masked(agent, truth);
                computed(agent);
                denied(agent, truth);
                approved(agent, truth, person);
                refused(agent, truth, person);
            }
            binary(truth);
            stranger();
            audit();
            replay(truth);
        }
        return transcript.end();
    }

    private Agent connect() throws IOException, SQLException {
        Optional<Path> psql = PsqlAgent.find(System.getenv("PATH"));
        return psql.isPresent()
                ? PsqlAgent.connect(psql.get(), demo, demo.agentToken())
                : JdbcAgent.connect(demo, demo.agentToken());
    }

    private Reply send(Agent agent, String sql) throws IOException, InterruptedException {
        transcript.said(agent.client(), sql);
        Reply reply = agent.send(sql, notice -> {});
        transcript.answered(reply);
        return reply;
    }

    private void plain(Agent agent, Server truth) throws Exception {
        String sql = "SELECT id, name, category, price FROM products ORDER BY price DESC LIMIT 5";
        Reply reply = send(agent, sql);
        transcript.expect(reply.lines().equals(truth.rows(sql)), "a plain answer is what PostgreSQL itself answers");
    }

    private void masked(Agent agent, Server truth) throws Exception {
        Reply reply = send(agent, "SELECT id, name, email, ssn, city FROM customers ORDER BY id LIMIT 5");
        List<String> expected = truth.rows(
                "SELECT id, name, '" + HIDDEN + "', '" + HIDDEN + "', city FROM customers ORDER BY id LIMIT 5");
        transcript.expect(reply.lines().equals(expected), "declared columns are masked, and nothing else is");
        Reply documents = send(agent, "SELECT payload FROM tickets ORDER BY id LIMIT 2");
        transcript.expect(
                documents.lines().size() == 2
                        && documents.lines().stream()
                                .allMatch(line -> line.contains("\"" + HIDDEN + "\"") && line.contains("\"subject\""))
                        && !documents.text().contains("@example.com"),
                "so is a part of a jsonb document");
    }

    private void computed(Agent agent) throws Exception {
        Reply reply = send(agent, "SELECT lower(email) FROM customers LIMIT 1");
        transcript.expect(reply.lines().equals(List.of(HIDDEN)), "what is computed from one is masked as well");
        Reply chosen = send(agent, "SELECT id FROM customers WHERE email LIKE 'a%'");
        transcript.expect(
                chosen.failedWith("42501") && chosen.lines().isEmpty(), "rows that one would choose are refused");
    }

    private void denied(Agent agent, Server truth) throws Exception {
        send(agent, "BEGIN");
        Reply update = send(agent, "UPDATE products SET stock = stock + 1 WHERE id = 1");
        Reply drop = send(agent, "DROP TABLE payments");
        transcript.expect(
                update.sqlState() == null && drop.failedWith("42501"),
                "a denied statement is an error with the reason");
        Reply after = send(agent, "SELECT 1");
        transcript.expect(after.failedWith("25P02"), "its transaction is aborted, as PostgreSQL does it");
        send(agent, "ROLLBACK");
        String count = "SELECT count(*) FROM payments";
        Reply again = send(agent, count);
        transcript.expect(again.lines().equals(truth.rows(count)), "and the connection goes on");
    }

    private void approved(Agent agent, Server truth, ControlClient person) throws Exception {
        List<String> before = truth.rows("SELECT sum(price) FROM products");
        Reply reply = decided(agent, "UPDATE products SET price = price + 1", person, Choice.APPROVE, () -> {
            transcript.expect(
                    before.equals(truth.rows("SELECT sum(price) FROM products")), "nothing is changed while it waits");
        });
        List<String> expected = truth.rows("SELECT " + before.getFirst() + " + count(*) FROM products");
        transcript.expect(
                reply.sqlState() == null
                        && truth.rows("SELECT sum(price) FROM products").equals(expected),
                "an approved statement runs, once, in its connection");
        transcript.expect(!reply.notices().isEmpty(), "the client was told what it waited for");
    }

    private void refused(Agent agent, Server truth, ControlClient person) throws Exception {
        String count = "SELECT count(*) FROM order_items";
        List<String> before = truth.rows(count);
        Reply reply = decided(agent, "DELETE FROM order_items", person, Choice.DENY, () -> {});
        transcript.expect(
                reply.failedWith("57014") && truth.rows(count).equals(before),
                "a statement that a person denies never runs");
        Reply after = send(agent, count);
        transcript.expect(after.lines().equals(before), "and the connection goes on");
    }

    /** What is looked at while a statement waits. */
    private interface Look {
        void look() throws Exception;
    }

    private Reply decided(Agent agent, String sql, ControlClient person, Choice choice, Look meanwhile)
            throws Exception {
        transcript.said(agent.client(), sql);
        try (ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Reply> waiting = thread.submit(() -> agent.send(sql, notice -> {}));
            Optional<String> request = waitFor(person, sql);
            transcript.expect(request.isPresent() && !waiting.isDone(), "a held statement waits, and a person sees it");
            if (request.isPresent()) {
                meanwhile.look();
                ControlReply decision = person.decide(request.get(), choice, "the script says so");
                transcript.said(Demo.PERSON, choice.name() + " " + request.get());
                transcript.expect(decision instanceof ControlReply.Done, "the person decides");
            }
            try {
                Reply reply = waiting.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
                transcript.answered(reply);
                return reply;
            } finally {
                if (!waiting.isDone()) {
                    agent.close();
                }
            }
        }
    }

    private static Optional<String> waitFor(ControlClient person, String sql) throws InterruptedException {
        String[] found = new String[1];
        await(() -> {
            if (person.requests("pending") instanceof ControlReply.Done done) {
                for (JsonNode request : done.body().path("requests")) {
                    if (request.path("statement").asString("").contains(sql)) {
                        found[0] = request.path("id").asString();
                    }
                }
            }
            return found[0] != null;
        });
        return Optional.ofNullable(found[0]);
    }

    private static boolean await(BooleanSupplier condition) throws InterruptedException {
        long begin = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - begin > PATIENCE.toNanos()) {
                return false;
            }
            Thread.sleep(GLANCE_MILLIS);
        }
        return true;
    }

    private void binary(Server truth) throws Exception {
        String sql = "SELECT id, name, salary, iban FROM employees WHERE id = ?";
        transcript.said("pgjdbc", sql + "  (prepared, binary, three times)");
        boolean good = true;
        try (Connection connection = JdbcAgent.connection(demo, demo.agentToken());
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (long id = 1; id <= 3; id++) {
                statement.setLong(1, id);
                try (ResultSet rows = statement.executeQuery()) {
                    good &= rows.next()
                            && rows.getLong("id") == id
                            && List.of(rows.getString("name"))
                                    .equals(truth.rows("SELECT name FROM employees WHERE id = " + id))
                            && rows.getBigDecimal("salary").signum() == 0
                            && rows.getString("iban").equals(HIDDEN)
                            && !rows.next();
                }
            }
        } catch (SQLException failure) {
            transcript.shown(List.of(Objects.requireNonNullElse(failure.getMessage(), failure.toString())));
            good = false;
        }
        transcript.expect(good, "prepared statements and binary values are masked as well");
    }

    private void stranger() {
        transcript.said("pgjdbc", "(connects with a token that nobody signed)");
        String state = "none";
        try (Connection connection = JdbcAgent.connection(demo, "eyJhbGciOiJub25lIn0.e30.")) {
            transcript.shown(List.of("connected to " + connection.getCatalog()));
        } catch (SQLException failure) {
            state = failure.getSQLState();
            transcript.shown(List.of(Objects.requireNonNullElse(failure.getMessage(), failure.toString())));
        }
        transcript.expect("28000".equals(state), "without a good token nobody comes in");
    }

    private void audit() {
        transcript.said("you", "sallyport audit verify");
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        int code;
        try (PrintStream out = new PrintStream(text, true, StandardCharsets.UTF_8)) {
            code = new AuditVerify(demo.directory().resolve("audit")).run(out, out);
        }
        transcript.shown(text.toString(StandardCharsets.UTF_8).lines().toList());
        transcript.expect(code == 0, "the audit journal is whole");
    }

    private void replay(Server truth) throws Exception {
        transcript.said("you", "sallyport replay SESSION");
        String secret = truth.rows("SELECT ssn FROM customers WHERE id = 1").getFirst();
        String[] played = {""};
        boolean found = await(() -> {
            played[0] = play(demo.directory().resolve("recordings"));
            return played[0].contains("DROP TABLE payments") && played[0].contains("ROLLBACK");
        });
        transcript.shown(played[0].lines().toList());
        transcript.expect(
                found && played[0].contains(HIDDEN) && !played[0].contains(secret),
                "the recording shows what the agent sent and saw");
    }

    /** The recording of the session that the agent's steps were in: the first. */
    private static String play(Path recordings) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(text, true, StandardCharsets.UTF_8);
                Stream<Path> files = Files.list(recordings)) {
            Optional<Path> first = files.filter(file -> file.toString().endsWith(".rec"))
                    .min((one, other) -> modified(one).compareTo(modified(other)));
            if (first.isPresent()) {
                ReplayOptions options = new ReplayOptions(1, false, ReplayOptions.DEFAULT.longestPause(), 5);
                new ReplayTerminal(first.get(), options, pause -> {}).run(out, out);
            }
        } catch (IOException _) {
            return "";
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return text.toString(StandardCharsets.UTF_8);
    }

    private static Long modified(Path file) {
        return file.toFile().lastModified();
    }

    /** PostgreSQL itself, past the gateway. */
    private record Server(Connection connection) {
        List<String> rows(String sql) throws SQLException {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(sql)) {
                return JdbcAgent.rows(rows);
            }
        }
    }
}
