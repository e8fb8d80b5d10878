package dev.sallyport.app.demo;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One that uses the machine's psql. */
final class PsqlAgent implements Agent {
    private static final String END = "end-of-answer";
    private static final Pattern ERROR = Pattern.compile("(?:psql:[^:]*:\\d+: )?(?:ERROR|FATAL): {2}(\\w{5}): (.*)");
    private static final Pattern NOTICE =
            Pattern.compile("(?:psql:[^:]*:\\d+: )?(?:NOTICE|WARNING): {2}(?:\\w{5}: )?(.*)");
    private static final Pattern FIELD = Pattern.compile("(?:DETAIL|HINT|LOCATION|CONTEXT|LINE \\d+): .*");
    private static final int STOP_SECONDS = 10;

    private final Process process;
    private final BufferedWriter in;
    private final BufferedReader out;

    private PsqlAgent(Process process) {
        this.process = process;
        this.in = process.outputWriter();
        this.out = process.inputReader();
    }

    /** The machine's psql, if it has one. */
    static Optional<Path> find(@Nullable String path) {
        for (String directory : path == null ? new String[0] : path.split(":")) {
            Path psql = Path.of(directory, "psql");
            if (!directory.isEmpty() && Files.isExecutable(psql)) {
                return Optional.of(psql);
            }
        }
        return Optional.empty();
    }

    static PsqlAgent connect(Path psql, Demo demo, String token) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        psql.toString(),
                        "--no-psqlrc",
                        "--no-align",
                        "--tuples-only",
                        "--set=VERBOSITY=verbose",
                        "host=localhost port=" + demo.port() + " dbname=shop user=agent connect_timeout=20"
                                + " sslmode=verify-full sslrootcert="
                                + DemoGuide.conninfo(demo.certificate().toString()))
                .redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        builder.environment().put("PGPASSWORD", token);
        builder.environment().put("PGCLIENTENCODING", "UTF8");
        builder.environment().put("LC_ALL", "C");
        return new PsqlAgent(builder.start());
    }

    @Override
    public String client() {
        return "psql";
    }

    @Override
    public Reply send(String sql, Consumer<String> onNotice) throws IOException {
        in.write(sql + ";\n\\echo " + END + "\n");
        in.flush();
        List<String> lines = new ArrayList<>();
        List<String> notices = new ArrayList<>();
        String state = null;
        String message = "";
        for (String line = out.readLine(); !END.equals(line); line = out.readLine()) {
            if (line == null) {
                return new Reply(
                        lines, notices, state == null ? "08006" : state, state == null ? "psql ended" : message);
            }
            Matcher error = ERROR.matcher(line);
            Matcher notice = NOTICE.matcher(line);
            if (error.matches()) {
                state = error.group(1);
                message = error.group(2);
            } else if (notice.matches()) {
                notices.add(notice.group(1));
                onNotice.accept(notice.group(1));
            } else if (!FIELD.matcher(line).matches()) {
                lines.add(line);
            }
        }
        return new Reply(lines, notices, state, message);
    }

    @Override
    public void close() throws IOException {
        try {
            in.close();
            process.waitFor(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
        }
    }
}
