package dev.sallyport.app;

import dev.sallyport.app.config.Configuration;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of commands that read what a gateway keeps on this machine: its journal or its recordings. */
final class Keepings {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The gateway's configuration, which says where they are. Default: the demo's.")
    private @Nullable Path config;

    @Option(names = "--directory", paramLabel = "DIR", description = "Where they are, without a configuration.")
    private @Nullable Path directory;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything is run.
    private CommandSpec spec;

    Path audit() {
        return directory != null ? directory : configuration().audit().directory();
    }

    Path recordings() {
        if (directory != null) {
            return directory;
        }
        Configuration.Recording recording = configuration().recording();
        if (recording == null) {
            throw new ParameterException(spec.commandLine(), "the configuration says that sessions are not recorded");
        }
        return recording.directory();
    }

    private Configuration configuration() {
        Path file = config == null ? Home.demo().resolve("sallyport.yaml") : config;
        if (config == null && !Files.exists(file)) {
            throw new ParameterException(
                    spec.commandLine(), "say where they are: --config FILE or --directory DIR (no demo has run here)");
        }
        Configuration configuration =
                ConfigurationFile.load(file, spec.commandLine().getErr());
        if (configuration == null) {
            throw new ParameterException(spec.commandLine(), file + " is not in order");
        }
        return configuration;
    }
}
