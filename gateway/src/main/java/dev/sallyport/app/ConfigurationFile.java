package dev.sallyport.app;

import dev.sallyport.app.config.CheckCommand;
import dev.sallyport.app.config.Configuration;
import dev.sallyport.app.config.ConfigurationLoader;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option of commands that need a configuration. */
final class ConfigurationFile {
    @Option(names = "--config", required = true, paramLabel = "FILE", description = "The configuration, a YAML file.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything is run.
    private Path config;

    Path path() {
        return config;
    }

    /** Loads it; null if it isn't in order, which has been printed then. */
    @Nullable
    Configuration load(PrintWriter err) {
        return load(config, err);
    }

    /** Loads a configuration that has to be in order; null if it isn't, which has been printed then. */
    static @Nullable Configuration load(Path file, PrintWriter err) {
        ConfigurationLoader loader = new ConfigurationLoader(System.getenv());
        if (loader.load(file) instanceof ConfigurationLoader.Result.Loaded(var configuration)) {
            return configuration;
        }
        new CheckCommand(loader, err).run(file);
        return null;
    }
}
