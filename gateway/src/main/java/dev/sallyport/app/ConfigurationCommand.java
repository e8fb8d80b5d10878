package dev.sallyport.app;

import dev.sallyport.app.config.CheckCommand;
import dev.sallyport.app.config.ConfigurationLoader;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code check}: names every error in a configuration at once. */
@Command(
        name = "check",
        description = {
            "Check a configuration and name every error in it at once.",
            "With --sql look into the databases whose credential makes a role for each session, too, and print what the"
                    + " gateway runs there, as a script for psql. Nothing is changed.",
            "Exit code 0: no problems; 1: it has problems; 2: the file or a database can't be read."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
public final class ConfigurationCommand implements Callable<Integer> {
    @Mixin
    private final ConfigurationFile file = new ConfigurationFile();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything is run.
    private CommandSpec spec;

    @Option(
            names = "--sql",
            description = "Print the SQL by which sessions' roles are made and masked columns are withheld from them.")
    private boolean sql;

    @Override
    public Integer call() {
        if (sql) {
            return new RolesPreview(
                            spec.commandLine().getOut(), spec.commandLine().getErr())
                    .run(file);
        }
        return new CheckCommand(
                        new ConfigurationLoader(System.getenv()),
                        spec.commandLine().getOut())
                .run(file.path());
    }
}
