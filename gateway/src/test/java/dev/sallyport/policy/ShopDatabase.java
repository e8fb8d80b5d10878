package dev.sallyport.policy;

import dev.sallyport.catalog.CatalogSource;
import dev.sallyport.catalog.RowEstimates;
import dev.sallyport.credential.Secret;
import dev.sallyport.grant.Grant;
import dev.sallyport.identity.Principal;
import dev.sallyport.policy.MaskSetting.Nulls;
import dev.sallyport.sql.Analysis;
import dev.sallyport.sql.Effect;
import dev.sallyport.sql.StatementAnalyzer;
import dev.sallyport.sql.flow.Namespace;
import dev.sallyport.sql.parser.ParserSettings;
import dev.sallyport.sql.parser.SqlParser;
import dev.sallyport.upstream.Protection;
import dev.sallyport.upstream.SslMode;
import dev.sallyport.upstream.TestServers;
import dev.sallyport.upstream.UpstreamTarget;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A real PostgreSQL with the schema of {@code shop.sql}, and what decides over it. */
public final class ShopDatabase implements AutoCloseable {
    static final List<String> SENSITIVE = List.of(
            "public.customers.ssn",
            "public.customers.email",
            "hr.employees.salary",
            "public.stores.safe_code",
            "public.warranty_keys.safe_code",
            "public.wearers.badge",
            "public.pay_bands.pay",
            "public.pay_parity.pay",
            "public.rack_keys.code",
            "public.members.card",
            "public.own_rows.pin",
            "public.pin_rows.pin",
            "public.rows_by_row.pin",
            "public.rows_by_setting.pin",
            "public.tickets.payload->>'ssn'");

    /** A busy machine must not make an estimate unknown. */
    public static final RowEstimates.Patience PATIENT =
            new RowEstimates.Patience(Duration.ofSeconds(30), Duration.ofSeconds(60));

    private final EmbeddedPostgres server;
    private final SqlParser parser = new SqlParser(ParserSettings.withThreads(1));
    private final StatementAnalyzer analyzer = new StatementAnalyzer();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private ShopDatabase(EmbeddedPostgres server) {
        this.server = server;
    }

    /** Starts one with the schema loaded. */
    public static ShopDatabase start() throws IOException, SQLException {
        return start(TestServers.quiet());
    }

    /** The same on such a server. */
    public static ShopDatabase start(EmbeddedPostgres.Builder server) throws IOException, SQLException {
        ShopDatabase shop = new ShopDatabase(
                server.setServerConfig("max_prepared_transactions", "4").start());
        try (InputStream script = ShopDatabase.class.getResourceAsStream("shop.sql")) {
            shop.execute(new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8));
        }
        return shop;
    }

    /** Where it listens, on the loopback address. */
    public int port() {
        return server.getPort();
    }

    /** Opens a connection to another of its databases as the superuser. */
    public Connection connect(String database) throws SQLException {
        return server.getDatabase("postgres", database, Map.of(CatalogSource.REMEMBERED_COLUMNS, "0"))
                .getConnection();
    }

    /** Opens a connection as the superuser. */
    public Connection connect() throws SQLException {
        return connect("postgres");
    }

    /** Opens a connection as the superuser on which the driver leaves texts as they are, as the gateway's for plans. */
    public Connection connectForPlans() throws SQLException {
        return server.getDatabase("postgres", "postgres", Map.of("preferQueryMode", "simple"))
                .getConnection();
    }

    /** Executes a script. */
    public void execute(String script) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(script);
        }
    }

    /** Analyses a text as the gateway does. */
    public CompletableFuture<Analysis> analyze(byte[] sql, @Nullable Namespace names) {
        return parser.submit(sql, (result, texts) -> analyzer.analyze(result, sql, names, texts))
                .toCompletableFuture();
    }

    /** A source of the database's catalog. */
    public CatalogSource catalogs() {
        return catalogs(System::nanoTime);
    }

    private CatalogSource catalogs(LongSupplier nanoTime) {
        return new CatalogSource("shop", this::connect, this::analyze, Extensions.KNOWN, threads, nanoTime);
    }

    /** Where it is, for its superuser. */
    public UpstreamTarget target() {
        return new UpstreamTarget(
                "localhost",
                server.getPort(),
                "postgres",
                "postgres",
                new Secret(""),
                Protection.of(SslMode.DISABLE),
                UpstreamTarget.PROTOCOL_3_2,
                Duration.ofSeconds(20));
    }

    /** What decides for {@link #everything} with what is sensitive masked. */
    public PolicyDecider maskingDecider() {
        return decider(policy(List.of(mask(Flows.DENY)), List.of()));
    }

    /** The same, but that what is known of the database's catalog grows old by another clock. */
    public PolicyDecider maskingDecider(LongSupplier nanoTime) {
        Policy policy = policy(List.of(mask(Flows.DENY)), List.of());
        return decider(() -> policy, catalogs(nanoTime));
    }

    /** What decides under a policy. */
    public PolicyDecider decider(Policy policy) {
        return decider(() -> policy, catalogs());
    }

    PolicyDecider decider(Supplier<Policy> policies, CatalogSource catalogs) {
        return new PolicyDecider(policies, catalogs, this::analyze, rows(), InstantSource.system());
    }

    PolicyDecider decider(Policy policy, RowEstimates rows, InstantSource clock) {
        return new PolicyDecider(() -> policy, catalogs(), this::analyze, rows, clock);
    }

    /** Estimates of rows by the database's plans. */
    RowEstimates rows() {
        return new RowEstimates("shop", this::connectForPlans, threads, System::nanoTime, PATIENT);
    }

    static MaskSetting mask(Flows flows) {
        return new MaskSetting("pii", "shop", SENSITIVE, new MaskFunction.Redact(), Nulls.CONSTANT, flows);
    }

    /** A policy whose one entry gives everything. */
    public static Policy policy(List<MaskSetting> masks, List<RuleSetting> rules) {
        return policy(masks, List.of(), rules, Environment.PRODUCTION);
    }

    /** A policy whose one entry gives what {@link #grant} has. */
    static Policy policy(List<MaskSetting> masks, List<RuleSetting> rules, AccessSetting entry) {
        return policy(masks, List.of(), rules, entry, Environment.PRODUCTION);
    }

    static Policy policy(
            List<MaskSetting> masks, List<LabelSetting> labels, List<RuleSetting> rules, Environment environment) {
        return policy(masks, labels, rules, entry(List.of(), List.of(), null), environment);
    }

    private static Policy policy(
            List<MaskSetting> masks,
            List<LabelSetting> labels,
            List<RuleSetting> rules,
            AccessSetting entry,
            Environment environment) {
        PolicySettings settings = new PolicySettings(
                masks,
                labels,
                List.of(entry),
                rules,
                Map.of("shop", new DatabaseSetting(environment, List.of("public.order_total"))));
        return switch (PolicyCompiler.compile(settings, Set.of("shop"), 1)) {
            case PolicyCompiler.Result.Compiled compiled -> compiled.policy();
            case PolicyCompiler.Result.Invalid invalid ->
                throw new AssertionError(invalid.problems().toString());
        };
    }

    static AccessSetting entry(List<String> schemas, List<String> tables, @Nullable ManifestSetting manifest) {
        return new AccessSetting(
                "agents-work-on-shop",
                "true",
                "shop",
                EnumSet.allOf(Effect.class),
                Duration.ofMinutes(15),
                Duration.ofMinutes(5),
                AccessSetting.Approval.NONE,
                List.of(),
                schemas,
                tables,
                manifest);
    }

    static Principal agent() {
        return new Principal(
                "https://issuer", "agent", List.of("ai-agents"), Map.of("team", "a"), "token", Instant.MAX, null);
    }

    static Grant grant(Set<Effect> statements, String... unmask) {
        return new Grant(
                "grant",
                "agents-work-on-shop",
                "shop",
                statements,
                List.of(unmask),
                Instant.EPOCH,
                Instant.MAX,
                Duration.ofMinutes(5));
    }

    /** A grant of all statements, under all masks. */
    public static Grant everything() {
        return grant(EnumSet.allOf(Effect.class));
    }

    /** A grant of all statements, without masks. */
    public static Grant everythingUnmasked() {
        return grant(EnumSet.allOf(Effect.class), "pii");
    }

    static Decision decide(PolicyDecider decider, Grant grant, String sql) {
        return decided(decider, grant, sql).decision();
    }

    static Decided decided(PolicyDecider decider, Grant grant, String sql) {
        return decided(decider, grant, Situation.UNKNOWN, sql);
    }

    /** Waits for a decision. */
    public static Decided decided(StatementDecider decider, Grant grant, Situation situation, String sql) {
        CompletableFuture<Decided> decided = new CompletableFuture<>();
        decider.decide(agent(), grant, situation, sql.getBytes(StandardCharsets.UTF_8), decided::complete);
        return decided.orTimeout(60, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() throws IOException {
        parser.close();
        threads.close();
        server.close();
    }
}
