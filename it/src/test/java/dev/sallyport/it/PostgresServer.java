package dev.sallyport.it;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.embedded.PgBinaryResolver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real PostgreSQL with the shop in it. Roles log in by SCRAM; every statement it is sent is in its log. */
final class PostgresServer implements AutoCloseable {
    static final String DATABASE = "shop";
    static final String USER = "app";
    static final String PASSWORD = "äpp-password";

    private static final String HBA = """
        host all postgres 127.0.0.1/32 trust
        host all all      127.0.0.1/32 scram-sha-256
        """;
    /** What log_statement puts before a statement's text. */
    private static final Pattern STATEMENT =
            Pattern.compile("(?:statement|execute [^:]*|execute fetch from [^:]*): (.*)", Pattern.DOTALL);

    private final EmbeddedPostgres server;
    private final Path log;
    private final Path binaries;
    private final AtomicInteger marks = new AtomicInteger();

    private PostgresServer(EmbeddedPostgres server, Path log, Path binaries) {
        this.server = server;
        this.log = log;
        this.binaries = binaries;
    }

    /** Starts it with its files in this directory, which is made anew. */
    static PostgresServer start(Path directory) throws IOException, SQLException {
        return start(directory, PostgresServer::binaries);
    }

    /** One of another version, whose binaries are in a jar. */
    static PostgresServer start(Path directory, Path jar) throws IOException, SQLException {
        return start(directory, (system, machine) -> {
            try (ZipFile file = new ZipFile(jar.toFile())) {
                ZipEntry entry = file.getEntry(binariesName(system));
                if (entry == null) {
                    throw new IOException("there is no PostgreSQL for " + system + " in " + jar);
                }
                return new ByteArrayInputStream(file.getInputStream(entry).readAllBytes());
            }
        });
    }

    private static PostgresServer start(Path directory, PgBinaryResolver binaries) throws IOException, SQLException {
        Files.createDirectories(directory);
        Path hba = Files.writeString(directory.resolve("pg_hba.conf"), HBA);
        Path logs = Files.createDirectory(directory.resolve("log"));
        EmbeddedPostgres server = EmbeddedPostgres.builder()
                .setPgBinaryResolver(binaries)
                .setPGStartupWait(Await.DEADLINE)
                .setOverrideWorkingDirectory(directory.resolve("binaries").toFile())
                .setDataDirectory(directory.resolve("data"))
                .setServerConfig("hba_file", hba.toString())
                .setServerConfig("password_encryption", "scram-sha-256")
                .setServerConfig("log_statement", "all")
                .setServerConfig("log_parameter_max_length", "1000")
                .setServerConfig("log_destination", "jsonlog")
                .setServerConfig("logging_collector", "on")
                .setServerConfig("log_directory", logs.toString())
                .setServerConfig("log_filename", "server.log")
                .setServerConfig("log_rotation_size", "0")
                .setServerConfig("timezone", "UTC")
                // It would change statistics, and with them plans, whenever it likes.
                .setServerConfig("autovacuum", "off")
                .setServerConfig("max_connections", "60")
                .setServerConfig("fsync", "off")
                .start();
        PostgresServer started = new PostgresServer(server, logs.resolve("server.json"), directory.resolve("binaries"));
        started.create();
        return started;
    }

    private void create() throws SQLException {
        execute("postgres", "CREATE ROLE app LOGIN PASSWORD '" + PASSWORD + "'");
        execute("postgres", "CREATE DATABASE shop OWNER app");
        execute("postgres", "CREATE DATABASE payroll OWNER app");
        try (Connection connection = direct(DATABASE);
                var statement = connection.createStatement()) {
            statement.execute(Shop.SCHEMA);
        }
    }

    /** Where its client library lies; for the first server alone, since its binaries are unpacked once. */
    Path libraries() {
        try (Stream<Path> versions = Files.list(binaries)) {
            return versions.map(version -> version.resolve("lib"))
                    .filter(Files::isDirectory)
                    .findFirst()
                    .orElseThrow();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    int port() {
        return server.getPort();
    }

    /** A connection without a gateway, as the role that the gateway logs in with. */
    Connection direct(String database) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", USER);
        properties.setProperty("password", PASSWORD);
        properties.setProperty("ApplicationName", "direct");
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port() + "/" + database, properties);
    }

    /** Runs something as the superuser. */
    void execute(String database, String sql) throws SQLException {
        try (Connection connection = server.getDatabase("postgres", database).getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The one value that a query in the shop gives, asked directly. */
    String value(String sql) {
        return value(DATABASE, sql);
    }

    /** The one value that a query gives in another database. */
    String value(String database, String sql) {
        try (Connection connection = server.getDatabase("postgres", database).getConnection();
                var statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Process numbers of the backends whose application is called so. */
    List<Integer> backends(String application) {
        List<Integer> backends = new ArrayList<>();
        try (Connection connection = server.getPostgresDatabase().getConnection();
                var statement =
                        connection.prepareStatement("SELECT pid FROM pg_stat_activity WHERE application_name = ?")) {
            statement.setString(1, application);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    backends.add(rows.getInt(1));
                }
            }
            return backends;
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** The statements that clients of this application were logged with by now, in order, one entry for each time. */
    List<String> logged(String application) {
        List<String> statements = new ArrayList<>();
        for (String line : log().split("\n", -1)) {
            // The last line may not be finished yet.
            if (line.endsWith("}")) {
                JsonNode entry = JsonMapper.shared().readTree(line);
                Matcher message = STATEMENT.matcher(entry.path("message").asString(""));
                if (entry.path("application_name").asString("").equals(application) && message.matches()) {
                    statements.add(message.group(1));
                }
            }
        }
        return statements;
    }

    /**
     * Everything that was logged by now, as it is. A process of the server's own writes the log, later than it is told and in the order in
     * which it is.
     */
    String log() {
        String mark = "log read " + marks.incrementAndGet() + ".";
        value("SELECT '" + mark + "'");
        return Await.value("the log is written", () -> {
            try {
                String text = Files.readString(log, StandardCharsets.UTF_8);
                return text.contains(mark) ? text : null;
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        });
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    /** The first of them: the program's jar names the same ones again, where they lie beside it. */
    private static InputStream binaries(String system, String machine) throws IOException {
        InputStream binaries = PostgresServer.class.getResourceAsStream("/" + binariesName(system));
        if (binaries == null) {
            throw new IOException("there is no PostgreSQL for " + system + " on " + machine);
        }
        return binaries;
    }

    private static String binariesName(String system) {
        return "postgres-" + system.toLowerCase(Locale.ROOT) + "-x86_64.txz";
    }
}
