package dev.sallyport.app.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a program of the machine to its end, its output going to a file. */
final class Program {
    private static final int SHOWN_LINES = 5;

    private Program() {}

    /**
     * Runs one.
     *
     * @param environment to add to ours, which is taken over without what libpq and the server would read of it
     * @param output where its output is appended
     * @param longest after which it is killed
     * @throws DemoException if it fails or takes too long; the end of its output is part of the message
     */
    static void run(List<String> command, Map<String, String> environment, Path output, Duration longest)
            throws IOException, InterruptedException {
        int code = exitCode(command, environment, output, longest);
        if (code != 0) {
            String name = Path.of(command.getFirst()).getFileName().toString();
            throw new DemoException(name + " failed with exit code " + code + " (" + output + "): " + end(output));
        }
    }

    static int exitCode(List<String> command, Map<String, String> environment, Path output, Duration longest)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        builder.environment().put("LC_ALL", "C");
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            if (!process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new DemoException(command.getFirst() + " took longer than " + longest.toSeconds() + " seconds");
            }
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    static String end(Path output) throws IOException {
        List<String> lines = Files.readAllLines(output);
        return String.join(" | ", lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()));
    }
}
