package dev.sallyport.it;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The real psql. */
final class Psql {
    private Psql() {}

    /** Where psql is; a machine without it can't say that the tests passed. */
    static String program() {
        return Arrays.stream(System.getenv("PATH").split(":"))
                .map(directory -> Path.of(directory, "psql"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new AssertionError("psql is missing, which these tests drive: install it (Debian:"
                        + " apt-get install postgresql-client; macOS: brew install libpq)"))
                .toString();
    }

    /** Runs a script; columns are separated by {@code |} and nothing is aligned. */
    static Program.Outcome run(int port, String token, String database, String script, String... options) {
        return Program.run(command(port, database, options), environment(token, "require"), script);
    }

    static List<String> command(int port, String database, String... options) {
        List<String> command = new ArrayList<>(List.of(
                program(),
                "-X",
                "-A",
                "-t",
                "-q",
                "-h",
                "127.0.0.1",
                "-p",
                Integer.toString(port),
                "-U",
                "agent",
                "-d",
                database));
        command.addAll(List.of(options));
        return command;
    }

    static Map<String, String> environment(String token, String sslmode) {
        return Map.of("PGPASSWORD", token, "PGSSLMODE", sslmode, "PGAPPNAME", "psql", "LC_ALL", "C");
    }
}
