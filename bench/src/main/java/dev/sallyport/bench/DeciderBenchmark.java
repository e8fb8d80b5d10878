package dev.sallyport.bench;

import dev.sallyport.catalog.CatalogSource;
import dev.sallyport.catalog.RowEstimates;
import dev.sallyport.grant.Grant;
import dev.sallyport.identity.Principal;
import dev.sallyport.policy.AccessSetting;
import dev.sallyport.policy.Decided;
import dev.sallyport.policy.Decision;
import dev.sallyport.policy.Flows;
import dev.sallyport.policy.MaskFunction;
import dev.sallyport.policy.MaskSetting;
import dev.sallyport.policy.Policy;
import dev.sallyport.policy.PolicyCompiler;
import dev.sallyport.policy.PolicyDecider;
import dev.sallyport.policy.PolicySettings;
import dev.sallyport.policy.Situation;
import dev.sallyport.sql.Effect;
import dev.sallyport.sql.StatementAnalyzer;
import dev.sallyport.sql.TextAnalyzer;
import dev.sallyport.sql.parser.ParserSettings;
import dev.sallyport.sql.parser.SqlParser;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What a decision costs over a real catalog: of a text that was decided before, and of one that never was. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init") // open() sets what is not set here.
public class DeciderBenchmark {
    private static final byte[] SQL =
            "SELECT id, name, email, balance FROM customers WHERE id = $1".getBytes(StandardCharsets.UTF_8);

    /** Two hundred lines: twenty-four common table expressions of eight lines, each over the one before, and a query of the last. */
    private static final String LONG_SQL = longText();

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Principal principal =
            new Principal("https://issuer", "agent", List.of("agents"), Map.of(), "token", Instant.MAX, null);
    private final Grant grant = new Grant(
            "grant",
            "agents",
            "shop",
            Set.of(Effect.READ),
            List.of(),
            Instant.EPOCH,
            Instant.MAX,
            Duration.ofMinutes(5));

    private EmbeddedPostgres server;
    private SqlParser parser;
    private PolicyDecider decider;
    private long texts;

    /** Starts a server with a table, and a decider over it. */
    @Setup(Level.Trial)
    public void open() throws IOException, SQLException {
        server = EmbeddedPostgres.start();
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE customers (id int PRIMARY KEY, name text, email text, balance int)");
        }
        parser = new SqlParser(ParserSettings.withThreads(1));
        StatementAnalyzer statements = new StatementAnalyzer();
        TextAnalyzer analyzer =
                (sql, names) -> parser.submit(sql, (parsed, texts) -> statements.analyze(parsed, sql, names, texts))
                        .toCompletableFuture();
        Policy policy = policy();
        decider = new PolicyDecider(
                () -> policy,
                new CatalogSource("shop", this::connect, analyzer, threads, System::nanoTime),
                analyzer,
                new RowEstimates("shop", this::connect, threads, System::nanoTime),
                InstantSource.system());
    }

    private static Policy policy() {
        PolicySettings settings = new PolicySettings(
                List.of(new MaskSetting(
                        "pii",
                        "shop",
                        List.of("public.customers.email"),
                        new MaskFunction.Redact(),
                        MaskSetting.Nulls.CONSTANT,
                        Flows.DENY)),
                List.of(),
                List.of(new AccessSetting(
                        "agents",
                        "true",
                        "shop",
                        Set.of(Effect.READ),
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(5),
                        AccessSetting.Approval.NONE,
                        List.of())),
                List.of(),
                Map.of());
        return switch (PolicyCompiler.compile(settings, Set.of("shop"), 1)) {
            case PolicyCompiler.Result.Compiled(var policy) -> policy;
            case PolicyCompiler.Result.Invalid(var problems) -> throw new IllegalStateException(problems.toString());
        };
    }

    private Connection connect() throws SQLException {
        return server.getPostgresDatabase().getConnection();
    }

    /** Stops both. */
    @TearDown(Level.Trial)
    public void close() throws IOException {
        parser.close();
        threads.close();
        server.close();
    }

    /** A text that was decided before. */
    @Benchmark
    public Decided known() {
        return decide(SQL);
    }

    /** A text that was never seen: parsed by PostgreSQL's grammar, analysed, decided. */
    @Benchmark
    public Decided unknown() {
        String sql = "SELECT id, name, email, balance FROM customers WHERE id = " + ++texts;
        return decide(sql.getBytes(StandardCharsets.UTF_8));
    }

    private static String longText() {
        StringBuilder text = new StringBuilder("WITH c0 AS (SELECT id, name, balance FROM customers)\n");
        for (int i = 1; i <= 24; i++) {
            text.append(", c")
                    .append(i)
                    .append(" AS (\nSELECT a.id,\n  coalesce(a.name, '') AS name,\n  sum(b.balance) AS balance\nFROM c")
                    .append(i - 1)
                    .append(" a\nLEFT JOIN customers b ON b.id = a.id AND b.balance > ")
                    .append(i)
                    .append("\nWHERE a.id <> 7\nGROUP BY a.id, a.name)\n");
        }
        return text.append("SELECT name,\n  count(*)\nFROM c24\nGROUP BY name\nORDER BY 2 DESC\nLIMIT 10\n--")
                .toString();
    }

    /** A long query that was never seen. */
    @Benchmark
    public Decided unknownLong() {
        return decide((LONG_SQL + texts++).getBytes(StandardCharsets.UTF_8));
    }

    private Decided decide(byte[] sql) {
        CompletableFuture<Decided> decided = new CompletableFuture<>();
        decider.decide(principal, grant, Situation.UNKNOWN, sql, decided::complete);
        Decided answer = decided.join();
        if (!(answer.decision() instanceof Decision.Allow)) {
            throw new IllegalStateException("this benchmark is of statements that are allowed: " + answer.decision());
        }
        return answer;
    }
}
