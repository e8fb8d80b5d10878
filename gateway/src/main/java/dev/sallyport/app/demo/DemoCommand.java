package dev.sallyport.app.demo;

import dev.sallyport.app.Home;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code demo}: everything in one process, to try Sallyport out. */
@Command(
        name = "demo",
        description = {
            "Start a PostgreSQL with a sample database, an issuer and the gateway, and print what to type.",
            "Exit code 0: stopped, or every step of the script gave what it should; 1: a step did not; 2: it can't run."
        },
        mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {
    private static final int PORT = 6432;
    private static final int HTTP_PORT = 6480;

    @Option(names = "--script", description = "Play an agent and a person instead, on free ports, and end.")
    private boolean script;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "Where everything is kept. Default: .sallyport/demo beside this program; of a script nothing.")
    private @Nullable Path data;

    @Option(names = "--port", paramLabel = "PORT", description = "For PostgreSQL clients; 0 for any. Default: 6432.")
    private @Nullable Integer port;

    @Option(names = "--http-port", paramLabel = "PORT", description = "For HTTP; 0 for any. Default: 6480.")
    private @Nullable Integer httpPort;

    @Option(names = "--reset", description = "Delete what an earlier demo left there, and start anew.")
    private boolean reset;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything is run.
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Ports ports = new Ports(or(port, script ? 0 : PORT), or(httpPort, script ? 0 : HTTP_PORT));
        ports.check();
        boolean passing = script && data == null;
        Path place = data != null ? data : passing ? scratch() : Home.demo();
        try (Interruption interruption = Interruption.ofThisThread();
                DemoDirectory directory = DemoDirectory.open(place)) {
            try {
                return run(directory, ports);
            } catch (InterruptedException stopped) {
                if (!interruption.happened()) {
                    throw stopped;
                }
                return script ? ExitCode.SOFTWARE : ExitCode.OK;
            } finally {
                if (passing) {
                    directory.deleteAll();
                }
            }
        }
    }

    private int run(DemoDirectory directory, Ports ports) throws Exception {
        if (reset) {
            DemoPostgres.stopRunning(directory);
            directory.clear();
        }
        PrintWriter out = spec.commandLine().getOut();
        boolean colour = Ansi.AUTO.enabled();
        try (Demo demo = Demo.start(directory, ports)) {
            if (script) {
                return new DemoScript(demo, new Transcript(out, colour)).play() ? ExitCode.OK : ExitCode.SOFTWARE;
            }
            boolean standard = directory.root().equals(Home.demo().toRealPath());
            new DemoGuide(out, colour).print(demo, program(), standard, ZoneId.systemDefault());
            new CountDownLatch(1).await();
            return ExitCode.OK;
        }
    }

    private static int or(@Nullable Integer value, int otherwise) {
        return value == null ? otherwise : value;
    }

    private static Path scratch() {
        byte[] name = new byte[4];
        new SecureRandom().nextBytes(name);
        return Home.demo().resolveSibling("script-" + HexFormat.of().formatHex(name));
    }

    /** How this program is called from where its caller is. */
    private static String program() throws IOException {
        Path home = Home.directory().toRealPath();
        return home.equals(Path.of("").toRealPath())
                ? "./sallyport"
                : DemoGuide.quoted(home.resolve("sallyport").toString());
    }

    /** Interrupts a thread when the program is told to stop, and keeps it from being gone before that thread is done. */
    private static final class Interruption implements AutoCloseable {
        private static final Duration LONGEST = Duration.ofMinutes(1);

        private final CountDownLatch done = new CountDownLatch(1);
        private volatile boolean happened;

        static Interruption ofThisThread() {
            Interruption interruption = new Interruption();
            Thread thread = Thread.currentThread();
            Runtime.getRuntime()
                    .addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> interruption.stop(thread)));
            return interruption;
        }

        boolean happened() {
            return happened;
        }

        private void stop(Thread thread) {
            if (done.getCount() == 0) {
                return;
            }
            happened = true;
            thread.interrupt();
            try {
                done.await(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void close() {
            done.countDown();
        }
    }
}
