package dev.sallyport.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A driver in a program of ours that prints what it sees, or a tool as it is.
 *
 * @param name what is driven
 * @param command the program and its first arguments
 * @param environment more of it than the endpoint's
 * @param remedy how to install what the program needs
 */
record Client(String name, List<String> command, Map<String, String> environment, String remedy) {
    /** The last line of a program of ours that has seen all that it looks for. */
    static final String LAST = "done";

    /** Debian's modules are seen by Debian's Python alone. */
    static Client python(String name, String script, String debian) {
        return new Client(
                name,
                List.of("/usr/bin/python3", directory("python").resolve(script).toString()),
                Map.of("PYTHONDONTWRITEBYTECODE", "1"),
                "apt-get install " + debian);
    }

    /** A program in Go with the packages that Debian has in a workspace; it is compiled when it is run. */
    static Client go(String name, String program, String debian) {
        return new Client(
                name,
                List.of(
                        "go",
                        "run",
                        directory("go").resolve(program).resolve("main.go").toString()),
                Map.of(
                        "GO111MODULE", "off",
                        "GOPATH", "/usr/share/gocode",
                        "GOCACHE",
                                directory("target")
                                        .resolve("go")
                                        .toAbsolutePath()
                                        .toString()),
                "apt-get install " + debian);
    }

    /** A program for Node.js, with the packages that the build installs. */
    static Client node(String name, String script) {
        return new Client(
                name,
                List.of("node", directory("node").resolve(script).toString()),
                Map.of("NODE_NO_WARNINGS", "1"),
                "npm ci in it/node");
    }

    /** psql with a script; what it says of errors stands where they happened. */
    static Client psql(String script) {
        return new Client(
                "psql",
                List.of(
                        "sh",
                        "-c",
                        "exec psql -X -f \"$0\" 2>&1",
                        directory("psql").resolve(script).toString()),
                Map.of(),
                "apt-get install postgresql-client");
    }

    /** A program of PostgreSQL's. */
    static Client tool(String debian, String... command) {
        return new Client(command[0], List.of(command), Map.of(), "apt-get install " + debian);
    }

    private static Path directory(String name) {
        return Path.of(System.getProperty("sallyport.it.clients", ".")).resolve(name);
    }

    /** The same with more in its environment. */
    Client with(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(more);
        return new Client(name, command, all, remedy);
    }

    /** Runs it to its end and gives what it printed. It must end well. */
    List<String> lines(Endpoint endpoint, String... arguments) {
        List<String> whole = new ArrayList<>(command);
        whole.addAll(List.of(arguments));
        Map<String, String> all = new HashMap<>(endpoint.environment());
        all.putAll(environment);
        Program.Outcome outcome;
        try {
            outcome = Program.run(whole, all, "");
        } catch (UncheckedIOException failure) {
            throw new AssertionError(name + " can't be run; install what it needs: " + remedy, failure);
        }
        assertThat(outcome.exitCode())
                .as(
                        "the exit code of %s against %s (if something is missing: %s); it said:%n%s%s",
                        name, endpoint, remedy, outcome.out(), outcome.err())
                .isZero();
        return outcome.out().lines().toList();
    }

    @Override
    public String toString() {
        return name;
    }
}
