package dev.sallyport.app.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A PostgreSQL server that keeps everything in a demo's directory and is reached by TCP on this machine alone, with passwords. It runs
 * in a session of its own, so that a Ctrl-C at the terminal stops the gateway first.
 */
final class DemoPostgres implements AutoCloseable {
    private static final Duration INITDB = Duration.ofMinutes(2);
    private static final Duration START = Duration.ofMinutes(1);
    private static final Duration STOP = Duration.ofMinutes(1);
    private static final int ATTEMPTS = 3;
    private static final String BINARIES = "postgresql";

    private final Path binaries;
    private final Path data;
    private final Path log;
    private final List<String> prefix;
    private int port;

    private DemoPostgres(Path binaries, Path data, Path log, List<String> prefix) {
        this.binaries = binaries;
        this.data = data;
        this.log = log;
        this.prefix = prefix;
    }

    /**
     * Starts a server; makes its data directory if there is none.
     *
     * @param directory where it is kept, in {@code postgresql} (its programs), {@code data} and {@code postgresql.log}
     * @param superuserPasswordFile holds the password of {@code postgres}
     */
    static DemoPostgres start(DemoDirectory directory, Path superuserPasswordFile)
            throws IOException, InterruptedException {
        Path log = directory.resolve("postgresql.log");
        Path data = directory.resolve("data");
        Files.writeString(log, "");
        List<String> prefix = asOrdinaryUser(log);
        Path binaries = PostgresBinaries.unpack(directory.resolve(BINARIES));
        DemoPostgres postgres = new DemoPostgres(binaries, data, log, prefix);
        if (!Files.isDirectory(data)) {
            postgres.initialize(superuserPasswordFile);
        }
        postgres.stopRunning();
        try {
            postgres.start();
        } catch (IOException | InterruptedException | RuntimeException failure) {
            // It may still come up, when nobody waits for it any longer.
            postgres.stopRunning();
            throw failure;
        }
        return postgres;
    }

    /** Stops what a killed demo left running in a directory. */
    static void stopRunning(DemoDirectory directory) throws IOException, InterruptedException {
        Path log = directory.resolve("postgresql.log");
        if (Files.exists(log)) {
            new DemoPostgres(directory.resolve(BINARIES), directory.resolve("data"), log, asOrdinaryUser(log))
                    .stopRunning();
        }
    }

    /** The TCP port on 127.0.0.1. */
    int port() {
        return port;
    }

    /**
     * PostgreSQL refuses to run as root: inside a user namespace of its own root is nobody in particular, and still the owner of its
     * files.
     */
    private static List<String> asOrdinaryUser(Path log) throws IOException, InterruptedException {
        if (!"root".equals(System.getProperty("user.name"))) {
            return List.of();
        }
        try {
            if (Program.exitCode(List.of("unshare", "-U", "true"), Map.of(), log, START) == 0) {
                return List.of("unshare", "-U");
            }
        } catch (DemoException failure) {
            throw failure;
        } catch (IOException _) {
            // There is no such program, which comes to the same.
        }
        throw new DemoException("PostgreSQL doesn't run as root, and this machine allows no user namespaces:"
                + " run the demo as an ordinary user");
    }

    /** As a whole or not at all: what was left unfinished is thrown away. */
    private void initialize(Path superuserPasswordFile) throws IOException, InterruptedException {
        Path unfinished = data.resolveSibling("data.unfinished");
        DemoDirectory.delete(unfinished);
        run(
                INITDB,
                "initdb",
                "--pgdata=" + unfinished,
                "--username=postgres",
                "--pwfile=" + superuserPasswordFile,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--no-sync",
                "--no-instructions");
        Files.writeString(unfinished.resolve("pg_hba.conf"), """
                # TYPE  DATABASE  USER  ADDRESS       METHOD
                host    all       all   127.0.0.1/32  scram-sha-256
                """);
        Files.writeString(unfinished.resolve("postgresql.conf"), "include 'demo.conf'\n", StandardOpenOption.APPEND);
        Files.move(unfinished, data);
    }

    private void start() throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            port = freePort();
            // Without sockets and shared memory in the file system: nothing is left outside of the directory.
            Files.writeString(data.resolve("demo.conf"), """
                    listen_addresses = '127.0.0.1'
                    port = %d
                    unix_socket_directories = ''
                    dynamic_shared_memory_type = mmap
                    shared_buffers = 64MB
                    jit = off
                    timezone = 'UTC'
                    log_timezone = 'UTC'
                    """.formatted(port));
            try {
                run(START, "pg_ctl", "--pgdata=" + data, "--log=" + log, "--wait", "--timeout=50", "--silent", "start");
                return;
            } catch (DemoException failure) {
                // Somebody else may have taken the port in between.
                if (attempt == ATTEMPTS || !Files.readString(log).contains("could not bind")) {
                    throw failure;
                }
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    /** Stops the server that runs in the directory, also one that a killed demo left. Process numbers are used again: a process is ours if it runs our program. */
    private void stopRunning() throws IOException, InterruptedException {
        Path file = data.resolve("postmaster.pid");
        if (!Files.exists(file)) {
            return;
        }
        List<String> lines = Files.readAllLines(file);
        Optional<ProcessHandle> leftover = lines.isEmpty() ? Optional.empty() : process(lines.getFirst());
        if (leftover.isPresent()) {
            stop(leftover.get());
        } else {
            Files.delete(file);
        }
    }

    private Optional<ProcessHandle> process(String number) {
        try {
            return ProcessHandle.of(Long.parseLong(number.strip()))
                    .filter(process -> process.info()
                            .command()
                            .filter(command -> command.equals(
                                    binaries.resolve("bin/postgres").toString()))
                            .isPresent());
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    /**
     * The signal is all that is asked of pg_ctl: a second Ctrl-C would end it, and whoever waits for it. What does not stop in time is
     * killed, and recovers at its next start.
     */
    private void stop(ProcessHandle postmaster) throws IOException, InterruptedException {
        run(STOP, "pg_ctl", "--pgdata=" + data, "--mode=fast", "--no-wait", "--silent", "stop");
        try {
            postmaster.onExit().get(STOP.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            postmaster.destroyForcibly();
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void run(Duration longest, String program, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(prefix);
        command.add(binaries.resolve("bin").resolve(program).toString());
        command.addAll(List.of(arguments));
        Program.run(command, Map.of(), log, longest);
    }

    /** Ends every connection and stops. */
    @Override
    public void close() throws IOException {
        try {
            stopRunning();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while PostgreSQL stopped", interrupted);
        }
    }
}
