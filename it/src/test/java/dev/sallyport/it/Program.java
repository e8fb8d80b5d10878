package dev.sallyport.it;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program in a process of its own, run to its end. */
final class Program {
    private static final String TEST_CLASSES = "test-classes";

    private Program() {}

    /** What a program left. */
    record Outcome(int exitCode, String out, String err) {}

    /** The command line that starts the product, by the Java that runs the tests. */
    static List<String> sallyport(List<String> arguments) {
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        String own = Arrays.stream(path.split(File.pathSeparator))
                .filter(entry -> !entry.endsWith(TEST_CLASSES))
                .reduce((left, right) -> left + File.pathSeparator + right)
                .orElseThrow();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx384m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                own,
                "dev.sallyport.app.Main"));
        command.addAll(arguments);
        return command;
    }

    /** Runs one of the product's commands, which logs nothing but warnings: that it took its time, for one, is not what is asked. */
    static Outcome run(String... arguments) {
        return run(sallyport(List.of(arguments)), Map.of("SALLYPORT_LOG", "WARN"), "");
    }

    /** Runs a program with more in its environment and something to read. */
    static Outcome run(List<String> command, Map<String, String> environment, String input) {
        try {
            Path out = Files.createTempFile("out", ".txt");
            Path err = Files.createTempFile("err", ".txt");
            try {
                ProcessBuilder builder =
                        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
                builder.environment().putAll(environment);
                Process process = builder.start();
                try (var in = process.getOutputStream()) {
                    in.write(input.getBytes(StandardCharsets.UTF_8));
                }
                if (!process.waitFor(2 * Await.DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw new AssertionError(command.getLast() + " did not end; it said: " + Files.readString(out)
                            + Files.readString(err));
                }
                return new Outcome(process.exitValue(), Files.readString(out), Files.readString(err));
            } finally {
                Files.delete(out);
                Files.delete(err);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }
}
