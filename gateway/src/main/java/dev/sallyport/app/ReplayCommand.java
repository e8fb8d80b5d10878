package dev.sallyport.app;

import dev.sallyport.recording.Recordings;
import dev.sallyport.recording.ReplayOptions;
import dev.sallyport.recording.ReplayTerminal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code replay}: plays a session in the terminal as its client saw it. */
@Command(
        name = "replay",
        description = "Play a session in the terminal, as its client saw it and with its timing.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
public final class ReplayCommand implements Callable<Integer> {
    @Parameters(paramLabel = "SESSION", description = "The session's id, as errors and the audit show it.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything is run.
    private String session;

    @Option(
            names = "--speed",
            paramLabel = "N",
            description = "How many times faster than it was. Default: ${DEFAULT-VALUE}.")
    private double speed = 1;

    @Option(names = "--no-wait", description = "Print at once, without its timing.")
    private boolean noWait;

    @Option(
            names = "--rows",
            paramLabel = "N",
            description = "The most rows to show of a result. Default: ${DEFAULT-VALUE}.")
    private int rows = ReplayOptions.DEFAULT.rows();

    @Mixin
    private final Keepings keepings = new Keepings();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything is run.
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (!(speed > 0) || Double.isInfinite(speed) || rows < 0) {
            throw new ParameterException(spec.commandLine(), "--speed is more than 0, --rows is at least 0");
        }
        Path file = keepings.recordings().resolve(session + ".rec");
        if (!Recordings.isSessionId(session) || !Files.isRegularFile(file)) {
            throw new ParameterException(
                    spec.commandLine(), "there is no recording of that session in " + keepings.recordings());
        }
        Duration longest = ReplayOptions.DEFAULT.longestPause();
        return new ReplayTerminal(file, new ReplayOptions(speed, !noWait, longest, rows), Thread::sleep)
                .run(System.out, System.err);
    }
}
