package dev.sallyport.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** What all tests share: one PostgreSQL, one issuer and one gateway between them. */
final class House implements AutoCloseable {
    final PostgresServer postgres;
    final Issuer issuer;
    final SallyportProcess gateway;
    private final Path directory;
    private final AtomicInteger numbers = new AtomicInteger();
    private @Nullable OpenGateway open;

    private House(PostgresServer postgres, Issuer issuer, SallyportProcess gateway, Path directory) {
        this.postgres = postgres;
        this.issuer = issuer;
        this.gateway = gateway;
        this.directory = directory;
    }

    private static House open() {
        try {
            Path directory = Path.of(System.getProperty("sallyport.it.directory", "target/black-box"))
                    .toAbsolutePath();
            deleteAll(directory);
            Issuer issuer = Issuer.start();
            PostgresServer postgres = PostgresServer.start(directory.resolve("postgres"));
            SallyportProcess gateway =
                    SallyportProcess.start(directory.resolve("gateway"), Settings.shop(postgres, issuer));
            return new House(postgres, issuer, gateway, directory);
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** A token of an agent that may use the shop. */
    String agent() {
        return issuer.token("agent-7", "ai-agents");
    }

    /** A token of a person who may approve. */
    String approver() {
        return issuer.token("dana", "dba");
    }

    /** A second gateway, that allows all; started for the first who asks. */
    synchronized OpenGateway openGateway() {
        if (open == null) {
            try {
                open = OpenGateway.start(this, postgres);
            } catch (Exception failure) {
                throw new IllegalStateException(failure);
            }
        }
        return open;
    }

    /** A directory for something else to be started in. */
    Path newDirectory(String name) throws IOException {
        return Files.createDirectories(directory.resolve(name + "-" + numbers.incrementAndGet()));
    }

    private static void deleteAll(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (var paths = Files.walk(directory)) {
                paths.sorted(Comparator.reverseOrder()).forEach(path -> {
                    try {
                        Files.delete(path);
                    } catch (IOException failure) {
                        throw new UncheckedIOException(failure);
                    }
                });
            }
        }
    }

    @Override
    public synchronized void close() throws IOException {
        OpenGateway other = open;
        try (issuer;
                postgres;
                other) {
            gateway.close();
        }
    }

    /** Hands the house to the tests' constructors; it is opened for the first and closed after the last. */
    static final class Keeper implements ParameterResolver {
        private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(House.class);

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == House.class;
        }

        @Override
        public House resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot()
                    .getStore(NAMESPACE)
                    .computeIfAbsent(House.class, type -> House.open(), House.class);
        }
    }
}
