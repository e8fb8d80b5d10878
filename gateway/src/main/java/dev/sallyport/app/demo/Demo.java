package dev.sallyport.app.demo;

import dev.sallyport.app.Gateway;
import dev.sallyport.app.config.Configuration;
import dev.sallyport.app.config.ConfigurationLoader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.FutureTask;
import tools.jackson.databind.json.JsonMapper;

/** A demo that runs: PostgreSQL with its sample database, the issuer and the gateway. Closing it stops all of them. */
final class Demo implements AutoCloseable {
    /** The agent, whom the access entry lets in. */
    static final String AGENT = "agent-claude";
    /** The person who approves. */
    static final String PERSON = "dana";

    private static final String LOGIN = "login.json";
    private static final String SUPERUSER_PASSWORD = "postgres.password";
    private static final String ROLE_PASSWORD = "shop.password";

    private final DemoDirectory directory;
    private final DemoPostgres postgres;
    private final DemoIssuer issuer;
    private final Gateway gateway;
    private final Instant tokensEnd;

    private Demo(
            DemoDirectory directory, DemoPostgres postgres, DemoIssuer issuer, Gateway gateway, Instant tokensEnd) {
        this.directory = directory;
        this.postgres = postgres;
        this.issuer = issuer;
        this.gateway = gateway;
        this.tokensEnd = tokensEnd;
    }

    /**
     * Starts one.
     *
     * @throws DemoException if it can't run here
     * @throws Exception if a part of it does not start; what was started is stopped again
     */
    static Demo start(DemoDirectory directory, Ports ports) throws Exception {
        ports.check();
        SecureRandom random = new SecureRandom();
        InstantSource clock = InstantSource.system();
        String superuser = directory.password(SUPERUSER_PASSWORD, random);
        // Keys are made while PostgreSQL is unpacked: neither waits for the other.
        FutureTask<DemoIssuer> issuing = new FutureTask<>(() -> {
            DemoCertificate.prepare(directory, clock.instant());
            return DemoIssuer.start(directory, clock, () -> version4(random));
        });
        Thread.ofPlatform().name("demo-keys").daemon().start(issuing);
        DemoPostgres postgres;
        try {
            postgres = DemoPostgres.start(directory, directory.resolve(SUPERUSER_PASSWORD));
        } catch (Exception failure) {
            closeIssuer(issuing, failure);
            throw failure;
        }
        try {
            DemoIssuer issuer = issuing.get();
            try {
                ShopDatabase.prepare(postgres.port(), superuser, directory.password(ROLE_PASSWORD, random));
                Gateway gateway = gateway(directory, ports, issuer, postgres);
                try {
                    Demo demo = new Demo(
                            directory,
                            postgres,
                            issuer,
                            gateway,
                            clock.instant().plus(DemoIssuer.TOKEN_LIFE));
                    demo.writeTokens();
                    return demo;
                } catch (IOException | RuntimeException failure) {
                    gateway.close();
                    throw failure;
                }
            } catch (Exception failure) {
                issuer.close();
                throw failure;
            }
        } catch (Exception failure) {
            postgres.close();
            throw failure;
        }
    }

    private static void closeIssuer(FutureTask<DemoIssuer> issuing, Exception failure) {
        try {
            issuing.get().close();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (Exception other) {
            failure.addSuppressed(other);
        }
    }

    private static Gateway gateway(DemoDirectory directory, Ports ports, DemoIssuer issuer, DemoPostgres postgres)
            throws Exception {
        String text = DemoConfiguration.text(ports.postgres(), ports.http(), issuer.issuer(), postgres.port());
        Path file = directory.resolve("sallyport.yaml");
        Files.writeString(file, text);
        Configuration configuration = switch (new ConfigurationLoader(Map.of()).load(file)) {
            case ConfigurationLoader.Result.Loaded loaded -> loaded.configuration();
            case ConfigurationLoader.Result.Rejected rejected ->
                throw new IllegalStateException("the demo's configuration is not in order: " + rejected.problems());
            case ConfigurationLoader.Result.Unreadable unreadable ->
                throw new IOException(file + " " + unreadable.reason());
        };
        String version = Demo.class.getPackage().getImplementationVersion();
        return Gateway.start(configuration, version == null ? "development" : version, sha256(text));
    }

    private static String sha256(String text) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** A random UUID, RFC 9562 section 5.4. */
    private static UUID version4(SecureRandom random) {
        return new UUID(
                (random.nextLong() & 0xFFFF_FFFF_FFFF_0FFFL) | 0x4000L,
                (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L);
    }

    private void writeTokens() throws IOException {
        directory.writeSecret(tokenFile(AGENT), agentToken());
        String token = issuer.token(PERSON, List.of("dba"));
        directory.writeSecret(tokenFile(PERSON), token);
        directory.writeSecret(
                LOGIN, JsonMapper.shared().writeValueAsString(Map.of("url", http().toString(), "token", token)) + "\n");
    }

    private static String tokenFile(String subject) {
        return subject + ".token";
    }

    /** A new token of the agent's. */
    String agentToken() throws IOException {
        return issuer.token(AGENT, List.of("ai-agents"));
    }

    /** A new token of the person's. */
    String personToken() throws IOException {
        return issuer.token(PERSON, List.of("dba"));
    }

    /** The file with a token of somebody's, which is gone when the demo stops. */
    Path token(String subject) {
        return directory.resolve(tokenFile(subject));
    }

    /** When the tokens in files expire. */
    Instant tokensEnd() {
        return tokensEnd;
    }

    /** The port for PostgreSQL clients. */
    int port() {
        return gateway.postgres().getPort();
    }

    /** The HTTP interface. */
    URI http() {
        return Objects.requireNonNull(gateway.http());
    }

    DemoDirectory directory() {
        return directory;
    }

    /** The certificate that clients are to trust. */
    Path certificate() {
        return directory.resolve("server.crt");
    }

    /** The port of PostgreSQL itself, past the gateway. */
    int serverPort() {
        return postgres.port();
    }

    /** The password of PostgreSQL's superuser. */
    String superuserPassword() throws IOException {
        return Files.readString(directory.resolve(SUPERUSER_PASSWORD));
    }

    @Override
    public void close() throws IOException {
        try (postgres;
                issuer;
                gateway) {
            for (String name : List.of(LOGIN, tokenFile(AGENT), tokenFile(PERSON))) {
                Files.deleteIfExists(directory.resolve(name));
            }
        }
    }
}
