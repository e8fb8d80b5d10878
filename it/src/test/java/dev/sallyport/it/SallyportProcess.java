package dev.sallyport.it;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The real program as {@code serve} starts it, with its files in a directory of its own. */
final class SallyportProcess implements AutoCloseable {
    private static final Pattern CLIENTS = Pattern.compile("^PostgreSQL clients: .*:(\\d+)$", Pattern.MULTILINE);
    private static final Pattern HTTP = Pattern.compile("^HTTP: (http\\S+)$", Pattern.MULTILINE);
    private static final Pattern READY = Pattern.compile("^ready$", Pattern.MULTILINE);

    private final Process process;
    private final Path directory;
    private final int port;
    private final URI http;

    private SallyportProcess(Process process, Path directory, int port, URI http) {
        this.process = process;
        this.directory = directory;
        this.port = port;
        this.http = http;
    }

    /** Starts it with a configuration, and waits until it says that it is ready. */
    static SallyportProcess start(Path directory, String configuration) throws IOException {
        return start(directory, configuration, List.of());
    }

    /**
     * The same under another program.
     *
     * @param launcher a command that runs the command that follows it
     */
    static SallyportProcess start(Path directory, String configuration, List<String> launcher) throws IOException {
        Files.createDirectories(directory);
        if (!Files.exists(directory.resolve("server.crt"))) {
            Certificate.write(directory);
        }
        Path file = Files.writeString(directory.resolve("sallyport.yaml"), configuration);
        Path out = directory.resolve("out.txt");
        Path log = directory.resolve("log.txt");
        List<String> command = new ArrayList<>(launcher);
        command.addAll(Program.sallyport(List.of("serve", "--config", file.toString())));
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        try {
            Await.until("the gateway says that it is ready", () -> {
                if (!process.isAlive()) {
                    throw new IllegalStateException(
                            "the gateway ended: " + Files.readString(out) + Files.readString(log));
                }
                return READY.matcher(Files.readString(out)).find();
            });
            String said = Files.readString(out);
            return new SallyportProcess(
                    process, directory, Integer.parseInt(found(CLIENTS, said)), URI.create(found(HTTP, said)));
        } catch (IOException | RuntimeException | Error failure) {
            process.destroyForcibly();
            throw failure;
        }
    }

    private static String found(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new AssertionError("the gateway did not say " + pattern + " but: " + text);
        }
        return matcher.group(1);
    }

    int port() {
        return port;
    }

    URI http() {
        return http;
    }

    /** Its configuration. */
    Path configuration() {
        return directory.resolve("sallyport.yaml");
    }

    Path audit() {
        return directory.resolve("audit");
    }

    Path recordings() {
        return directory.resolve("recordings");
    }

    /** What it has logged so far. */
    String log() throws IOException {
        return Files.readString(directory.resolve("log.txt"));
    }

    /** Connects as most programs in Java do. */
    Connection connect(String token) throws SQLException {
        return connect(token, "pgjdbc");
    }

    /** The same, with a name by which the server can be asked about it. */
    Connection connect(String token, String application, String... properties) throws SQLException {
        Properties all = new Properties();
        all.setProperty("user", "agent");
        all.setProperty("password", token);
        all.setProperty("sslmode", "require");
        all.setProperty("ApplicationName", application);
        for (int i = 0; i < properties.length; i += 2) {
            all.setProperty(properties[i], properties[i + 1]);
        }
        return DriverManager.getConnection(url(PostgresServer.DATABASE), all);
    }

    String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    /** Ends it by SIGKILL, so that nothing of it has a say. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(Await.DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("the gateway did not stop when it was told to");
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
