package dev.sallyport.app;

import dev.sallyport.app.config.Configuration;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code serve}: runs a gateway until it is told to stop. */
@Command(
        name = "serve",
        description = "Run the gateway until it is told to stop.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
public final class ServeCommand implements Callable<Integer> {
    @Mixin
    private final ConfigurationFile file = new ConfigurationFile();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything is run.
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        Configuration configuration = file.load(spec.commandLine().getErr());
        if (configuration == null) {
            return ExitCode.USAGE;
        }
        CountDownLatch stop = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        try (Gateway gateway = Gateway.start(configuration, Version.text(), sha256(file.path()))) {
            Runtime.getRuntime()
                    .addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> {
                        stop.countDown();
                        await(closed);
                    }));
            out.println("PostgreSQL clients: " + gateway.postgres().getHostString() + ":"
                    + gateway.postgres().getPort());
            out.println("HTTP: " + (gateway.http() == null ? "none" : gateway.http()));
            out.println("ready");
            out.flush();
            stop.await();
        } finally {
            closed.countDown();
        }
        return ExitCode.OK;
    }

    static String sha256(Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * The program must not be gone before the gateway has closed. Not to be done by joining the main thread: it goes on to
     * {@link System#exit}, which waits for this in turn.
     */
    private static void await(CountDownLatch closed) {
        try {
            closed.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
